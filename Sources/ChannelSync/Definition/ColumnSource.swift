public import ShopModel

/// What fills a column (DESIGN §8).
public enum ColumnSource: Sendable, Hashable {
  /// A field of the member.
  case member(MemberField)
  /// A declared attribute of the member.
  case attribute(String)
  /// Full years at sync time, Asia/Seoul.
  case age
  /// `20대` and so on.
  case ageBand
  /// Sums over the member's orders.
  case orderCount
  case orderTotalPaid
  case orderAveragePaid
  case orderFirstPaidOn
  case orderLastPaidOn
  /// The day the member was linked to the Kakao user.
  case kakaoLinkedOn
  /// `ADDED`, `BLOCKED` or `NONE` for the file's channel.
  case kakaoChannelRelation
  /// The same text for everybody.
  case constant(String)

  /// Reads a config's `member.birth_date`, `orders.count`, …; nil when there is no such source.
  public init?(_ text: String) {
    switch text {
    case "member.age": self = .age
    case "member.age_band": self = .ageBand
    case "orders.count": self = .orderCount
    case "orders.total_paid": self = .orderTotalPaid
    case "orders.average_paid": self = .orderAveragePaid
    case "orders.first_paid_on": self = .orderFirstPaidOn
    case "orders.last_paid_on": self = .orderLastPaidOn
    case "kakao.linked_on": self = .kakaoLinkedOn
    case "kakao.channel_relation": self = .kakaoChannelRelation
    default:
      if text.hasPrefix("member.attributes."), text.utf8.count > 18 {
        self = .attribute(String(text.dropFirst(18)))
      } else if text.hasPrefix("member."), let field = MemberField(name: String(text.dropFirst(7))),
        field.canFillColumn
      {
        self = .member(field)
      } else {
        return nil
      }
    }
  }

  /// Every source that ``init(_:)`` reads, attributes aside.
  public static var names: [String] {
    MemberField.allCases.filter(\.canFillColumn).map { "member.\($0.name)" } + [
      "member.age", "member.age_band", "orders.count", "orders.total_paid", "orders.average_paid",
      "orders.first_paid_on", "orders.last_paid_on", "kakao.linked_on", "kakao.channel_relation",
    ]
  }

  /// Whether what it gives tells who somebody is: name, phone, e-mail, day of birth, and attributes, whose meaning is the shop's.
  public var isPersonal: Bool {
    switch self {
    case .member(.name), .member(.phone), .member(.email), .member(.birthDate), .attribute: true
    default: false
    }
  }

  /// `number` for counts, sums, age and points, else `string`.
  public var naturalKind: Column.Kind {
    switch self {
    case .member(.points), .age, .orderCount, .orderTotalPaid, .orderAveragePaid: .number
    default: .string
    }
  }
}
