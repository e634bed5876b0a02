import CommonValues
import ShopModel
import Store
import Testing

@testable import ChannelSync

@Suite("Selection rules")
struct SelectionRuleTests {
  private static let dated = Sample.time("2025-06-01T00:00:00+09:00")

  @Test(
    "a consent counts only when it is granted; without a date as the shop says",
    arguments: [
      ([Consent(.sms, .granted, at: dated)], UndatedConsentPolicy.accept, true),
      ([Consent(.sms, .granted, at: dated)], .refuse, true), ([Consent(.sms, .granted)], .accept, true),
      ([Consent(.sms, .granted)], .refuse, false), ([Consent(.sms, .denied)], .accept, false),
      ([Consent(.sms, .denied, at: dated)], .accept, false), ([], .accept, false),
      ([Consent(.email, .granted, at: dated)], .accept, false),
      ([Consent(.marketing, .granted, at: dated)], .accept, false),
    ])
  func consent(_ consents: [Consent], _ policy: UndatedConsentPolicy, _ expected: Bool) {
    let facts = Sample.facts { $0.member.consents = consents }
    #expect(Sample.isIn(facts, Sample.file(consent: .granted([.sms])), undated: policy) == expected)
  }

  @Test("every kind that is asked for must be granted")
  func allConsents() {
    let file = Sample.file(consent: .granted([.sms, .night]))
    let both = [Consent(.sms, .granted), Consent(.night, .granted)]
    #expect(Sample.isIn(Sample.facts { $0.member.consents = both }, file))
    #expect(!Sample.isIn(Sample.facts { $0.member.consents = [both[0]] }, file))
    #expect(!Sample.isIn(Sample.facts { $0.member.consents = [both[0], Consent(.night, .denied)] }, file))
  }

  @Test("a file that says none_required asks nobody")
  func noConsent() {
    #expect(Sample.isIn(Sample.facts { $0.member.consents = [Consent(.sms, .denied)] }, Sample.file()))
  }

  @Test(
    "not_blocked keeps out only who is known to have blocked the file's channel",
    arguments: [
      (ChannelRelation.State?.some(.added), true), (.some(.blocked), false),
      (.some(ChannelRelation.State.none), true), (.some(.other("MUTED")), true), (nil, true),
    ])
  func notBlocked(_ state: ChannelRelation.State?, _ expected: Bool) {
    let facts = Sample.facts { facts in if let state { facts.relations = Sample.relation(state) } }
    #expect(Sample.isIn(facts, Sample.file { $0.notBlocked = true }) == expected)
    #expect(Sample.isIn(facts, Sample.file()))
  }

  @Test(
    "channel_friend true takes known friends, false everybody else",
    arguments: [
      (ChannelRelation.State?.some(.added), true), (.some(.blocked), false),
      (.some(ChannelRelation.State.none), false), (.some(.other("MUTED")), false), (nil, false),
    ])
  func friend(_ state: ChannelRelation.State?, _ isFriend: Bool) {
    let facts = Sample.facts { facts in if let state { facts.relations = Sample.relation(state) } }
    #expect(Sample.isIn(facts, Sample.file { $0.channelFriend = true }) == isFriend)
    #expect(Sample.isIn(facts, Sample.file { $0.channelFriend = false }) == !isFriend)
  }

  @Test("the relation to another channel says nothing")
  func otherChannel() {
    let facts = Sample.facts {
      $0.relations = [
        "_other": ChannelRelation(kakaoUserID: 1001, channel: "_other", state: .blocked, updatedAt: Self.dated)
      ]
    }
    #expect(Sample.isIn(facts, Sample.file { $0.notBlocked = true }))
  }

  @Test(
    "withdrawn is always out; no status is active",
    arguments: [
      (Field<MemberStatus>.unknown, [MemberStatus.active], true), (.empty, [.active], true),
      (.value(.active), [.active], true), (.value(.dormant), [.active], false),
      (.value(.dormant), [.active, .dormant], true), (.value(.active), [.dormant], false),
      (.value(.withdrawn), [.active], false), (.value(.withdrawn), [.active, .dormant, .withdrawn], false),
    ] as [(Field<MemberStatus>, [MemberStatus], Bool)])
  func status(_ status: Field<MemberStatus>, _ allowed: [MemberStatus], _ expected: Bool) {
    let facts = Sample.facts { $0.member.status = status }
    #expect(Sample.isIn(facts, Sample.file { $0.status = Set(allowed) }) == expected)
  }

  @Test("a leaving that no newer joining undoes keeps out")
  func withdrawnAt() {
    let left = Sample.facts { $0.member.withdrawnAt = Self.dated }
    #expect(!Sample.isIn(left, Sample.file()))
    let back = Sample.facts {
      $0.member.withdrawnAt = Self.dated
      $0.member.joinedAt = .value(Self.dated.adding(milliseconds: 1))
    }
    #expect(Sample.isIn(back, Sample.file()))
  }

