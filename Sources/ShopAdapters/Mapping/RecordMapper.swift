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
  /// What was left out of the last row.
  public internal(set) var warnings: [FieldWarning] = []

  let tables: MappingTables
  /// For the item of an order.
  var scratch: [UInt8] = []
  private let noBytes = ByteSlice(start: nil, count: 0)

  init(_ tables: MappingTables) {
    self.tables = tables
    id = noBytes
    warnings.reserveCapacity(16)
    scratch.reserveCapacity(256)
  }

  /// Appends the fields of a row to `writer`, as ``FieldRecord`` bytes. The rows of an order export must go through an
  /// ``OrderRowCombiner`` before they are stored, even one that is alone.
  public func map(_ record: borrowing Record, into writer: inout FieldRecordWriter) -> RowOutcome {
    if !warnings.isEmpty { warnings.removeAll(keepingCapacity: true) }
    recordTime = nil
    id = noBytes
    if let problem = readID(record) { return .quarantined(problem) }
    let start = writer.bytes.count
    let problem = tables.kind == .members ? mapMember(record, &writer) : mapOrder(record, &writer)
    guard let problem else { return .mapped }
    writer.bytes.removeLast(writer.bytes.count - start)
    return .quarantined(problem)
  }

  private func readID(_ record: borrowing Record) -> Diagnostic? {
    let found = value(tables.id, record)
    guard !found.isEmpty else { return MappingProblem.noID(tables, record.line) }
    guard found.count <= RecordMapper.idLimit else { return MappingProblem.longID(tables, record.line) }
    guard !CellText.isRounded(found) else { return MappingProblem.roundedID(tables, record.line) }
    id = found
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
      if !cell.isEmpty, step.blanks.match(cell) == WordTable.none { return cell }
    }
    return step.constant
  }

  /// What a cell said about a time.
  enum FoundTime {
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
      guard let found = Timestamp(bytes: cell) else { return .bad }
      let inDay = (found.milliseconds + 9 * 3_600_000) % 86_400_000
      if step.operation == .lastSeen, found.seoulDate.daysSinceEpoch == 0 { continue }
      guard source.time >= 0, inDay == 0 else { return .value(found.milliseconds) }
      return .value(found.milliseconds + timeOfDay(step, record, source.time))
    }
    guard !step.constant.isEmpty else { return .blank }
    guard let constant = Timestamp(bytes: step.constant) else { return .bad }
    return .value(constant.milliseconds)
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
    case .blank: return true
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
