public import CommonValues
public import Records
public import ShopModel

/// Maps the rows of one file, one after another, on bytes: nothing is allocated per row.
///
/// A mapper belongs to one thread; make as many as there are threads from the same ``FileMapping``.
public final class RecordMapper {
  /// The longest id that is taken, in bytes.
  public static let idLimit = 512

  /// The id of the row that was mapped last, also of a quarantined one if it has an id; else empty. Valid as long as the record.
  public internal(set) var id: ByteSlice
  /// When the row of the last call was changed at the shop; nil when it does not say, and the file's source time applies.
  public internal(set) var recordTime: Timestamp?
  /// What the last row was about; the same for all rows but those of canonical JSON.
  public internal(set) var rowKind: ExportKind
  /// What was left out of the last row.
  public internal(set) var warnings: [FieldWarning] = []

  let tables: MappingTables
  private let canonical: CanonicalRows?
  private let isCanonical: Bool
  /// For the consents of canonical JSON.
  var consents = ConsentSlots()
  /// For the item of an order.
  var scratch: [UInt8] = []
  private let noBytes = ByteSlice(start: nil, count: 0)
  /// The id of the last row that had one, for rows that belong to it.
  private let above: UnsafeMutableBufferPointer<UInt8>
  private var aboveCount = 0

  convenience init(_ tables: MappingTables) { self.init(nil, tables) }

  init(_ canonical: CanonicalRows?, _ tables: MappingTables) {
    self.tables = tables
    self.canonical = canonical
    isCanonical = canonical != nil
    rowKind = tables.kind
    id = noBytes
    above = .allocate(capacity: tables.fillsDown ? RecordMapper.idLimit : 0)
    warnings.reserveCapacity(16)
    scratch.reserveCapacity(256)
  }

  deinit { above.deallocate() }

  /// Appends the fields of a row to `writer`, as ``FieldRecord`` bytes. The rows of an order export must go through an
  /// ``OrderRowCombiner`` before they are stored, even one that is alone.
  public func map(_ record: borrowing Record, into writer: inout FieldRecordWriter) -> RowOutcome {
    if !warnings.isEmpty { warnings.removeAll(keepingCapacity: true) }
    recordTime = nil
    id = noBytes
    rowKind = tables.kind
    if isCanonical, let canonical { return canonical.map(record, for: self, into: &writer) }
    if let problem = readID(record) { return .quarantined(problem) }
    let start = writer.bytes.count
    let problem = tables.kind == .members ? mapMember(record, &writer) : mapOrder(record, &writer)
    guard let problem else { return .mapped }
    writer.bytes.removeLast(writer.bytes.count - start)
    return .quarantined(problem)
  }

  func readID(_ record: borrowing Record) -> Diagnostic? {
    let found = value(tables.id, record)
    if tables.fillsDown {
      guard found.isEmpty else { return readID(found, record, thenFillsDown: true) }
      guard aboveCount > 0 else { return MappingProblem.noID(tables.file, record.line) }
      id = ByteSlice(rebasing: above[0..<aboveCount])
      return nil
    }
    return readID(found, record, thenFillsDown: false)
  }

  private func readID(_ found: ByteSlice, _ record: borrowing Record, thenFillsDown: Bool) -> Diagnostic? {
    aboveCount = 0
    guard !found.isEmpty else { return MappingProblem.noID(tables.file, record.line) }
    guard found.count <= RecordMapper.idLimit else { return MappingProblem.longID(tables.file, record.line) }
    guard !CellText.isRounded(found) else { return MappingProblem.roundedID(tables.file, record.line) }
    id = found
    if thenFillsDown {
      _ = above.update(fromContentsOf: found)
      aboveCount = found.count
    }
    return nil
  }
}

/// What both kinds of export share.
extension RecordMapper {
  /// The first cell of a field that is not blank, else its constant; empty when there is neither.
  @inline(__always)
  func value(_ step: MappingStep, _ record: borrowing Record) -> ByteSlice {
    for index in 0..<step.sources.count {
      let source = step.sources[index]
      let cell = CellText.clean(record[source.column])
      if cell.isEmpty || step.blanks.match(cell) != WordTable.none { continue }
      guard let demands = step.demands else { return cell }
      let rest = ruled(cell, demands, source, record)
      if !rest.isEmpty { return rest }
    }
    return step.constant
  }

  // What is rarely needed stands in functions of its own. None of them is handed a whole step, which would have to be copied for it.

  /// What a source's rule leaves of a cell.
  @inline(never)
  private func ruled(
    _ cell: ByteSlice, _ demands: UnsafePointer<Demands>, _ source: BoundSource, _ record: borrowing Record
  ) -> ByteSlice {
    var rest = cell
    if source.rule >= 0 {
      guard holds(demands, source, record) else { return noBytes }
      rest = demands.pointee.rules[source.rule].cut(cell)
    }
    guard let words = demands.pointee.onlyWords else { return rest }
    return words.match(rest) == WordTable.none ? noBytes : rest
  }

  /// Whether the condition of a source holds in this row.
  private func holds(
    _ demands: UnsafePointer<Demands>, _ source: BoundSource, _ record: borrowing Record
  ) -> Bool {
    guard source.condition != -1 else { return true }
    let rule = demands.pointee.rules[source.rule]
    // What has no such column, or no such key, is none of the words.
    guard source.condition >= 0, !record.isAbsent(source.condition) else { return rule.isNegated }
    let isWord = rule.condition.match(CellText.clean(record[source.condition])) != WordTable.none
    return isWord != rule.isNegated
  }

