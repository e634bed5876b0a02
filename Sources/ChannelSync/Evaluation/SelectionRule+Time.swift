import CommonValues
import ShopModel
import Store

extension SelectionRule {
  /// Whether the passing of a day alone can change the finding for anybody.
  var isTimeBound: Bool {
    switch self {
    case .age, .lastPaid: true
    default: false
    }
  }

  /// The first day after `today` on which the finding turns into its opposite though nothing arrives; nil: it never does.
  func nextTurn(_ facts: borrowing MemberFacts, today: CalendarDate) -> CalendarDate? {
    switch self {
    case .age(let bounds):
      guard let birth = facts.member.birthDate.value else { return nil }
      return SelectionRule.nextTurn(birth, bounds, today)
    case .lastPaid(let rule):
      guard let last = facts.orders?.lastPaidOn else { return nil }
      let turn =
        switch rule {
        case .within(let days): last.adding(days: min(days, 10_000_000) + 1)
        case .before(let days): last.adding(days: days)
        }
      return turn > today ? turn : nil
    default: return nil
    }
  }

  private static func nextTurn(
    _ birth: CalendarDate, _ bounds: Selection.Bounds<Int>, _ today: CalendarDate
  ) -> CalendarDate? {
    let first = max(bounds.atLeast ?? 0, 0)
    if let last = bounds.atMost, last < first { return nil }
    if let enters = Birthday.of(birth, age: first), enters > today { return enters }
    guard let last = bounds.atMost, let leaves = Birthday.of(birth, age: last + 1), leaves > today else { return nil }
    return leaves
  }
}
