public import CommonValues

/// What one rule says about one member, and why.
public struct RuleExplanation: Sendable, Hashable, Codable {
  /// The key under `where` (`consent`, `orders.count`), `identity`, or `stands_for_target`.
  public let rule: String
  /// Whether the rule lets the member in.
  public let ok: Bool
  /// Why. Names the shop's own values (grade, region, member id), never a phone number, name, e-mail or birth date.
  public let because: LocalizedText

  init(rule: String, ok: Bool, because: LocalizedText) {
    self.rule = rule
    self.ok = ok
    self.because = because
  }

  init(_ rule: SelectionRule, _ finding: RuleFinding) {
    self.init(rule: rule.name, ok: finding.ok, because: RuleSentence.because(rule, finding))
  }

  /// The last rule: of several members with one id in the file only one stands for it.
  init(standing finding: RuleFinding) {
    self.init(rule: "stands_for_target", ok: finding.ok, because: RuleSentence.because(nil, finding))
  }
}
