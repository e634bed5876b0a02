import CommonValues
import ShopModel
import Store

/// What a member amounts to in one customer file on one day. Pure; the store calls it for a million members.
struct RowEvaluator: Sendable {
  let definition: CustomerFileDefinition
  let rules: [SelectionRule]
  let projection: Projection
  let today: CalendarDate

  init(_ definition: CustomerFileDefinition, settings: CustomerFileSettings, today: CalendarDate) {
    self.definition = definition
    self.today = today
    rules = SelectionRule.rules(of: definition, undated: settings.undatedConsent)
    projection = Projection(
      definition.columns,
      setting: ProjectionSetting(
        today: today, channel: definition.channel, averagePlaces: settings.averagePlaces))
  }

  /// The answer for the ledger. Its `dueOn` is exact for the selection: of somebody who is out it is the first day on which every
  /// rule that keeps them out could let them in.
  func evaluate(_ facts: borrowing MemberFacts) -> RowEvaluation {
    guard let target = Identity(of: facts, in: definition.users).target else {
      return RowEvaluation(target: nil, contentHash: nil, dueOn: nil)
    }
    var turnsOut: CalendarDate?
    var turnsIn: CalendarDate?
    for rule in rules {
      let ok = rule.finding(facts, today: today).ok
      if !rule.isTimeBound {
        if !ok { return RowEvaluation(target: target, contentHash: nil, dueOn: nil) }
        continue
      }
      let turn = rule.nextTurn(facts, today: today)
      if ok {
        turnsOut = RowEvaluator.earlier(turnsOut, turn)
      } else if let turn {
        turnsIn = max(turnsIn ?? turn, turn)
      } else {
        return RowEvaluation(target: target, contentHash: nil, dueOn: nil)
      }
    }
    if let turnsIn { return RowEvaluation(target: target, contentHash: nil, dueOn: turnsIn) }
    return RowEvaluation(
      target: target, contentHash: projection.hash(facts),
      dueOn: RowEvaluator.earlier(turnsOut, projection.nextChange(facts)))
  }

  /// Every rule with what it finds, in the order of evaluation.
  func findings(_ facts: borrowing MemberFacts) -> [(rule: SelectionRule, finding: RuleFinding)] {
    var findings: [(SelectionRule, RuleFinding)] = []
    for rule in rules { findings.append((rule, rule.finding(facts, today: today))) }
    return findings
  }

  private static func earlier(_ first: CalendarDate?, _ second: CalendarDate?) -> CalendarDate? {
    guard let first else { return second }
    guard let second else { return first }
    return min(first, second)
  }
}
