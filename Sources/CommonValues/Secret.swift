/// A value that must never be seen in a log, message, dump or crash report.
///
/// Every way of printing it gives `<redacted>`; the value is reached by ``reveal()`` alone, so that each use can be searched for.
public struct Secret<Value: Sendable>: Sendable {
  private let value: Value

  /// Wraps a secret.
  public init(_ value: Value) { self.value = value }

  /// The value itself. Call it where the value goes out, and nowhere else.
  public func reveal() -> Value { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var debugDescription: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret<String> {
  /// Whether `candidate` is the secret; takes the same time wherever the two differ.
  public func matches(_ candidate: String) -> Bool {
    let mine = Array(value.utf8)
    let theirs = Array(candidate.utf8)
    var difference = UInt(bitPattern: mine.count ^ theirs.count)
    for index in 0..<theirs.count {
      difference |= UInt(theirs[index] ^ (mine.isEmpty ? 0xFF : mine[index % mine.count]))
    }
    return difference == 0 && !mine.isEmpty
  }
}
