internal import CommonValues

/// One person with the values of the file's columns, ready to be sent.
///
/// Always give all columns of the person: whether Kakao merges or replaces the values of somebody who is in the file
/// already is not documented.
public struct CustomerFileRow: Sendable, Hashable {
  /// The value of one column.
  public enum Value: Sendable, Hashable {
    /// Text of a string column.
    case string(String)
    /// A whole number of a number column.
    case integer(Int64)
    /// A decimal number as text, such as `-12.50`; it goes out digit by digit.
    case number(String)
  }

  /// The person.
  public let id: CustomerFileUserID
  /// The values as a JSON object.
  public let encodedField: [UInt8]

  /// A row of values.
  ///
  /// - Throws: ``KakaoError/Reason/invalidRequest`` for a key that occurs twice or a number that is none.
  public init(id: CustomerFileUserID, field: [(key: String, value: Value)]) throws(KakaoError) {
    self.id = id
    encodedField = try CustomerFileRow.encode(field)
  }

  /// A row whose values are encoded already.
  ///
  /// - Throws: ``KakaoError/Reason/invalidRequest`` when the bytes are not one JSON object of strings and numbers in
  ///   UTF-8.
  public init(id: CustomerFileUserID, encodedField: [UInt8]) throws(KakaoError) {
    guard FlatObjectCheck.accepts(encodedField) else {
      throw .invalidRequest(
        LocalizedText(
          ko: "행의 값이 문자열과 숫자로 이루어진 JSON 객체가 아닙니다.",
          en: "A row's values are not a JSON object of strings and numbers."))
    }
    self.id = id
    self.encodedField = encodedField
  }

  /// The values as a JSON object, keys in the given order.
  ///
  /// - Throws: ``KakaoError/Reason/invalidRequest`` for a key that occurs twice or a number that is none.
  public static func encode(_ field: [(key: String, value: Value)]) throws(KakaoError) -> [UInt8] {
    var writer = JSONWriter(reserving: 32 * field.count)
    writer.raw("{")
    for (index, column) in field.enumerated() {
      guard !field[..<index].contains(where: { $0.key == column.key }) else {
        throw .invalidRequest(
          LocalizedText(ko: "한 행에 같은 열이 두 번 있습니다.", en: "A row has the same column twice."))
      }
      if index > 0 { writer.raw(",") }
      writer.string(column.key)
      writer.raw(":")
      switch column.value {
      case .string(let text): writer.string(text)
      case .integer(let number): writer.number(number)
      case .number(let text):
        guard JSONWriter.isDecimal(text.utf8) else {
          throw .invalidRequest(
            LocalizedText(ko: "숫자 열의 값이 십진수가 아닙니다.", en: "The value of a number column is no decimal number."))
        }
        writer.raw(Array(text.utf8))
      }
    }
    writer.raw("}")
    return writer.bytes
  }
}

extension CustomerFileRow: CustomStringConvertible, CustomReflectable {
  /// The kind of id alone: a row is personal data.
  public var description: String { "row of \(id)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
