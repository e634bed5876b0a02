import CommonValues

/// The columns of one row in their order; a JSON object.
package struct RowView: Codable, Sendable, Hashable {
  /// A value as it goes to Kakao.
  package enum Value: Sendable, Hashable {
    case text(String)
    /// An exact decimal number in digits.
    case number(String)
  }

  package struct Cell: Sendable, Hashable {
    package var column: String
    package var value: Value
    /// Whether the value tells who the person is (a name, a phone number, an e-mail address, a day of birth, an attribute).
    package var isPersonal = false
  }

  package var cells: [Cell]

  package init(_ cells: [Cell]) { self.cells = cells }

  /// With personal values hidden but for their shape.
  package var masked: RowView {
    RowView(
      cells.map { cell in
        guard cell.isPersonal, case .text(let text) = cell.value else { return cell }
        return Cell(column: cell.column, value: .text(Masking.shape(text)), isPersonal: true)
      })
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    cells = try container.allKeys.map { key in
      if let text = try? container.decode(String.self, forKey: key) {
        return Cell(column: key.stringValue, value: .text(text))
      }
      let number = try container.decode(Double.self, forKey: key)
      return Cell(column: key.stringValue, value: .number(Int64(exactly: number).map { "\($0)" } ?? "\(number)"))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for cell in cells {
      let key = Key(stringValue: cell.column)
      switch cell.value {
      case .text(let text): try container.encode(text, forKey: key)
      case .number(let digits):
        if let whole = Int64(digits) {
          try container.encode(whole, forKey: key)
        } else if let number = Double(digits) {
          try container.encode(number, forKey: key)
        } else {
          try container.encode(digits, forKey: key)
        }
      }
    }
  }
}
