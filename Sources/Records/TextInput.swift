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

/// Text of any encoding as a source of UTF-8.
enum Utf8Source {
  /// `source` without its byte-order mark, converted where it is not UTF-8. The encoding, when it is not given, is found from the first
  /// 256 KiB.
  static func open(_ source: any ByteSource, encoding: TextEncoding?) throws(Diagnostic) -> any ByteSource {
    let prefixed = try PrefixedSource(source, count: 256 << 10)
    let prefix = prefixed.prefix
    let found = encoding ?? TextEncoding.sniff(prefix)
    try TextEncoding.check(found, file: source.name)
    prefixed.drop(found.markLength(in: prefix))
    if found == .utf8 { return prefixed }
    return try TranscodingSource(prefixed, prefix: ByteSlice(start: nil, count: 0), encoding: found)
  }
}

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
