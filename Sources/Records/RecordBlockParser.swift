import CommonValues

/// Takes blocks apart. One parser belongs to one worker; it keeps its buffers from block to block.
///
/// Nothing is allocated per row or cell. A parser may be used for blocks of different files, one after the other.
public final class RecordBlockParser {
  /// How many good records were handed out.
  public private(set) var recordCount = 0
  /// How many rows were malformed.
  public private(set) var malformedCount = 0
  /// How many rows without content were passed over.
  public private(set) var blankCount = 0

  private let arena: UnsafeMutablePointer<CellArena>

  /// A parser.
  public init() {
    arena = .allocate(capacity: 1)
    arena.initialize(to: CellArena())
  }

  deinit {
    arena.pointee.free()
    arena.deallocate()
  }

  /// Hands every good row of the block to `record` and every other one to `malformed`, each in the file's order. Rows in which all
  /// cells are empty are passed over. Neither function may keep what it is handed, apart from a `MalformedRecord`.
  public func parse(
    _ block: RecordBlock, record: (borrowing Record) -> Void, malformed: (MalformedRecord) -> Void
  ) {
    for refused in block.refused {
      malformedCount += 1
      malformed(refused)
    }
    switch block.layout {
    case .csv(let delimiter, let encoding): parseCSV(block, delimiter, encoding, record, malformed)
    case .packed: parsePacked(block, record, malformed)
    }
  }

  private func parseCSV(
    _ block: RecordBlock, _ delimiter: UInt8, _ encoding: TextEncoding, _ record: (borrowing Record) -> Void,
    _ malformed: (MalformedRecord) -> Void
  ) {
    let bytes = block.bytes
    guard let base = bytes.baseAddress else { return }
    let format = block.format
    let limits = format.limits
    let least = format.header.minimumCells
    let most = format.header.maximumCells
    let fieldBytes = limits.fieldBytes
    let rawBytes = min(MalformedRecord.rawLimit, limits.recordBytes)
    let korean = encoding == .cp949
    var tokenizer = CSVTokenizer(delimiter: delimiter, capacity: max(limits.columns, most) + 1)
    // Locals, because a property of a class is checked for exclusive access each time.
    let arena = arena
    var good = 0
    var blank = 0
    var bad = 0
    tokenizer.tokenise(bytes, line: block.firstLine, korean: korean) { found, cells in
      let length = found.end &- found.start
      var problem = found.problem != .none || found.cellCount < least || length > fieldBytes
      if !problem, found.cellCount > most {
        problem = CSVRowCheck.hasTooManyCells(found.cellCount, cells, format)
      }
      if problem || length == found.cellCount &- 1 {
        if length <= limits.recordBytes, CSVRowCheck.isBlank(bytes, found) {
          blank &+= 1
          return true
        }
        if let diagnostic = CSVRowCheck.diagnose(found, cells, format, encoding) {
          bad &+= 1
          let raw = UnsafeBufferPointer(
            rebasing: bytes[found.start..<min(found.end, found.start + rawBytes)])
          malformed(
            MalformedRecord(
              line: found.line, diagnostic: diagnostic, raw: Array(raw), encoding: encoding,
              isTruncated: !found.isTerminated))
          return true
        }
      }
      arena.pointee.reset(for: length)
      record(
        Record(
          block: base, cells: cells, arena: arena, isKorean: korean, count: min(found.cellCount, most),
          line: found.line, raw: ByteSlice(start: base + found.start, count: length)))
      good &+= 1
      return true
    }
    recordCount += good
    blankCount += blank
    malformedCount += bad
  }
}

extension RecordBlockParser {
  /// Blocks that another format's reader wrote: their rows were checked there, and their cells are UTF-8 already.
  private func parsePacked(
    _ block: RecordBlock, _ record: (borrowing Record) -> Void, _ malformed: (MalformedRecord) -> Void
  ) {
    guard let base = block.bytes.baseAddress else { return }
    let isTree = block.format.shape == .tree
    let arena = arena
    var good = 0
    var cursor = PackedBlockCursor(block)
    while let row = cursor.next() {
      record(
        Record(
          block: base, cells: row.cells, arena: arena, isKorean: false, isTree: isTree, count: row.count,
          line: row.line, raw: row.text))
      good &+= 1
    }
    recordCount += good
  }
}
