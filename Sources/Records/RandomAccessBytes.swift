import CommonValues

/// Bytes that can be read in any order.
protocol RandomAccessBytes: AnyObject {
  var byteCount: Int64 { get }
  /// Fills the beginning of `buffer` from `offset` and returns how many bytes it wrote; 0 means the end.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int
}

extension MemorySource: RandomAccessBytes {
  var byteCount: Int64 { size ?? 0 }
}
