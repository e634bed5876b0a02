import CZlib
import CommonValues

/// Another source's gzip, unpacked while it is read; several members behind one another are one file.
final class GzipSource: ByteSource {
  var name: String { inner.name }
  var size: Int64? { nil }

  private static let inputBytes = 64 << 10
  private let inner: any ByteSource
  private let budget: UnpackBudget
  private let input: UnsafeMutablePointer<UInt8>
  private let stream: UnsafeMutablePointer<z_stream>
  private var packed: Int64 = 0
  private var isInnerAtEnd = false
  private var isBetween = false
  private var isAtEnd = false

  init(_ inner: any ByteSource, budget: UnpackBudget) throws(Diagnostic) {
    self.inner = inner
    self.budget = budget
    input = .allocate(capacity: GzipSource.inputBytes)
    stream = .allocate(capacity: 1)
    // zlib keeps a pointer to the stream, which must therefore stay where it is.
    stream.initialize(to: z_stream())
    guard naru_inflate_init_gzip(stream) == Z_OK else { throw FileProblem.failed(inner.name, code: 12) }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard !isAtEnd, let base = buffer.baseAddress else { return 0 }
    let room = min(buffer.count, 1 << 20)
    stream.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    while stream.pointee.avail_out == UInt32(room) {
      if stream.pointee.avail_in == 0 { try refill() }
      if isBetween {
        guard try beginMember() else { break }
      }
      let result = inflate(stream, Z_NO_FLUSH)
      switch result {
      case Z_OK: break
      case Z_STREAM_END: isBetween = true
      case Z_BUF_ERROR where stream.pointee.avail_in == 0 && isInnerAtEnd: throw FileProblem.truncated(name)
      case Z_BUF_ERROR: break
      default: throw FileProblem.damaged(name)
      }
    }
    let count = room - Int(stream.pointee.avail_out)
    try budget.take(count, packed: packed - Int64(stream.pointee.avail_in))
    return count
  }

  private func refill() throws(Diagnostic) {
    guard !isInnerAtEnd else { return }
    let count = try inner.read(into: UnsafeMutableRawBufferPointer(start: input, count: GzipSource.inputBytes))
    if count == 0 { isInnerAtEnd = true }
    packed += Int64(count)
    stream.pointee.next_in = input
    stream.pointee.avail_in = UInt32(count)
  }

  /// Goes on behind the end of a member; false at the end of the file, which tapes and some servers fill up with zeros.
  private func beginMember() throws(Diagnostic) -> Bool {
    while true {
      while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
        stream.pointee.next_in += 1
        stream.pointee.avail_in -= 1
      }
      if stream.pointee.avail_in > 0 { break }
      if isInnerAtEnd {
        isAtEnd = true
        return false
      }
      try refill()
    }
    guard stream.pointee.next_in.pointee == 0x1F else { throw FileProblem.damaged(name) }
    inflateReset(stream)
    isBetween = false
    return true
  }
}
