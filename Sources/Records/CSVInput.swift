import CommonValues

/// The text of a CSV file as bytes that keep ASCII, as much of it as was read and not yet handed out.
final class CSVInput {
  private let meter: MeteredSource
  private var source: any ByteSource
  private let pool: BlockPool
  private var memory: BlockMemory
  private var start = 0
  private var end = 0
  private(set) var isAtEnd = false
  /// The encoding of the file, when it was given or seen.
  private(set) var sourceEncoding: TextEncoding?

  var bytesRead: Int64 { meter.bytesRead }
  var size: Int64? { meter.size }

  /// What was read and not handed out. 64 bytes behind it are readable, and zero.
  var text: ByteSlice { ByteSlice(start: memory.base + start, count: end - start) }

  /// Reads the beginning, finds the encoding (nil as long as all is ASCII) and refuses what is no text.
  init(
    _ source: any ByteSource, encoding: TextEncoding?, limits: RecordLimits, blockBytes: Int
  ) throws(Diagnostic) {
    meter = MeteredSource(source, limit: limits.fileBytes)
    self.source = meter
    // An unfinished record of the largest size, a block behind it, and some room so that no read is too short for a character.
    pool = BlockPool(capacity: limits.recordBytes + blockBytes + 256)
    memory = pool.take()
    try fill(limits.recordBytes + blockBytes)
    guard end > 0 else { throw FileProblem.empty(source.name) }
    if encoding?.isUTF16 != true {
      let kind = ContentKind.sniff(text)
      guard kind == .text else { throw FileProblem.notText(source.name, kind) }
    }
    let seen = encoding ?? TextEncoding.sniff(text)
    if seen.isUTF16 {
      sourceEncoding = seen
      start = seen.markLength(in: text)
      self.source = try TranscodingSource(meter, prefix: text, encoding: seen)
      start = 0
      end = 0
      isAtEnd = false
      try fill(limits.recordBytes + blockBytes)
      let kind = ContentKind.sniffText(text)
      guard kind == .text else { throw FileProblem.notText(source.name, kind) }
    } else {
      let mark = TextEncoding.utf8.markLength(in: text)
      start = mark
      sourceEncoding = encoding ?? (mark > 0 ? .utf8 : TextEncoding.sniffBytes(text))
      try TextEncoding.check(sourceEncoding, file: source.name)
    }
    guard end > start else { throw FileProblem.empty(source.name) }
  }

  /// Reads on until there are `count` bytes more, or the end is reached.
  func fill(_ count: Int) throws(Diagnostic) {
    if start > 0 {
      memory.base.update(from: memory.base + start, count: end - start)
      end -= start
      start = 0
    }
    let target = min(end + count, memory.capacity - 64)
    while end < target, !isAtEnd {
      let room = UnsafeMutableRawBufferPointer(start: memory.base + end, count: max(64, target - end))
      let read = try source.read(into: room)
      if read == 0 { isAtEnd = true }
      end += read
    }
    pad()
  }

  /// Forgets the first `count` bytes.
  func drop(_ count: Int) { start += count }

  /// Hands over the memory in which the text lies, and goes on with what lies behind its first `count` bytes in another.
  func cut(_ count: Int) -> (memory: BlockMemory, offset: Int) {
    let full = memory
    let offset = start
    memory = pool.take()
    let rest = end - start - count
    memory.base.update(from: full.base + offset + count, count: rest)
    start = 0
    end = rest
    pad()
    return (full, offset)
  }

  private func pad() { (memory.base + end).update(repeating: 0, count: BlockPool.padding) }
}