  @Test("grade and region are compared in Unicode's sense, and unknown is not a yes")
  func grade() {
    let decomposed = "\u{1109}\u{1165}\u{110B}\u{116E}\u{11AF}"  // 서울 in conjoining jamo
    let file = Sample.file {
      $0.grade = ["VIP", "새싹"]
      $0.region = [decomposed]
    }
    func isIn(_ grade: Field<String>, _ region: Field<String>) -> Bool {
      Sample.isIn(
        Sample.facts {
          $0.member.grade = grade
          $0.member.region = region
        }, file)
    }
    #expect(isIn(.value("VIP"), .value("서울")))
    #expect(isIn(.value("새싹"), .value(decomposed)))
    #expect(!isIn(.value("vip"), .value("서울")))
    #expect(!isIn(.value("VIP"), .value("부산")))
    #expect(!isIn(.empty, .value("서울")))
    #expect(!isIn(.value("VIP"), .unknown))
    #expect(!isIn(.value(""), .value("서울")))
  }

  @Test("sex must be known to be the one asked for")
  func gender() {
    let file = Sample.file { $0.gender = .female }
    #expect(Sample.isIn(Sample.facts { $0.member.gender = .value(.female) }, file))
    #expect(!Sample.isIn(Sample.facts { $0.member.gender = .value(.male) }, file))
    #expect(!Sample.isIn(Sample.facts(), file))
  }

  @Test(
    "age counts full years in Seoul, both bounds included",
    arguments: [
      ("2006-11-21", true), ("2006-11-22", false), ("1986-11-22", true), ("1986-11-21", true), ("1985-11-22", true),
      ("1985-11-21", false), ("2027-01-01", false),
    ])
  func age(_ birth: String, _ expected: Bool) {
    let facts = Sample.facts { $0.member.birthDate = .value(Sample.day(birth)) }
    #expect(Sample.isIn(facts, Sample.file { $0.age = .init(atLeast: 20, atMost: 40) }) == expected)
  }

  @Test("somebody born on 29 February is a year older on 1 March")
  func leapDay() {
    let facts = Sample.facts { $0.member.birthDate = .value(Sample.day("2004-02-29")) }
    let file = Sample.file { $0.age = .init(atLeast: 19) }
    #expect(!Sample.isIn(facts, file, today: Sample.day("2023-02-28")))
    #expect(Sample.isIn(facts, file, today: Sample.day("2023-03-01")))
  }

  @Test("without a birth date no age is right")
  func noAge() {
    #expect(!Sample.isIn(Sample.facts(), Sample.file { $0.age = .init(atMost: 99) }))
  }

  @Test(
    "order count and sum lie within their bounds",
    arguments: [
      (0, "0", false), (2, "9999", false), (2, "10000", true), (3, "50000", true), (4, "50000", false),
      (3, "50000.01", false),
    ])
  func orders(_ count: Int, _ total: String, _ expected: Bool) throws {
    let sum = try #require(DecimalNumber(total))
    let facts = Sample.facts { $0.orders = OrderSums(count: count, totalPaid: sum) }
    let file = Sample.file {
      $0.orderCount = .init(atLeast: 1, atMost: 3)
      $0.orderTotalPaid = .init(atLeast: DecimalNumber(10_000), atMost: DecimalNumber(50_000))
    }
    #expect(Sample.isIn(facts, file) == expected)
  }

  @Test("before the shop has any order, every rule over orders says no; afterwards a member without orders has none")
  func noOrders() {
    let none = Sample.file { $0.orderCount = .init(atMost: 0) }
    #expect(!Sample.isIn(Sample.facts(), none))
    #expect(!Sample.isIn(Sample.facts(), Sample.file { $0.orderCount = .init(atLeast: 0) }))
    #expect(!Sample.isIn(Sample.facts(), Sample.file { $0.orderTotalPaid = .init(atMost: .zero) }))
    #expect(!Sample.isIn(Sample.facts(), Sample.file { $0.lastPaid = .before(days: 1) }))
    #expect(Sample.isIn(Sample.facts { $0.orders = OrderSums() }, none))
  }

  @Test(
    "within and before count calendar days and include the edge",
    arguments: [
      ("2026-11-21", true, false), ("2026-11-22", true, false), ("2026-08-23", true, true), ("2026-08-22", false, true),
      ("2026-08-24", true, false),
    ])
  func lastPaid(_ last: String, _ isWithin: Bool, _ isBefore: Bool) {
    let facts = Sample.facts { $0.orders = OrderSums(count: 1, lastPaidOn: Sample.day(last)) }
    #expect(Sample.isIn(facts, Sample.file { $0.lastPaid = .within(days: 90) }) == isWithin)
    #expect(Sample.isIn(facts, Sample.file { $0.lastPaid = .before(days: 90) }) == isBefore)
  }

  @Test("a member without a paid order matches neither within nor before")
  func neverPaid() {
    let facts = Sample.facts { $0.orders = OrderSums() }
    #expect(!Sample.isIn(facts, Sample.file { $0.lastPaid = .within(days: 90) }))
    #expect(!Sample.isIn(facts, Sample.file { $0.lastPaid = .before(days: 90) }))
  }

  @Test("who is kept out still has an id, so that they stand for it")
  func keptOutHasTarget() {
    let facts = Sample.facts { $0.member.status = .value(.withdrawn) }
    let evaluation = Sample.evaluator(Sample.file()).evaluate(facts)
    #expect(evaluation == RowEvaluation(target: 1001, contentHash: nil, dueOn: nil))
  }
}
