import CommonValues
import ShopModel
import Store

extension ColumnSource {
  /// What the source knows about a member today; nil: nothing, and the row leaves the column out.
  func value(of facts: borrowing MemberFacts, in setting: ProjectionSetting) -> ColumnValue? {
    switch self {
    case .member(let field): return ColumnSource.value(of: field, facts)
    case .attribute(let name): return facts.member.attributes[name]?.value.map(ColumnValue.text)
    case .age:
      return ColumnSource.age(facts, setting.today).flatMap { DecimalNumber(Int64($0)) }.map(ColumnValue.number)
    case .ageBand: return ColumnSource.age(facts, setting.today).map { .text(ColumnSource.band(ofAge: $0)) }
    case .orderCount: return facts.orders.flatMap { DecimalNumber(Int64($0.count)) }.map(ColumnValue.number)
    case .orderTotalPaid: return facts.orders.map { .number($0.totalPaid) }
    case .orderAveragePaid:
      guard let orders = facts.orders, orders.count > 0 else { return nil }
      return .number(orders.totalPaid.divided(by: orders.count, places: setting.averagePlaces))
    case .orderFirstPaidOn: return facts.orders?.firstPaidOn.map(ColumnValue.date)
    case .orderLastPaidOn: return facts.orders?.lastPaidOn.map(ColumnValue.date)
    case .kakaoLinkedOn:
      guard let link = facts.link, case .link = Identity(of: facts, in: .app) else { return nil }
      return .date(link.linkedAt.seoulDate)
    case .kakaoChannelRelation: return facts.relations[setting.channel].map { .text($0.state.rawValue) }
    case .constant(let text): return .text(text)
    }
  }

  /// The first day after today on which the value changes though nothing arrives; nil: never.
  func nextChange(of facts: borrowing MemberFacts, today: CalendarDate) -> CalendarDate? {
    let step: Int
    switch self {
    case .age: step = 1
    case .ageBand: step = 10
    default: return nil
    }
    guard let birth = facts.member.birthDate.value else { return nil }
    if birth > today { return birth }
    let age = birth.fullYears(until: today)
    if step == 10, age >= 90 { return nil }
    return Birthday.of(birth, age: age / step * step + step)
  }

  private static func value(of field: MemberField, _ facts: borrowing MemberFacts) -> ColumnValue? {
    switch field {
    case .name: return facts.member.name.value.map(ColumnValue.text)
    case .phone: return facts.member.phone.value.map { .text($0.e164) }
    case .email: return facts.member.email.value.map(ColumnValue.text)
    case .gender: return facts.member.gender.value.map { .text($0 == .male ? "남자" : "여자") }
    case .birthDate: return facts.member.birthDate.value.map(ColumnValue.date)
    case .grade: return facts.member.grade.value.map(ColumnValue.text)
    case .region: return facts.member.region.value.map(ColumnValue.text)
    case .points: return facts.member.points.value.map(ColumnValue.number)
    case .joinedAt: return facts.member.joinedAt.value.map { .date($0.seoulDate) }
    case .lastLoginAt: return facts.member.lastLoginAt.value.map { .date($0.seoulDate) }
    case .status: return facts.member.status.value.map { .text($0.rawValue) }
    case .kakaoUserID: return nil
    }
  }

  /// Full years; nil without a birth date or with one that lies ahead.
  private static func age(_ facts: borrowing MemberFacts, _ today: CalendarDate) -> Int? {
    guard let birth = facts.member.birthDate.value, birth <= today else { return nil }
    return birth.fullYears(until: today)
  }

  static func band(ofAge age: Int) -> String {
    switch age {
    case ..<10: "10세 미만"
    case 90...: "90대 이상"
    default: "\(age / 10 * 10)대"
    }
  }
}
