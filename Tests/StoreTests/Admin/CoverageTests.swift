import CommonValues
import Foundation
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("Coverage: whom Kakao can be told of")
struct CoverageTests {
  static let sms = CoverageBasis(consents: [[.sms]], needsDate: false)
  private let now = Timestamp(seconds: 1_790_000_000)

  private func member(
    _ id: String, phone: Int64? = 821_000_000_001, consents: [ConsentKind] = [.sms], status: MemberStatus = .active,
    user: Int64? = nil
  ) -> Member {
    var member = Member(id: id)
    member.phone = Field(phone.flatMap { PhoneNumber(digits: $0) })
    member.status = .value(status)
    member.consents = consents.map { Consent($0, .granted) }
    member.kakaoUserID = Field(user)
    return member
  }

  @Test("every active member is counted once, by the first reason that holds")
  func reasons() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(
      [
        member("a-linked"), member("b-stated", user: 22), member("c-ended", user: 33), member("d-unlinked"),
        member("e-landline", phone: 8_225_550_000), member("f-none", phone: nil, consents: []),
        member("g-refused", consents: [.email]), member("h-yes"), member("i-dormant", status: .dormant),
        member("j-left", status: .withdrawn), member("k-others", user: 11),
      ], at: 1)
    try fixture.apply(.accountLinked(memberID: "a-linked", kakaoUserID: 11, at: Timestamp(milliseconds: 5)))
    try fixture.apply(.accountLinked(memberID: "d-unlinked", kakaoUserID: 44, at: Timestamp(milliseconds: 5)))
    try fixture.apply(.accountUnlinked(kakaoUserID: 44, at: Timestamp(milliseconds: 6)))
    try fixture.apply(.accountUnlinked(kakaoUserID: 33, at: Timestamp(milliseconds: 6)))
    let coverage = try #require(try fixture.store.takeCoverage(of: fixture.shop, Self.sms, now: now)).coverage
    var expected = Coverage()
    (expected.active, expected.dormant, expected.withdrawn) = (9, 1, 1)
    (expected.linked, expected.stated, expected.ended) = (1, 1, 3)
    (expected.noPhone, expected.noConsent, expected.notYet, expected.mobile) = (2, 1, 1, 7)
    #expect(coverage == expected && coverage.covered == 2)
    #expect(
      coverage.covered + coverage.ended + coverage.noPhone + coverage.noConsent + coverage.notYet == coverage.active)
  }

  @Test("agrees with what is known of each member, whatever is imported, linked and unlinked, in any order")
  func sameAsFacts() throws {
    var random = SplitMix64(seed: 42)
    for round in 0..<30 {
      let fixture = try StoreFixture()
      defer { fixture.remove() }
      let users = Array(1...6 as ClosedRange<Int64>)
      let members = (0..<12).map { index in
        member(
          "m\(index)", phone: [nil, 821_000_000_001, 8_225_550_000].randomElement(using: &random) ?? nil,
          consents: ConsentKind.allCases.filter { _ in Bool.random(using: &random) },
          status: MemberStatus.allCases.randomElement(using: &random) ?? .active,
          user: Bool.random(using: &random) ? users.randomElement(using: &random) : nil)
      }
      try fixture.load(members, at: 1)
      for step in 0..<10 {
        let (user, at) = (users.randomElement(using: &random) ?? 1, Timestamp(milliseconds: Int64(step)))
        if Bool.random(using: &random) {
          try fixture.apply(
            .accountLinked(memberID: "m\(Int.random(in: 0..<12, using: &random))", kakaoUserID: user, at: at))
        } else {
          try fixture.apply(.accountUnlinked(kakaoUserID: user, at: at))
        }
      }
      let basis = CoverageBasis(consents: [[.sms, .marketing], [.kakao]], needsDate: false)
      let counted = try #require(try fixture.store.takeCoverage(of: fixture.shop, basis, now: now)).coverage
      var expected = Coverage()
      for facts in try fixture.everybody() {
        switch facts.member.status.value ?? .active {
        case .withdrawn: expected.withdrawn += 1
        case .dormant: expected.dormant += 1
        case .active:
          expected.active += 1
          let isMobile = facts.member.phone.value?.isKoreanMobile ?? false
          if isMobile { expected.mobile += 1 }
          let granted = Set(facts.member.consents.filter { $0.state == .granted }.map(\.kind))
          let stated = facts.member.kakaoUserID.value
          if facts.link != nil {
            expected.linked += 1
          } else if let stated, facts.endedKakaoUsers[stated] == nil {
            expected.stated += 1
          } else if stated != nil || !facts.endedKakaoUsers.isEmpty {
            expected.ended += 1
          } else if !isMobile {
            expected.noPhone += 1
          } else if granted.isSuperset(of: [.sms, .marketing]) || granted.contains(.kakao) {
            expected.notYet += 1
          } else {
            expected.noConsent += 1
          }
        }
      }
      #expect(counted == expected, "round \(round)")
    }
  }

  @Test("an undated consent does not count where a date is asked for; no consent is needed where none is asked for")
  func basis() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a"), member("b", consents: [])], at: 1)
    func notYet(_ basis: CoverageBasis) throws -> Int? {
      try fixture.store.takeCoverage(of: fixture.shop, basis, now: now)?.coverage.notYet
    }
    #expect(try notYet(Self.sms) == 1)
    #expect(try notYet(CoverageBasis(consents: [[.sms]], needsDate: true)) == 0)
    #expect(try notYet(CoverageBasis(consents: [[]], needsDate: true)) == 2)
    #expect(try notYet(CoverageBasis(consents: [], needsDate: false)) == 0)
  }

  @Test("a day has one count, the newest; a change of members or basis makes it old, nothing else does")
  func days() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    #expect(try fixture.store.takeCoverage(of: fixture.shop, Self.sms, now: now) == nil)
    try fixture.load([member("a")], at: 1)
    try fixture.store.takeCoverage(of: fixture.shop, Self.sms, now: now)
    func state() throws -> ShopState { try fixture.store.glances(of: [fixture.shop])[0].state }
    func last() throws -> CoverageDay {
      try #require(try fixture.store.coverage(of: fixture.shop, since: now.seoulDate).last)
    }
    #expect(try last().isCurrent(state(), Self.sms))
    #expect(try !last().isCurrent(state(), CoverageBasis(consents: [[.email]], needsDate: false)))
    try fixture.load([member("b")], at: 2)
    #expect(try !last().isCurrent(state(), Self.sms))
    try fixture.store.takeCoverage(of: fixture.shop, Self.sms, now: now.adding(milliseconds: 1_000))
    #expect(try fixture.store.coverage(of: fixture.shop, since: now.seoulDate).map(\.coverage.active) == [2])
    let tomorrow = now.adding(milliseconds: 86_400_000)
    try fixture.store.takeCoverage(of: fixture.shop, Self.sms, now: tomorrow)
    #expect(try fixture.store.coverage(of: fixture.shop, since: now.seoulDate).map(\.coverage.active) == [2, 2])
    #expect(try fixture.store.coverage(of: fixture.shop, since: tomorrow.seoulDate).count == 1)
    try fixture.store.takeCoverage(of: fixture.shop, Self.sms, now: now.adding(milliseconds: 86_400_000 * 401))
    #expect(try fixture.store.coverage(of: fixture.shop, since: now.seoulDate).count == 2)
  }
}
