import CommonValues

/// Makes records of trees: takes the values of one record in any order, puts them into columns, and unfolds nested rows.
struct TreeBuilder: ~Copyable {
  /// A value of the record at hand: its column, and where its text lies.
  struct Entry {
    /// 0 for the record itself, else the number of the nested row.
    let row: Int32
    let column: Int32
    let start: UInt32
    let length: UInt32
  }

  /// How many bytes one record may become when it is unfolded.
  static let unfoldedLimit = 16 << 20

  let file: String
  let limits: RecordLimits
  /// What refuses the whole file, once something does.
  private(set) var refusal: Diagnostic?
  /// Whether something does; asked for at every value, where the reason itself would be copied.
  private(set) var isRefused = false
  /// The first thing that is wrong with the record at hand.
  private(set) var fault: RowFault?
  /// Where the text of the next value goes.
  let text: UnsafeMutablePointer<UInt8>
  let textCapacity: Int
  /// How much text there is.
  var used = 0
  /// The nested row at hand; 0 outside of them.
  var row: Int32 = 0
  private(set) var rowCount: Int32 = 0
  /// Whether a path was met twice, so that values are to be joined.
  var hasRepeats = false
  private(set) var line = 1

  private var labels: [String] = []
  private var lastFormat: RecordFormat
  private var entries: UnsafeMutablePointer<Entry>
  private var entryCount = 0
  private var entryCapacity = 256
  private let cells: UnsafeMutablePointer<Cell>
  private var blocks: PackedBlockBuilder
  /// What is left of the record at hand to be unfolded.
  private var unfolding: Unfolding?
  private let unfolded: UnsafeMutablePointer<UInt8>

  private struct Unfolding {
    var next = 0
    var row: Int32 = 1
    var length = 0
    var template: [Cell]
  }

  /// - Parameter textCapacity: as much text as one record may bring before it is looked at whether it is too long.
  init(file: String, limits: RecordLimits, blockBytes: Int, textCapacity: Int) {
    self.file = file
    self.limits = limits
    self.textCapacity = textCapacity
    text = .allocate(capacity: textCapacity + BlockPool.padding)
    unfolded = .allocate(capacity: limits.recordBytes + BlockPool.padding)
    entries = .allocate(capacity: entryCapacity)
    cells = .allocate(capacity: limits.columns)
    blocks = PackedBlockBuilder(limits: limits, blockBytes: blockBytes)
    lastFormat = RecordFormat(file: file, header: RecordHeader(paths: []), shape: .tree, limits: limits)
  }

  deinit {
    text.deallocate()
    unfolded.deallocate()
    entries.deallocate()
    cells.deallocate()
  }

  /// Whether the block must be taken before another record is begun.
  var isFull: Bool { unfolding != nil || blocks.isFull }
  /// The labels met so far.
  var currentLabels: [String] { labels }

  /// The format of the blocks up to here.
  mutating func format() -> RecordFormat {
    if labels.count != lastFormat.header.labels.count {
      lastFormat = RecordFormat(file: file, header: RecordHeader(paths: labels), shape: .tree, limits: limits)
    }
    return lastFormat
  }

  /// A new column; nil, and the file refused, when there are too many.
  mutating func addColumn(_ label: String) -> Int32? {
    guard labels.count < limits.columns else {
      refuseColumns()
      return nil
    }
    labels.append(label)
    return Int32(truncatingIfNeeded: labels.count - 1)
  }

  mutating func refuseColumns() {
    isRefused = true
    refusal = refusal ?? FileProblem.tooManyColumns(file, line: line, count: limits.columns + 1, limit: limits.columns)
  }

  /// Begins a record.
  mutating func begin(line: Int) {
    self.line = line
    used = 0
    entryCount = 0
    row = 0
    rowCount = 0
    fault = nil
    hasRepeats = false
  }

  mutating func beginRow() {
    rowCount += 1
    row = rowCount
  }

  @inline(__always)
  mutating func blame(_ fault: RowFault) { if self.fault == nil { self.fault = fault } }

  /// The record is too long, whatever else is wrong with it.
  mutating func blameLength() { fault = .recordTooLong }

