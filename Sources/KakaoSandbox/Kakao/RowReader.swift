/// Turns the people of an `update/target_users` body into records, checking each against the schema.
struct RowReader {
  /// A row fit for storing; its record stands in ``RowReader/records``.
  struct Accepted {
    var id: Int64
    var record: Range<Int>
  }

  let columns: [CustomerFile.Column]
  let settings: SandboxSettings
  private(set) var records: [UInt8] = []
  private(set) var accepted: [Accepted] = []
  private(set) var problems = RowProblems()
  /// The first problem that refuses the whole call.
  private(set) var refusal: (problem: RowProblem, row: Int)?

  init(columns: [CustomerFile.Column], settings: SandboxSettings) {
    self.columns = columns
    self.settings = settings
  }

  /// Reads one row; `knows` says whether the sandbox has a linked user of an app user id.
  mutating func read(
    _ row: UsersBody.Row, at number: Int, type: UserType, body: [UInt8], knows: (Int64) -> Bool
  ) throws(JSONError) {
    guard row.isObject else {
      meet(.notAnObject, number)
      return
    }
    guard let id = personID(row.id, type, number) else { return }
    if type == .app, !knows(id), !meet(.unknownAppUser, number) { return }
    guard let field = row.field else {
      meet(row.hasFieldData ? .fieldData : .fieldMissing, number)
      return
    }
    let start = records.count
    if try append(field, of: body, row: number) {
      accepted.append(Accepted(id: id, record: start..<records.count))
    } else {
      records.removeSubrange(start...)
    }
  }

  /// The number that stands for a person in ``RowTable``, `nil` when the row is out.
  mutating func personID(_ id: UsersBody.ID, _ type: UserType, _ row: Int) -> Int64? {
    switch (type, id) {
    case (_, .missing):
      meet(.idMissing, row)
      return nil
    case (.app, .integer(let value)):
      if value > 0 { return value }
    case (.app, .text(let text)):
      guard meet(.idType(.app), row) else { return nil }
      if let value = Int64(text), value > 0 { return value }
    case (.phone, .text(let text)): return phone(text, row)
    case (.phone, .integer(let value)):
      return meet(.idType(.phone), row) ? phone(String(value), row) : nil
    case (_, .other): break
    }
    meet(type == .app ? .appID : .idType(.phone), row)
    return nil
  }

  /// `8210…` as it is; other spellings, where the settings let them pass, as the digits they mean.
  private mutating func phone(_ text: String, _ row: Int) -> Int64? {
    let isDigits = text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    if isDigits, text.hasPrefix("82"), (10...13).contains(text.utf8.count) { return Int64(text) }
    guard meet(.phoneForm, row) else { return nil }
    let digits = text.filter { $0.isASCII && $0.isNumber }
    return Int64(digits.hasPrefix("0") ? "82" + digits.dropFirst() : digits).flatMap { $0 > 0 ? $0 : nil }
  }

  /// Notes a problem; `true` when the row is to be taken nevertheless.
  @discardableResult
  private mutating func meet(_ problem: RowProblem, _ row: Int) -> Bool {
    problems.note(problem, row: row)
    switch problem.policy(settings) {
    case .accept: return true
    case .skipRow: return false
    case .refuseCall:
      if refusal == nil { refusal = (problem, row) }
      return false
    }
  }

  /// Appends the record of a `field` object; `false` when the row is out.
  private mutating func append(_ field: Int, of body: [UInt8], row: Int) throws(JSONError) -> Bool {
    guard body[field] == UInt8(ascii: "{") else { return meet(.fieldNotAnObject, row) }
    var cursor = JSONCursor(body, at: field)
    var seen: UInt64 = 0
    var extra: Set<String> = []
    var expected = 0
    var good = true
    var isEmpty = true
    let start = records.count
    var hasDuplicate = false
    try cursor.members { (cursor, key) throws(JSONError) in
      isEmpty = false
      let column = self.column(key, cursor, expected: expected)
      let name = column.map { columns[$0].name } ?? cursor.decode(key)
      let token = try self.value(&cursor, column.map { columns[$0].kind }, name, row, &good)
      let isNew: Bool
      if let column {
        expected = column + 1
        isNew = seen & (1 << UInt64(column)) == 0
        seen |= 1 << UInt64(column)
        FieldRecord.append(column: column, token: token, to: &records)
      } else {
        isNew = extra.insert(name).inserted
        if !meet(.unknownKey(name), row) { good = false }
        FieldRecord.append(key: name, token: token, to: &records)
      }
      if !isNew {
        guard settings.duplicateKey != .refuseCall else { throw cursor.failure(.duplicateKey(name)) }
        hasDuplicate = true
      }
    }
    if hasDuplicate {
      let merged = FieldRecord.merged([], with: Array(records[start...]), columns: columns)
      records.replaceSubrange(start..., with: merged)
    }
    if isEmpty, !meet(.fieldEmpty, row) { return false }
    return good
  }

  /// The column of a key. People send their fields in one order, so the next column is tried first.
  private func column(_ key: JSONCursor.Text, _ cursor: JSONCursor, expected: Int) -> Int? {
    if key.hasEscape {
      let name = cursor.decode(key)
      return columns.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }
    let bytes = cursor.bytes[key.range]
    if expected < columns.count, columns[expected].bytes.elementsEqual(bytes) { return expected }
    return columns.firstIndex { $0.bytes.elementsEqual(bytes) }
  }

  /// Checks one value and gives its JSON token.
  ///
  /// - Parameter wanted: the type of its column; a key outside the schema may have either.
  private mutating func value(
    _ cursor: inout JSONCursor, _ wanted: CustomerFile.Column.Kind?, _ name: String, _ row: Int, _ good: inout Bool
  ) throws(JSONError) -> ArraySlice<UInt8> {
    let kind: CustomerFile.Column.Kind?
    let token: ArraySlice<UInt8>
    switch try cursor.peek() {
    case UInt8(ascii: "\""):
      let text = try cursor.string()
      kind = .string
      if text.hasEscape {
        var encoded: [UInt8] = []
        JSONText.append(cursor.decode(text), to: &encoded)
        token = encoded[...]
      } else {
        token = cursor.bytes[(text.range.lowerBound - 1)...text.range.upperBound]
      }
      if text.range.count > settings.maximumValueLength,
        cursor.decode(text).count > settings.maximumValueLength, !meet(.valueLength(column: name), row)
      {
        good = false
      }
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      kind = .number
      token = cursor.bytes[try cursor.number()]
    default:
      kind = nil
      let start = cursor.position
      try cursor.skipValue()
      token = cursor.bytes[start..<cursor.position]
    }
    if kind == nil || wanted.map({ $0 != kind }) ?? false, !meet(.valueType(column: name), row) { good = false }
    return token
  }
}
