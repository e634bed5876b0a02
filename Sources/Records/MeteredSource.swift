import CommonValues
import Synchronization

/// Another source, counted and held to the largest size of a file.
final class MeteredSource: ByteSource {
  let inner: any ByteSource
  private let limit: Int64
  /// May be asked for while another thread reads.
  var bytesRead: Int64 { total.load(ordering: .relaxed) }
  private let total = Atomic<Int64>(0)

  var name: String { inner.name }
  var size: Int64? { inner.size }

  init(_ inner: any ByteSource, limit: Int64) {
    self.inner = inner
    self.limit = limit
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    let count = try inner.read(into: buffer)
    let sum = total.wrappingAdd(Int64(count), ordering: .relaxed).newValue
    if sum > limit { throw FileProblem.tooLarge(name, limit: limit) }
    return count
  }
}
