import CommonValues

/// Another source, counted and held to the largest size of a file.
final class MeteredSource: ByteSource {
  let inner: any ByteSource
  private let limit: Int64
  private(set) var bytesRead: Int64 = 0

  var name: String { inner.name }
  var size: Int64? { inner.size }

  init(_ inner: any ByteSource, limit: Int64) {
    self.inner = inner
    self.limit = limit
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    let count = try inner.read(into: buffer)
    bytesRead += Int64(count)
    if bytesRead > limit { throw FileProblem.tooLarge(name, limit: limit) }
    return count
  }
}
