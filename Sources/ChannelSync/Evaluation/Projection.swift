import CommonValues
import ShopModel
import Store

/// Turns a member into the field object of a customer file's row, as JSON bytes.
///
/// Columns are written in the order of their names, so that changing the order in the config changes no row.
struct Projection: Sendable {
  /// A column, ready to be written.
  struct Slot: Sendable {
    /// `"name":` in NFC, escaped.
    let key: [UInt8]
    let column: Column
  }

  let slots: [Slot]
  let setting: ProjectionSetting
  private let isTimeBound: Bool

  init(_ columns: [Column], setting: ProjectionSetting) {
    slots = columns.map { column in Slot(key: Projection.key(column.name), column: column) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    self.setting = setting
    isTimeBound = columns.contains { $0.source == .age || $0.source == .ageBand }
  }

  /// Column and value of each column that has one.
  func values(_ facts: borrowing MemberFacts) -> [(column: Column, value: ColumnValue)] {
    var values: [(Column, ColumnValue)] = []
    for slot in slots {
      if let value = value(slot.column, facts) { values.append((slot.column, value)) }
    }
    return values
  }

  private func value(_ column: Column, _ facts: borrowing MemberFacts) -> ColumnValue? {
    column.source.value(of: facts, in: setting)?.fitted(to: column.kind)
  }

  /// Runs `body` on the row's JSON object; the bytes end with the call.
  func withRow<Result>(_ facts: borrowing MemberFacts, _ body: (ByteSlice) -> Result) -> Result {
    let usual = 1024
    var needed = 0
    let result: Result? = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: usual) { buffer in
      var writer = JSONWriter(buffer)
      write(facts, into: &writer)
      needed = writer.count
      return needed <= usual ? body(ByteSlice(rebasing: buffer[..<needed])) : nil
    }
    if let result { return result }
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: needed)
    defer { buffer.deallocate() }
    var writer = JSONWriter(buffer)
    write(facts, into: &writer)
    return body(ByteSlice(buffer))
  }

  /// The row's JSON object.
  func row(_ facts: borrowing MemberFacts) -> [UInt8] { withRow(facts) { Array($0) } }

  /// The hash of ``row(_:)``.
  func hash(_ facts: borrowing MemberFacts) -> Int64 { withRow(facts) { ContentHash.hash($0) } }

  /// The first day after today on which the row changes though nothing arrives; nil: never.
  func nextChange(_ facts: borrowing MemberFacts) -> CalendarDate? {
    guard isTimeBound else { return nil }
    var next: CalendarDate?
    for slot in slots {
      guard let day = slot.column.source.nextChange(of: facts, today: setting.today) else { continue }
      if next.map({ day < $0 }) ?? true { next = day }
    }
    return next
  }

  private func write(_ facts: borrowing MemberFacts, into writer: inout JSONWriter) {
    var separator: UInt8 = 0x7B  // {
    for slot in slots {
      guard let value = value(slot.column, facts) else { continue }
      writer.byte(separator)
      separator = 0x2C  // ,
      writer.bytes(slot.key)
      Projection.write(value, slot.column.kind, into: &writer)
    }
    if separator == 0x7B { writer.byte(separator) }
    writer.byte(0x7D)
  }

  private static func write(_ value: ColumnValue, _ kind: Column.Kind, into writer: inout JSONWriter) {
    switch value {
    case .text(let text): writer.text(text)
    case .number(let number) where kind == .number: writer.number(number)
    case .number(let number):
      writer.byte(0x22)
      writer.number(number)
      writer.byte(0x22)
    case .date(let date): writer.date(date)
    }
  }

  private static func key(_ name: String) -> [UInt8] { JSONWriter.encoded { $0.text(name) } + [0x3A] }
}
