import CommonValues
import NaruTestSupport
import ShopModel
import Store

@testable import ChannelSync

/// Members and files made up from a seed.
enum RandomCase {
  static func maybe<Value>(_ generator: inout SplitMix64, _ value: (inout SplitMix64) -> Value) -> Value? {
    Bool.random(using: &generator) ? value(&generator) : nil
  }

  static func facts(_ generator: inout SplitMix64, id: String = "flower01", user: Int64? = 1001) -> MemberFacts {
    Sample.facts(id, user: user) { facts in
      let today = Sample.today
      if let back = maybe(&generator, { Int.random(in: 0...36_000, using: &$0) }) {
        facts.member.birthDate = .value(today.adding(days: 800 - back))
      }
      facts.member.grade = Field(maybe(&generator) { ["VIP", "새싹", "일반"].randomElement(using: &$0)! })
      facts.member.region = Field(maybe(&generator) { ["서울", "부산"].randomElement(using: &$0)! })
      facts.member.gender = Field(maybe(&generator) { Gender.allCases.randomElement(using: &$0)! })
      facts.member.status = Field(maybe(&generator) { MemberStatus.allCases.randomElement(using: &$0)! })
      for kind in [ConsentKind.sms, .night] {
        if let state = maybe(&generator, { [Consent.State.granted, .granted, .denied].randomElement(using: &$0)! }) {
          facts.member.consents.append(Consent(kind, state, at: maybe(&generator) { _ in Timestamp(startOf: today) }))
        }
      }
      let states: [ChannelRelation.State] = [.added, .blocked, .none, .other("MUTED")]
      if let state = maybe(&generator, { states.randomElement(using: &$0)! }) {
        facts.relations = Sample.relation(state)
      }
      facts.orders = maybe(&generator) { generator in
        let count = Int.random(in: 0...4, using: &generator)
        let last = today.adding(days: 30 - Int.random(in: 0...900, using: &generator))
        return OrderSums(
          count: count, totalPaid: DecimalNumber(tenThousandths: Int64(count) * 123_450_000),
          firstPaidOn: count > 0 ? last : nil, lastPaidOn: count > 0 ? last : nil)
      }
    }
  }

  static func file(_ generator: inout SplitMix64, name: String = "전체회원") -> CustomerFileDefinition {
    let consents: [Selection.ConsentRule] = [.noneRequired, .noneRequired, .granted([.sms]), .granted([.sms, .night])]
    let sources: [ColumnSource] = [
      .age, .ageBand, .orderCount, .orderAveragePaid, .orderLastPaidOn, .member(.grade), .constant("꽃"),
    ]
    var chosen: [ColumnSource] = []
    for source in sources where Bool.random(using: &generator) { chosen.append(source) }
    let columns = chosen.enumerated().map { Column(name: "열\($0.offset)", source: $0.element) }
    var selection = Selection(consent: consents.randomElement(using: &generator)!)
    selection.notBlocked = Bool.random(using: &generator)
    selection.channelFriend = [true, nil, nil, nil].randomElement(using: &generator)!
    selection.status = [.active, .dormant]
    if Bool.random(using: &generator) {
      let least = maybe(&generator) { Int.random(in: 0...60, using: &$0) }
      let most = maybe(&generator) { Int.random(in: 10...90, using: &$0) }
      selection.age = .init(atLeast: least, atMost: most)
    }
    selection.grade = [["VIP", "새싹"], nil, nil].randomElement(using: &generator)!
    selection.gender = [.female, nil, nil].randomElement(using: &generator)!
    selection.orderCount = maybe(&generator) { .init(atLeast: Int.random(in: 0...2, using: &$0)) }
    if Bool.random(using: &generator) {
      let days = Int.random(in: 0...400, using: &generator)
      selection.lastPaid = Bool.random(using: &generator) ? .within(days: days) : .before(days: days)
    }
    return CustomerFileDefinition(
      name: name, channel: Sample.channel, users: .app, selection: selection, columns: columns)
  }
}
