import ChannelSync
import CommonValues
import Foundation
import ShopModel

/// Reads `where` of a customer file.
enum SelectionLoader {
  /// The selection; where `consent` is not said it is reported, and what comes back is not used.
  static func selection(_ file: ConfigurationSection<CustomerFileKey>) -> Selection {
    guard let value = file[.selection] else {
      file.context.report(.missingConsent, at: file.position, key: file.path(of: .selection) + ".consent")
      return Selection(consent: .granted(ConsentKind.allCases))
    }
    guard let section = ConfigurationSection<SelectionKey>(value) else {
      return Selection(consent: .granted(ConsentKind.allCases))
    }
    var consent: Selection.ConsentRule?
    if let written = section[.consent] {
      consent = written.consentRule()
    } else {
      section.context.report(.missingConsent, at: section.position, key: section.path(of: .consent))
    }
    var selection = Selection(consent: consent ?? .granted(ConsentKind.allCases))
    selection.notBlocked = section[.notBlocked]?.bool() ?? false
    selection.channelFriend = section[.channelFriend]?.bool()
    if let status: [MemberStatus] = section[.status]?.nonEmptyList(orSingle: true, of: { $0.memberStatus() }) {
      selection.status = Set(status)
    }
    selection.grade = section[.grade]?.nonEmptyList(orSingle: true, of: { $0.text()?.precomposed }).map(Set.init)
    selection.region = section[.region]?.nonEmptyList(orSingle: true, of: { $0.text()?.precomposed }).map(Set.init)
    selection.gender = section[.gender]?.choice()
    selection.age = section[.age]?.bounds { $0.integer(0...200) }
    selection.orderCount = section[.orderCount]?.bounds { $0.integer(0...Int(Int32.max)) }
    selection.orderTotalPaid = section[.orderTotalPaid]?.bounds { $0.decimal() }
    selection.lastPaid = section[.orderLastPaidOn]?.lastPaid()
    return selection
  }
}

extension ConfigurationValue {
  /// `[sms, kakao]`, all of which must be granted, or `none_required`.
  fileprivate func consentRule() -> Selection.ConsentRule? {
    if case .scalar("none_required", _) = node.content { return .noneRequired }
    if case .sequence(let children) = node.content, children.isEmpty {
      report(.missingConsent)
      return nil
    }
    let allowed = ConsentKind.allCases.map(\.rawValue)
    if case .scalar(let text, _) = node.content, ConsentKind(rawValue: text) == nil {
      let choices = allowed + ["none_required"]
      report(.notOneOf(choices, suggestion: EditDistance.suggestion(for: text, among: choices)))
      return nil
    }
    let kinds: [ConsentKind]? = list(orSingle: true, of: { $0.choice() })
    return kinds.flatMap { $0.isEmpty ? nil : .granted($0.sorted()) }
  }

  /// Withdrawn members are always out, so asking for them is a mistake.
  fileprivate func memberStatus() -> MemberStatus? {
    guard let text = text() else { return nil }
    if let status = MemberStatus(rawValue: text), status != .withdrawn { return status }
    report(
      .notOneOf(["active", "dormant"], suggestion: EditDistance.suggestion(for: text, among: ["active", "dormant"])))
    return nil
  }

  /// `{at_least: 20, at_most: 39}`, at least one of them.
  fileprivate func bounds<Number: Comparable & Sendable & Hashable>(
    _ read: (ConfigurationValue) -> Number?
  ) -> Selection.Bounds<Number>? {
    guard let section = ConfigurationSection<BoundsKey>(self) else { return nil }
    guard section[.atLeast] != nil || section[.atMost] != nil else {
      report(
        .invalidValue(
          ko: "at_least와 at_most가 모두 없습니다", en: "neither at_least nor at_most is there", fixKo: "하나라도 쓰거나 조건을 지우십시오",
          fixEn: "write one of them, or remove the rule"))
      return nil
    }
    let bounds = Selection.Bounds(atLeast: section[.atLeast].flatMap(read), atMost: section[.atMost].flatMap(read))
    if let least = bounds.atLeast, let most = bounds.atMost, least > most {
      report(
        .invalidValue(
          ko: "at_least가 at_most보다 커서 아무도 해당하지 않습니다", en: "at_least is above at_most, so nobody can match",
          fixKo: "두 값을 바꾸십시오", fixEn: "swap them"))
      return nil
    }
    return bounds
  }

  /// `{within: 90d}` or `{before: 365d}`.
  fileprivate func lastPaid() -> Selection.LastPaid? {
    guard let section = ConfigurationSection<LastPaidKey>(self) else { return nil }
    switch (section[.within], section[.before]) {
    case (let value?, nil): return value.days().map { .within(days: $0) }
    case (nil, let value?): return value.days().map { .before(days: $0) }
    default:
      report(
        .invalidValue(
          ko: "within과 before 가운데 하나만 있어야 합니다", en: "exactly one of within and before is needed",
          fixKo: "{within: 90d} 또는 {before: 365d}로 쓰십시오", fixEn: "write {within: 90d} or {before: 365d}"))
      return nil
    }
  }
}

extension String {
  /// In NFC, as values are stored and sent.
  var precomposed: String { precomposedStringWithCanonicalMapping }
}
