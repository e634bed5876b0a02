import ShopModel

/// What a manifest may say about a field.
struct FieldShape {
  /// Whether words may be translated, and into what; nil for any text.
  var takesWords = false
  var meanings: [String]?
  /// Whether a second column may have the time of day.
  var takesTime = false
  /// Whether a text may stand where the file has none.
  var takesConstant = false
  /// Keys that belong to whatever the field is a part of.
  var extraKeys: [String] = []
  /// Whether the field may do without a column of its own.
  var mayLackLabels = false

  static let plain = FieldShape()
  static let identifier = FieldShape()
  /// The ids that a webhook's body is about.
  static let identifiers = FieldShape(takesSeparator: true)
  static let text = FieldShape(takesWords: true, takesConstant: true)
  static let time = FieldShape(takesTime: true)

  /// Whether a value may hold several ids.
  var takesSeparator = false

  var keys: [String] {
    ["labels", "time", "first", "repeats", "required", "blank", "map", "others", "constant", "separator"]
      + FieldShape.ruleKeys + extraKeys
  }

  /// The keys of one place.
  static let sourceKeys = ["labels", "time"] + ruleKeys
  /// The keys of a ``SourceRule``.
  static let ruleKeys = ["format", "zone", "prefix", "suffix", "only", "when"]
}

extension FieldShape {
  init(_ field: MemberField) {
    switch field {
    case .name, .grade, .region: self = .text
    case .gender: self = FieldShape(takesWords: true, meanings: Gender.allCases.map(\.rawValue))
    case .status: self = FieldShape(takesWords: true, meanings: MemberStatus.allCases.map(\.rawValue))
    case .joinedAt, .lastLoginAt: self = .time
    case .phone, .email, .birthDate, .points, .kakaoUserID: self = .plain
    }
  }

  init(_ field: OrderField) {
    switch field {
    case .currency, .buyerName: self = .text
    case .status: self = FieldShape(takesWords: true, meanings: OrderStatus.allCases.map(\.rawValue))
    case .placedAt, .paidAt: self = .time
    case .memberID, .buyerPhone, .buyerEmail, .total, .items: self = .plain
    }
  }
}