  /// Adds a value whose text lies at `start` and is all that was written since.
  @inline(__always)
  mutating func add(_ column: Int32, from start: Int) {
    if entryCount == entryCapacity { grow() }
    let length = used &- start
    if length > limits.fieldBytes { blame(.fieldTooLong) }
    entries[entryCount] = Entry(
      row: row, column: column, start: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: length))
    entryCount &+= 1
  }

  /// Appends text that comes in pieces; what is beyond the limit is not kept.
  @inline(__always)
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard used &+ count <= textCapacity else { return blame(.recordTooLong) }
    (text + used).update(from: bytes, count: count)
    used &+= count
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: entryCapacity * 2)
    larger.update(from: entries, count: entryCount)
    entries.deallocate()
    entries = larger
    entryCapacity *= 2
  }

  /// Ends the record. `raw` is how it stands in the file; nil: its values, separated by commas.
  mutating func end(raw: ByteSlice?, isTruncated: Bool = false) {
    if hasRepeats, fault == nil { joinRepeats() }
    if used > limits.recordBytes { blameLength() }
    if let fault { return refuse(fault, raw: raw, isTruncated: isTruncated) }
    if rowCount > 0 { return beginUnfolding(raw) }
    let count = labels.count
    cells.update(repeating: Cell(offset: 0, length: 0, flags: Cell.absent), count: count)
    for index in 0..<entryCount {
      let entry = entries[index]
      cells[Int(entry.column)] = Cell(offset: Int(entry.start), length: Int(entry.length), flags: 0)
    }
    blocks.append(line: line, cells: cells, count: count, text: text, length: used)
  }

  /// Sets a record aside that was not even begun.
  mutating func refuse(_ fault: RowFault, line: Int, raw: ByteSlice, isTruncated: Bool = false) {
    self.line = line
    refuse(fault, raw: raw, isTruncated: isTruncated)
  }

  private mutating func refuse(_ fault: RowFault, raw: ByteSlice?, isTruncated: Bool) {
    let kept = raw.map { Array($0.prefix(min(MalformedRecord.rawLimit, limits.recordBytes))) } ?? joinedValues
    let place = Diagnostic.Place(file: file, line: line)
    blocks.refuse(
      MalformedRecord(
        line: line, diagnostic: fault.diagnostic(place, limits), raw: kept, encoding: .utf8, isTruncated: isTruncated))
  }

  /// The values of the record as one line, as much as is kept.
  private var joinedValues: [UInt8] {
    var result: [UInt8] = []
    for index in 0..<entryCount where result.count < MalformedRecord.rawLimit {
      if index > 0 { result.append(0x2C) }
      result.append(contentsOf: ByteSlice(start: text + Int(entries[index].start), count: Int(entries[index].length)))
    }
    return Array(result.prefix(min(MalformedRecord.rawLimit, limits.recordBytes)))
  }

  /// The block of all records since the last one; nil when there are none.
  mutating func take() -> RecordBlock? {
    let current = format()
    let block = blocks.take(current)
    unfold()
    return block
  }
}

/// Nested rows.
extension TreeBuilder {
  /// Begins with the cells that all rows of the record share.
  private mutating func beginUnfolding(_ raw: ByteSlice?) {
    var state = Unfolding(
      template: [Cell](repeating: Cell(offset: 0, length: 0, flags: Cell.absent), count: labels.count))
    for index in 0..<entryCount where entries[index].row == 0 {
      let entry = entries[index]
      let length = Int(entry.length)
      state.template[Int(entry.column)] = Cell(offset: state.length, length: length, flags: 0)
      (unfolded + state.length).update(from: text + Int(entry.start), count: length)
      state.length += length
    }
    let cost = (state.length + state.template.count * MemoryLayout<Cell>.stride) * Int(rowCount)
    guard cost <= TreeBuilder.unfoldedLimit else { return refuse(.tooManyRows, raw: raw, isTruncated: false) }
    unfolding = state
    unfold()
  }

  /// Adds rows until all are there or the block is full.
  private mutating func unfold() {
    guard var state = unfolding else { return }
    while state.row <= rowCount {
      guard !blocks.isFull else {
        unfolding = state
        return
      }
      addRow(&state)
      state.row += 1
    }
    unfolding = nil
  }

  private mutating func addRow(_ state: inout Unfolding) {
    for index in 0..<state.template.count { cells[index] = state.template[index] }
    var length = state.length
    var isTooLong = false
    while state.next < entryCount, entries[state.next].row <= state.row {
      let entry = entries[state.next]
      state.next += 1
      guard entry.row == state.row else { continue }
      let count = Int(entry.length)
      guard length + count <= limits.recordBytes else {
        isTooLong = true
        continue
      }
      cells[Int(entry.column)] = Cell(offset: length, length: count, flags: 0)
      (unfolded + length).update(from: text + Int(entry.start), count: count)
      length += count
    }
    if isTooLong { return refuse(.recordTooLong, raw: nil, isTruncated: false) }
    blocks.append(line: line, cells: cells, count: state.template.count, text: unfolded, length: length)
  }
}

/// Values of one path that stands more than once in a record.
extension TreeBuilder {
  /// Makes one value of them: a JSON array of strings.
  private mutating func joinRepeats() {
    let sorted = (0..<entryCount).sorted {
      (entries[$0].row, entries[$0].column, $0) < (entries[$1].row, entries[$1].column, $1)
    }
    var joined: [Entry] = []
    var index = 0
    while index < sorted.count {
      let first = entries[sorted[index]]
      var end = index + 1
      while end < sorted.count, entries[sorted[end]].row == first.row, entries[sorted[end]].column == first.column {
        end += 1
      }
      joined.append(end == index + 1 ? first : join(sorted[index..<end].map { entries[$0] }))
      index = end
    }
    for (index, entry) in joined.enumerated() { entries[index] = entry }
    entryCount = joined.count
  }

  private mutating func join(_ parts: [Entry]) -> Entry {
    let start = used
    var bytes: [UInt8] = [0x5B]
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      JSONString.append(ByteSlice(start: text + Int(part.start), count: Int(part.length)), to: &bytes)
    }
    bytes.append(0x5D)
    bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { append(base, $0.count) } }
    if used - start > limits.fieldBytes { blame(.fieldTooLong) }
    return Entry(
      row: parts[0].row, column: parts[0].column, start: UInt32(truncatingIfNeeded: start),
      length: UInt32(truncatingIfNeeded: used - start))
  }
}
