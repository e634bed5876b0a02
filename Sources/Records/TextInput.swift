import CommonValues

/// A text file as UTF-8 without its mark, as much of it as was read and not yet passed over.
final class TextInput {
  private let meter: MeteredSource
  private let source: any ByteSource
  private let memory: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var start = 0
  private var end = 0
  private(set) var isAtEnd = false

  var bytesRead: Int64 { meter.bytesRead }
  var size: Int64? { meter.size }

  /// What was read and not passed over. 64 bytes behind it are readable, and zero.
  var text: ByteSlice { ByteSlice(start: memory + start, count: end - start) }
  /// The most that `text` can be.
  var room: Int { capacity }

  /// Finds the encoding, and reads the beginning.
  init(
    _ source: any ByteSource, encoding: TextEncoding?, limits: RecordLimits, blockBytes: Int
  ) throws(Diagnostic) {
    meter = MeteredSource(source, limit: limits.fileBytes)
    self.source = try Utf8Source.open(meter, encoding: encoding)
    capacity = limits.recordBytes + blockBytes + 256
    memory = .allocate(capacity: capacity + BlockPool.padding)
    try fill(limits.recordBytes + blockBytes)
  }

  deinit { memory.deallocate() }

  /// Reads on until there are `count` bytes more, or the end is reached.
  func fill(_ count: Int) throws(Diagnostic) {
    if start > 0 {
      memory.update(from: memory + start, count: end - start)
      end -= start
      start = 0
    }
    let target = min(end + count, capacity)
    while end < target, !isAtEnd {
      // A converter needs room for one character.
      guard target - end >= 8 || capacity - end >= 8 else { break }
      let room = UnsafeMutableRawBufferPointer(start: memory + end, count: max(8, target - end))
      let read = try source.read(into: room)
      if read == 0 { isAtEnd = true }
      end += read
    }
    (memory + end).update(repeating: 0, count: BlockPool.padding)
  }

  /// Forgets the first `count` bytes.
  func drop(_ count: Int) { start += count }
}
