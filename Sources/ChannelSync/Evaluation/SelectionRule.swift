import CommonValues
import ShopModel
import Store

/// One condition of a selection. A member is let in when every rule's finding is a yes; the explanation shows the same findings.
enum SelectionRule: Sendable, Hashable {
  case identity(CustomerFileDefinition.Users)
  case status(Set<MemberStatus>)
  case noConsentRequired
  case consent([ConsentKind], UndatedConsentPolicy)
  case notBlocked(channel: String)
  case channelFriend(Bool, channel: String)
  case grade(Set<String>)
  case gender(Gender)
  case region(Set<String>)
  case orderCount(Selection.Bounds<Int>)
  case orderTotalPaid(Selection.Bounds<DecimalNumber>)
  case age(Selection.Bounds<Int>)
  case lastPaid(Selection.LastPaid)

  /// The rules of a definition: first those that only an arrival can change, then those that a day can change, because the day of
  /// the next change needs to be known only of who passed the first.
  static func rules(of definition: CustomerFileDefinition, undated: UndatedConsentPolicy) -> [SelectionRule] {
    let selection = definition.selection
    var rules: [SelectionRule] = [.identity(definition.users), .status(selection.status)]
    switch selection.consent {
    case .noneRequired: rules.append(.noConsentRequired)
    case .granted(let kinds): rules.append(.consent(kinds, undated))
    }
    if selection.notBlocked { rules.append(.notBlocked(channel: definition.channel)) }
    if let friend = selection.channelFriend { rules.append(.channelFriend(friend, channel: definition.channel)) }
    if let grade = selection.grade { rules.append(.grade(grade)) }
    if let gender = selection.gender { rules.append(.gender(gender)) }
    if let region = selection.region { rules.append(.region(region)) }
    if let bounds = selection.orderCount { rules.append(.orderCount(bounds)) }
    if let bounds = selection.orderTotalPaid { rules.append(.orderTotalPaid(bounds)) }
    if let bounds = selection.age { rules.append(.age(bounds)) }
    if let lastPaid = selection.lastPaid { rules.append(.lastPaid(lastPaid)) }
    return rules
  }

  /// The rule's key under `where`, as explanations name it.
  var name: String {
    switch self {
    case .identity: "identity"
    case .status: "status"
    case .noConsentRequired, .consent: "consent"
    case .notBlocked: "not_blocked"
    case .channelFriend: "channel_friend"
    case .grade: "grade"
    case .gender: "gender"
    case .region: "region"
    case .orderCount: "orders.count"
    case .orderTotalPaid: "orders.total_paid"
    case .age: "age"
    case .lastPaid: "orders.last_paid_on"
    }
  }

  /// What the rule finds. Unknown is never a yes; in particular every rule over orders says no as long as the shop has no order at
  /// all, because then nothing is known of anybody's orders.
  func finding(_ facts: borrowing MemberFacts, today: CalendarDate) -> RuleFinding {
    switch self {
    case .identity(let users): .identity(Identity(of: facts, in: users))
    case .status(let allowed): SelectionRule.status(facts, allowed)
    case .noConsentRequired: .consentNotRequired
    case .consent(let kinds, let undated): SelectionRule.consent(facts, kinds, undated)
    case .notBlocked(let channel):
      switch facts.relations[channel]?.state {
      case .blocked: .channelBlocked
      case nil: .channelRelationUnknown(ok: true)
      default: .channelNotBlocked
      }
    case .channelFriend(let wanted, let channel):
      .channelFriend(isKnown: facts.relations[channel]?.state == .added, wanted: wanted)
    case .grade(let allowed): SelectionRule.listed(facts.member.grade, allowed)
    case .region(let allowed): SelectionRule.listed(facts.member.region, allowed)
    case .gender(let wanted): facts.member.gender.value.map { .gender(ok: $0 == wanted) } ?? .unknown
    case .orderCount(let bounds):
      facts.orders.map { .withinBounds(ok: bounds.contains($0.count)) } ?? .noOrdersInShop
    case .orderTotalPaid(let bounds):
      facts.orders.map { .withinBounds(ok: bounds.contains($0.totalPaid)) } ?? .noOrdersInShop
    case .age(let bounds): SelectionRule.age(facts, bounds, today)
    case .lastPaid(let rule): SelectionRule.lastPaid(facts, rule, today)
    }
  }

  private static func status(_ facts: borrowing MemberFacts, _ allowed: Set<MemberStatus>) -> RuleFinding {
    let status = facts.member.status.value ?? .active
    if status == .withdrawn { return .withdrawn }
    if let left = facts.member.withdrawnAt, !(facts.member.joinedAt.value.map { $0 > left } ?? false) {
      return .withdrawn
    }
    return .status(status, ok: allowed.contains(status))
  }

  private static func consent(
    _ facts: borrowing MemberFacts, _ kinds: [ConsentKind], _ undated: UndatedConsentPolicy
  ) -> RuleFinding {
    var isUndated = false
    for kind in kinds {
      guard let consent = facts.member.consent(kind) else { return .consentUnknown(kind) }
      if consent.state != .granted { return .consentDenied(kind) }
      if consent.at == nil {
        if undated == .refuse { return .consentUndated(kind) }
        isUndated = true
      }
    }
    return .consentGranted(isUndated: isUndated)
  }

  /// Equal text is equal in Unicode's sense: `String` compares canonical equivalents as one.
  private static func listed(_ field: Field<String>, _ allowed: Set<String>) -> RuleFinding {
    guard let value = field.value, !value.isEmpty else { return .unknown }
    return .listed(value, ok: allowed.contains(value))
  }

  private static func age(
    _ facts: borrowing MemberFacts, _ bounds: Selection.Bounds<Int>, _ today: CalendarDate
  ) -> RuleFinding {
    guard let birth = facts.member.birthDate.value, birth <= today else { return .unknown }
    return .withinBounds(ok: bounds.contains(birth.fullYears(until: today)))
  }

  private static func lastPaid(
    _ facts: borrowing MemberFacts, _ rule: Selection.LastPaid, _ today: CalendarDate
  ) -> RuleFinding {
    guard let orders = facts.orders else { return .noOrdersInShop }
    guard let last = orders.lastPaidOn else { return .neverPaid }
    switch rule {
    case .within(let days): return .lastPaid(ok: last >= today.adding(days: -days))
    case .before(let days): return .lastPaid(ok: last <= today.adding(days: -days))
    }
  }
}