  /// Whether the row says nothing about a field, not even that it is empty: none of its places is in the record, or none for which
  /// its condition holds. Asked only when no value was found.
  @inline(__always)
  func saysNothing(_ step: MappingStep, _ record: borrowing Record) -> Bool {
    saysNothing(step.sources, step.demands, record)
  }

  @inline(never)
  private func saysNothing(
    _ sources: UnsafeBufferPointer<BoundSource>, _ demands: UnsafePointer<Demands>?, _ record: borrowing Record
  ) -> Bool {
    guard !sources.isEmpty else { return false }
    for index in 0..<sources.count {
      let source = sources[index]
      if record.isAbsent(source.column) { continue }
      guard source.rule >= 0, let demands, !holds(demands, source, record) else { return false }
    }
    return true
  }

  /// What a cell said about a time.
  enum FoundTime {
    case absent
    case blank
    case bad
    case value(Int64)
  }

  /// A time in milliseconds, from one column or from two.
  func time(_ step: MappingStep, _ record: borrowing Record) -> FoundTime {
    for index in 0..<step.sources.count {
      let source = step.sources[index]
      let cell = CellText.clean(record[source.column])
      if cell.isEmpty || step.blanks.match(cell) != WordTable.none || CellText.isZeroDate(cell) { continue }
      let found: Timestamp
      let inDay: Int64
      if source.rule < 0 {
        guard let time = Timestamp(bytes: cell) else { return .bad }
        found = time
        inDay = (found.milliseconds + 9 * 3_600_000) % 86_400_000
      } else {
        guard let demands = step.demands else { return .bad }
        switch ruledTime(cell, demands, source, record) {
        case nil: continue
        case .bad?, .blank?, .absent?: return .bad
        case .value(let milliseconds)?: found = Timestamp(milliseconds: milliseconds)
        }
        let isSeoul = demands.pointee.rules[source.rule].zone == .seoul
        inDay = (found.milliseconds + (isSeoul ? 9 * 3_600_000 : 0)) % 86_400_000
      }
      if step.operation == .lastSeen, found.seoulDate.daysSinceEpoch == 0 { continue }
      guard source.time >= 0, inDay == 0 else { return .value(found.milliseconds) }
      return .value(found.milliseconds + timeOfDay(step, record, source.time))
    }
    guard !step.constant.isEmpty else { return saysNothing(step, record) ? .absent : .blank }
    guard let constant = Timestamp(bytes: step.constant) else { return .bad }
    return .value(constant.milliseconds)
  }

  /// A time as a rule has it; nil when there is none or the rule does not apply.
  @inline(never)
  private func ruledTime(
    _ cell: ByteSlice, _ demands: UnsafePointer<Demands>, _ source: BoundSource, _ record: borrowing Record
  ) -> FoundTime? {
    guard holds(demands, source, record) else { return nil }
    let rule = demands.pointee.rules[source.rule]
    if rule.format != .text, TimeText.isZero(cell) { return nil }
    return TimeText.time(cell, rule.format, rule.zone).map { .value($0.milliseconds) } ?? .bad
  }

  private func timeOfDay(_ step: MappingStep, _ record: borrowing Record, _ column: Int) -> Int64 {
    let cell = CellText.clean(record[column])
    if cell.isEmpty || step.blanks.match(cell) != WordTable.none { return 0 }
    guard let time = CellText.timeOfDay(cell) else {
      warn(step.field, .badTime)
      return 0
    }
    return time
  }

  /// Reads the row's own source time; false when it is there and can not be read.
  func readRecordTime(_ record: borrowing Record) -> Bool {
    guard let step = tables.updatedAt else { return true }
    switch time(step, record) {
    case .blank, .absent: return true
    case .value(let found):
      recordTime = Timestamp(milliseconds: found)
      return true
    case .bad: return false
    }
  }

  func warn(_ field: Int, _ problem: FieldWarning.Problem) {
    warnings.append(FieldWarning(tables.names[field], problem))
  }

  @inline(__always)
  func writePhone(_ step: MappingStep, _ cell: ByteSlice, _ writer: inout FieldRecordWriter) {
    if let phone = PhoneNumber(bytes: cell) {
      writer.integer(step.tag, phone.digits)
    } else {
      warn(step.field, .badPhone)
    }
  }

  /// Writes an e-mail address: the part before the `@` as it stands, the host in small letters.
  @inline(__always)
  func writeEmail(_ step: MappingStep, _ cell: ByteSlice, _ writer: inout FieldRecordWriter) {
    guard let host = CellText.hostStart(ofEmail: cell) else {
      warn(step.field, .badEmail)
      return
    }
    writer.payload(step.tag, cell)
    let start = writer.bytes.count - (cell.count - host)
    for index in start..<writer.bytes.count where writer.bytes[index] &- 0x41 < 26 { writer.bytes[index] |= 0x20 }
  }

  /// Writes a text, or what its word stands for.
  @inline(__always)
  func writeText(_ step: MappingStep, _ cell: ByteSlice, _ writer: inout FieldRecordWriter) {
    let meaning = step.words.match(cell)
    writer.payload(step.tag, meaning == WordTable.none ? cell : step.texts[Int(meaning)])
  }
}
