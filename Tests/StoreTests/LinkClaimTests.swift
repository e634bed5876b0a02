import CommonValues
import ShopModel
import Testing

@testable import Store

private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

@Suite("Who a Kakao user is, and who may be joined to whom")
struct LinkClaimTests {
  private func stated(_ id: String, _ user: Int64) -> Member {
    var member = member(id)
    member.kakaoUserID = .value(user)
    return member
  }

  @Test("a user whom the shop's records name for one member is that member, and is linked at the next login")
  func stated() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.apply(.member(stated("a", 5)), at: 1)
    #expect(try fixture.store.knownMember(ofKakaoUser: 5, in: fixture.shop) == .stated(memberID: "a"))
    #expect(try fixture.store.recordLogin(.sample(5, at: 10), in: fixture.shop).memberID == "a")
    #expect(try fixture.store.linkHistory(ofKakaoUser: 5, in: fixture.shop).map(\.linkedAt) == [at(10)])
    #expect(try fixture.store.pendingSignups(of: fixture.shop).isEmpty)
  }

  @Test("a user whom the records name for two members is neither")
  func disputed() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.apply(.member(stated("a", 5)), at: 1)
    try fixture.apply(.member(stated("b", 5)), at: 1)
    #expect(try fixture.store.knownMember(ofKakaoUser: 5, in: fixture.shop) == .disputed)
    #expect(try fixture.store.recordLogin(.sample(5, at: 10), in: fixture.shop).memberID == nil)
    #expect(try fixture.store.pendingSignups(of: fixture.shop).map(\.kakaoUserID) == [5])
    // The shop decides, and then one of them it is.
    _ = try fixture.store.claimLink(member: "b", kakaoUser: 5, in: fixture.shop, now: at(20))
    #expect(try fixture.store.knownMember(ofKakaoUser: 5, in: fixture.shop).memberID == "b")
  }

  @Test("a member who has left is nobody, linked or named")
  func withdrawn() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.apply(.member(stated("a", 5)), at: 1)
    _ = try fixture.store.claimLink(member: "b", kakaoUser: 6, in: fixture.shop, now: at(2))
    #expect(try fixture.store.knownMember(ofKakaoUser: 6, in: fixture.shop).memberID == "b")
    try fixture.apply(.memberWithdrawn(id: "a", at: at(5)))
    try fixture.apply(.memberWithdrawn(id: "b", at: at(5)))
    #expect(try fixture.store.knownMember(ofKakaoUser: 5, in: fixture.shop) == .none)
    #expect(try fixture.store.knownMember(ofKakaoUser: 6, in: fixture.shop) == .none)
  }

  @Test("who has left and comes back is linked as somebody new; the old link ends")
  func comesBack() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    _ = try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(2))
    try fixture.apply(.memberWithdrawn(id: "a", at: at(5)))
    guard case .linked(_, isNew: true) = try store.claimLink(member: "b", kakaoUser: 5, in: shop, now: at(9)) else {
      Issue.record("the link of who has left is in the way")
      return
    }
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop).memberID == "b")
    #expect(try store.linkHistory(ofMember: "a", in: shop).map(\.endedAt) == [at(9)])
  }

  @Test("a claim on a side that is joined elsewhere is refused and changes nothing; replacing ends the old link")
  func claims() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    guard case .linked(let first, isNew: true) = try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(10))
    else { throw StoreError(sqlite: 1) }
    #expect(try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(11)) == .linked(first, isNew: false))
    #expect(try store.claimLink(member: "b", kakaoUser: 5, in: shop, now: at(12)) == .userTaken(by: first))
    #expect(try store.claimLink(member: "a", kakaoUser: 6, in: shop, now: at(12)) == .memberTaken(by: first))
    #expect(try store.knownMember(ofKakaoUser: 6, in: shop) == .none)
    _ = try store.claimLink(member: "a", kakaoUser: 6, in: shop, now: at(10), replacing: true)
    #expect(try store.knownMember(ofKakaoUser: 6, in: shop).memberID == "a")
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop) == .none)
    #expect(try store.linkHistory(ofMember: "a", in: shop).map(\.endedAt) == [at(11), nil])
  }

  @Test("replacing a link ends the sessions of who was logged in by the old one")
  func replacedSessions() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    _ = try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(1))
    var login = LoginRecord.sample(5, at: 10)
    login.session = StoredSession(hash: [1], kakaoUserID: 5, createdAt: at(10), usedAt: at(10), expiresAt: at(100))
    _ = try store.recordLogin(login, in: shop)
    _ = try store.claimLink(member: "a", kakaoUser: 6, in: shop, now: at(20), replacing: true)
    #expect(try store.session([1], of: shop, now: at(30)) == nil)
  }

  @Test("a link made at the very time of an unlink, or under a clock that was behind, holds")
  func clocks() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    _ = try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(10))
    _ = try store.unlinkKakaoUser(5, in: shop, at: at(20), reason: .unlinkedByKakao)
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop) == .none)
    _ = try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(20))
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop).memberID == "a")
    _ = try store.claimLink(member: "b", kakaoUser: 5, in: shop, now: at(3), replacing: true)
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop).memberID == "b")
  }

  @Test("nothing is kept of a stranger when only members are wanted")
  func membersOnly() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    var login = LoginRecord.sample(5, at: 10)
    login.membersOnly = true
    login.evidence = [ConsentEvidence(.term, tag: "t", agreed: true, seenAt: at(10))]
    login.handoff = StoredHandoff(codeHash: [1], kakaoUserID: 5, expiresAt: at(100), payload: [])
    #expect(try fixture.store.recordLogin(login, in: fixture.shop) == .none)
    #expect(try fixture.store.kakaoUser(5, in: fixture.shop) == nil)
    #expect(try fixture.store.pendingSignups(of: fixture.shop).isEmpty)
    #expect(try fixture.store.redeemHandoff([1], of: fixture.shop, now: at(11)) == nil)
    #expect(try fixture.store.evidence(ofKakaoUser: 5, in: fixture.shop).isEmpty)
  }

  @Test("a member is found by phone, e-mail or attribute only when one alone has it and nobody is joined")
  func matching() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    var a = member("a", phone: 821_000_000_001)
    a.email = .value("Hana@example.com")
    a.attributes["ci"] = .value("AAAA")
    try fixture.apply(.member(a), at: 1)
    let phone = try #require(PhoneNumber(digits: 821_000_000_001))
    #expect(try store.onlyMember(with: .phone(phone), in: shop) == "a")
    #expect(try store.onlyMember(with: .email("hana@EXAMPLE.com"), in: shop) == "a")
    #expect(try store.onlyMember(with: .email("ana@example.com"), in: shop) == nil)
    #expect(try store.onlyMember(with: .attribute(name: "ci", value: "AAAA"), in: shop) == "a")
    #expect(try store.onlyMember(with: .attribute(name: "ci", value: "AAAa"), in: shop) == nil)
    #expect(try store.onlyMember(with: .attribute(name: "x", value: "AAAA"), in: shop) == nil)
    try fixture.apply(.member(member("b", phone: 821_000_000_001)), at: 1)
    #expect(try store.onlyMember(with: .phone(phone), in: shop) == nil)
    try fixture.apply(.memberWithdrawn(id: "b", at: at(5)))
    #expect(try store.onlyMember(with: .phone(phone), in: shop) == "a")
    _ = try store.claimLink(member: "a", kakaoUser: 5, in: shop, now: at(10))
    #expect(try store.onlyMember(with: .phone(phone), in: shop) == nil)
  }
}
