import CommonValues
import ShopModel
import Store

@testable import ChannelSync

/// Short spellings for tests.
enum Sample {
  static let channel = "_xgTNZs"
  static let shop = ShopID("flower")!
  static let today = day("2026-11-21")

  static func day(_ text: String) -> CalendarDate { CalendarDate(text)! }
  static func time(_ text: String) -> Timestamp { Timestamp(text)! }

  static func settings(
    _ files: [CustomerFileDefinition], undated: UndatedConsentPolicy = .accept, currency: String = "KRW"
  ) -> CustomerFileSettings {
    CustomerFileSettings(shop: shop, currency: currency, undatedConsent: undated, files: files)
  }

  static func file(
    _ name: String = "전체회원", users: CustomerFileDefinition.Users = .app, columns: [Column] = [],
    maxRemoval: RemovalLimit? = nil, consent: Selection.ConsentRule = .noneRequired,
    _ change: (inout Selection) -> Void = { _ in }
  ) -> CustomerFileDefinition {
    var selection = Selection(consent: consent)
    change(&selection)
    return CustomerFileDefinition(
      name: name, channel: channel, users: users, selection: selection, columns: columns, maxRemoval: maxRemoval)
  }

  static func facts(
    _ id: String = "flower01", user: Int64? = 1001, at recordTime: String = "2026-11-20T00:00:00+09:00",
    _ change: (inout MemberFacts) -> Void = { _ in }
  ) -> MemberFacts {
    var member = Member(id: id)
    if let user { member.kakaoUserID = .value(user) }
    var facts = MemberFacts(member: member, recordTime: time(recordTime))
    change(&facts)
    return facts
  }

  static func relation(_ state: ChannelRelation.State, user: Int64 = 1001) -> [String: ChannelRelation] {
    [
      channel: ChannelRelation(
        kakaoUserID: user, channel: channel, state: state, updatedAt: time("2026-11-01T00:00:00+09:00"))
    ]
  }

  static func link(_ user: Int64, at linked: String = "2026-01-05T08:00:00+09:00", ended: String? = nil) -> AccountLink
  {
    AccountLink(memberID: "flower01", kakaoUserID: user, linkedAt: time(linked), endedAt: ended.map { time($0) })
  }

  static func evaluator(
    _ file: CustomerFileDefinition, undated: UndatedConsentPolicy = .accept, currency: String = "KRW",
    today: CalendarDate = today
  ) -> RowEvaluator {
    RowEvaluator(file, settings: settings([file], undated: undated, currency: currency), today: today)
  }

  static func isIn(
    _ facts: MemberFacts, _ file: CustomerFileDefinition, undated: UndatedConsentPolicy = .accept,
    today: CalendarDate = today
  ) -> Bool {
    evaluator(file, undated: undated, today: today).evaluate(facts).contentHash != nil
  }

  static func row(_ facts: MemberFacts, _ columns: [Column], currency: String = "KRW") -> String {
    String(decoding: evaluator(file(columns: columns), currency: currency).projection.row(facts), as: UTF8.self)
  }
}
