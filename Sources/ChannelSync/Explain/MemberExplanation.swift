import CommonValues
public import ShopModel

/// Why a member is, or is not, in each customer file of a shop: the answer of `naru explain --json`.
public struct MemberExplanation: Sendable, Hashable, Codable {
  /// The shop's member id.
  public let memberID: String
  /// Each file of the config.
  public let files: [FileExplanation]

  private enum CodingKeys: String, CodingKey {
    case files
    case memberID = "member_id"
  }
}

/// Why a member is, or is not, in one customer file.
public struct FileExplanation: Sendable, Hashable, Codable {
  /// The file's name in the config.
  public let name: String
  /// Whether the member belongs in it.
  public let isIn: Bool
  /// Every rule with what it says, in the order of evaluation. The last, `stands_for_target`, is there when the member has an id in
  /// the file.
  public let rules: [RuleExplanation]
  /// Column and value as they would be sent; nil when the member is not in the file.
  public let row: [String: RowValue]?

  private enum CodingKeys: String, CodingKey {
    case name, rules, row
    case isIn = "in"
  }

  /// Writes `row` as null when there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(isIn, forKey: .isIn)
    try container.encode(rules, forKey: .rules)
    try container.encode(row, forKey: .row)
  }
}

/// The value of a column as it would be sent.
public enum RowValue: Sendable, Hashable, Codable, CustomStringConvertible {
  case text(String)
  case number(DecimalNumber)

  public var description: String {
    switch self {
    case .text(let text): text
    case .number(let number): number.description
    }
  }

  /// Reads a JSON string or number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let whole = try? container.decode(Int64.self), let number = DecimalNumber(whole) {
      self = .number(number)
    } else {
      let scaled = (try container.decode(Double.self) * 10_000).rounded()
      guard let tenThousandths = Int64(exactly: scaled) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a number in range")
      }
      self = .number(DecimalNumber(tenThousandths: tenThousandths))
    }
  }

  /// Writes a JSON string or number; a number with places has at most four.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number) where number.tenThousandths % 10_000 == 0:
      try container.encode(number.tenThousandths / 10_000)
    case .number(let number): try container.encode(Double(number.tenThousandths) / 10_000)
    }
  }
}
