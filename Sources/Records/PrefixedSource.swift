import CommonValues

/// Another source whose first bytes were looked at already.
final class PrefixedSource: ByteSource {
  var name: String { inner.name }
  var size: Int64? { inner.size }
  private let inner: any ByteSource
  private var memory: UnsafeMutablePointer<UInt8>?
  private var start = 0
  private var end = 0
  private(set) var isWhole = false

  /// Reads up to `count` bytes; fewer only when the source ends before.
  init(_ inner: any ByteSource, count: Int) throws(Diagnostic) {
    self.inner = inner
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: count + BlockPool.padding)
    self.memory = memory
    while end < count, !isWhole {
      let read = try inner.read(into: UnsafeMutableRawBufferPointer(start: memory + end, count: count - end))
      if read == 0 { isWhole = true }
      end += read
    }
    (memory + end).update(repeating: 0, count: BlockPool.padding)
  }

  deinit { memory?.deallocate() }

  /// What was read and not passed on; valid until the next call.
  var prefix: ByteSlice { ByteSlice(start: memory.map { UnsafePointer($0 + start) }, count: end - start) }

  func drop(_ count: Int) { start += count }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard let memory else { return try inner.read(into: buffer) }
    guard start < end else {
      memory.deallocate()
      self.memory = nil
      return isWhole ? 0 : try inner.read(into: buffer)
    }
    let count = min(buffer.count, end - start)
    buffer.copyMemory(from: UnsafeRawBufferPointer(start: memory + start, count: count))
    start += count
    return count
  }
}
