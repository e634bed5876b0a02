public import CommonValues

/// Where the bytes of a file come from.
///
/// A source is read once, from its beginning, by one reader at a time. Reading may block: call it from a thread of your own, never
/// from a task.
public protocol ByteSource: AnyObject {
  /// What messages call it: the path as the user gave it, or a name.
  var name: String { get }
  /// How many bytes there are, when that is known beforehand.
  var size: Int64? { get }
  /// Fills the beginning of `buffer` (never empty) and returns how many bytes it wrote; 0 means the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int
}
