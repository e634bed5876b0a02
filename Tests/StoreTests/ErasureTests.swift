import CommonValues
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

@Suite("Unlinking and erasing")
struct ErasureTests {
  private let mark = "marked-person-7731"

  private func fill(_ fixture: StoreFixture) throws {
    var marked = member("flower01", name: mark, phone: 821_000_000_001)
    marked.email = .value("\(mark)@example.com")
    marked.kakaoUserID = .value(5)
    try fixture.apply(.member(marked), at: 1)
    try fixture.apply(.member(member("other", name: "이두리")), at: 1)
    _ = try fixture.store.claimLink(member: "flower01", kakaoUser: 5, in: fixture.shop, now: at(2))
    var login = LoginRecord.sample(5, at: 10)
    login.user.profile = Array("{\"name\":\"\(mark)\"}".utf8)
    login.evidence = [ConsentEvidence(.term, tag: "marketing", agreed: true, seenAt: at(10))]
    login.relations = [ChannelRelation(kakaoUserID: 5, channel: "_abc", state: .added, updatedAt: at(9))]
    login.handoff = StoredHandoff(codeHash: [1], kakaoUserID: 5, expiresAt: at(999), payload: Array(mark.utf8))
    login.session = StoredSession(hash: [1], kakaoUserID: 5, createdAt: at(10), usedAt: at(10), expiresAt: at(999))
    _ = try fixture.store.recordLogin(login, in: fixture.shop)
    _ = try fixture.store.storeTokens(Array(mark.utf8), ofKakaoUser: 5, in: fixture.shop, now: at(10))
  }

  @Test(
    "unlinked by Kakao: the link ends, what Kakao said goes, the member stays, and an older statement does not revive it"
  )
  func unlinkedByKakao() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    let (store, shop) = (fixture.store, fixture.shop)
    let receipt = try #require(try store.unlinkKakaoUser(5, in: shop, at: at(50), reason: .unlinkedByKakao))
    #expect(receipt.links == 1 && receipt.kakaoUsers == 1 && receipt.relations == 1)
    #expect(receipt.sessions == 1 && receipt.tokens == 1 && receipt.handoffs == 1)
    let facts = try #require(try store.memberFacts(["flower01"], in: shop).first)
    #expect(facts.link == nil && facts.relations.isEmpty && facts.member.name.value == mark)
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop) == .none)
    #expect(try store.kakaoUser(5, in: shop) == nil)
    #expect(try store.linkHistory(ofKakaoUser: 5, in: shop).map(\.endedAt) == [at(50)])
    var older = member("flower01")
    older.kakaoUserID = .value(5)
    try fixture.apply(.member(older), at: 40)
    try fixture.apply(.accountLinked(memberID: "flower01", kakaoUserID: 5, at: at(30)))
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop) == .none)
    #expect(
      try store.unlinkKakaoUser(5, in: shop, at: at(50), reason: .unlinkedByKakao) == nil,
      "the second notice of one unlink")
  }

  @Test("unlinked by the shop: the links go too")
  func unlinkedByShop() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    let receipt = try #require(
      try fixture.store.unlinkKakaoUser(
        5, in: fixture.shop, at: at(50), reason: .unlinkedByShop, unlinkedAtKakao: true))
    #expect(receipt.unlinkedAtKakao == true)
    #expect(try fixture.store.linkHistory(ofKakaoUser: 5, in: fixture.shop).isEmpty)
    #expect(try fixture.store.erasures(of: fixture.shop) == [receipt])
  }

  @Test("an erased person is nowhere in the store's files, and everybody else is as before")
  func erased() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    let (store, shop) = (fixture.store, fixture.shop)
    var order = Order(id: "o1")
    order.memberID = "flower01"
    try fixture.apply(.order(order), at: 3)
    let receipt = try #require(try store.erase(member: "flower01", kakaoUser: nil, in: shop, at: at(50)))
    #expect(receipt.members == 1 && receipt.kakaoUsers == 1 && receipt.links == 1 && receipt.orders == 1)
    #expect(try fixture.everybody().map(\.member.id) == ["other"])
    #expect(try store.counts(of: shop).members == 1 && store.counts(of: shop).orders == 0)
    #expect(try store.erase(member: "flower01", kakaoUser: nil, in: shop, at: at(60)) == nil)
    store.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/" + name))
      #expect(bytes.firstRange(of: Data(mark.utf8)) == nil, "\(name) still holds the person")
      #expect(bytes.firstRange(of: Data("flower01".utf8)) == nil, "\(name) still holds the id")
    }
  }

  @Test("what somebody who reads keeps in the log is gone when they are through, and it is asked for again")
  func erasedLater() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    let holders = {
      try FileManager.default.contentsOfDirectory(atPath: fixture.folder).filter { name in
        let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/" + name))
        return bytes.firstRange(of: Data(mark.utf8)) != nil
      }
    }
    let reader = try DatabaseQueue(path: fixture.path)
    try reader.inDatabase { database in
      try database.execute(sql: "BEGIN; SELECT count(*) FROM shops")
      _ = try fixture.store.erase(member: "flower01", kakaoUser: 5, in: fixture.shop, at: at(50))
      #expect(try !holders().isEmpty)
      try database.execute(sql: "ROLLBACK")
    }
    fixture.store.finishErasing()
    #expect(try holders() == [])
  }

  @Test("the next plan takes an erased person out of every customer file, by phone and by user")
  func customerFiles() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    let (store, shop) = (fixture.store, fixture.shop)
    let lease = try #require(
      try store.acquireLease(shop, holder: "test", now: at(1), duration: .seconds(999)))
    for users in ["phone", "app"] {
      let file = try store.save(
        LedgerFile(
          shop: shop, channel: "_abc", name: users, configuredName: users, users: users, schema: "{}",
          definitionHash: 1))
      _ = try plan(file, store)
      let rows = try store.pendingRows(file, removals: false, limit: 10)
      #expect(rows.count == 1)
      let contents = rows.map { ($0.target, Int64(7)) }
      try store.markSent(file, contents, lease: lease)
      try store.markConfirmed(file, contents, lease: lease)
    }
    let receipt = try #require(try store.erase(member: "flower01", kakaoUser: nil, in: shop, at: at(50)))
    #expect(receipt.customerFileRows == 2)
    for file in try store.ledgerFiles(of: shop) {
      #expect(try plan(file, store).remove == 1)
    }
  }

  private func plan(_ file: LedgerFile, _ store: Store) throws -> PlanCounts {
    let byPhone = file.users == "phone"
    return try store.replan(file, today: CalendarDate(daysSinceEpoch: 20_000)) { facts in
      RowEvaluation(
        target: byPhone ? facts.member.phone.value?.digits : facts.link?.kakaoUserID, contentHash: 7)
    }
  }

  @Test(
    "an erased member is in no bound of what imports confirmed, and the others stay confirmed",
    arguments: [["flower01", "z"], ["a", "flower01"], ["a", "flower01", "z"], ["flower01"]])
  func confirmations(ids: [String]) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    for time in [1, 2] as [Int64] { try fixture.load(ids.map { member($0, name: "김하나") }, at: time) }
    _ = try fixture.store.erase(member: "flower01", kakaoUser: nil, in: fixture.shop, at: at(50))
    #expect(try fixture.everybody().map(\.recordTime) == ids.filter { $0 != "flower01" }.map { _ in at(2) })
    fixture.store.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/" + name))
      #expect(bytes.firstRange(of: Data("flower01".utf8)) == nil, "\(name) still holds the id")
    }
  }

  @Test("whoever has taken over a Kakao user of the erased member keeps it")
  func others() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    let (store, shop) = (fixture.store, fixture.shop)
    _ = try store.claimLink(member: "other", kakaoUser: 5, in: shop, now: at(20), replacing: true)
    _ = try store.recordLogin(.sample(5, at: 30), in: shop)
    let receipt = try #require(try store.erase(member: "flower01", kakaoUser: nil, in: shop, at: at(50)))
    #expect(receipt.kakaoUsers == 0)
    #expect(try store.knownMember(ofKakaoUser: 5, in: shop).memberID == "other")
    #expect(try store.kakaoUser(5, in: shop) != nil)
  }

  @Test("a Kakao user leads to the member that is erased with it")
  func byUser() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fill(fixture)
    #expect(
      try fixture.store.person(member: nil, kakaoUser: 5, in: fixture.shop)
        == ErasedPerson(members: ["flower01"], users: [5]))
    _ = try fixture.store.erase(member: nil, kakaoUser: 5, in: fixture.shop, at: at(50))
    #expect(try fixture.everybody().map(\.member.id) == ["other"])
  }

  @Test("a person in quarantine is found by id, e-mail or phone in any spelling, and nobody who only resembles")
  func quarantine() {
    let words = QuarantineWords(
      id: "flower01", phone: PhoneNumber(digits: 821_000_001_234), email: "hana@example.com")
    func found(_ raw: String) -> Bool { Array(raw.utf8).withUnsafeBufferPointer { words.occur(in: $0) } }
    for raw in [
      "flower01,김하나", "x;\"FLOWER01\";y", "a,Hana@Example.com", "a,010-0000-1234", "a,+82 10 0000 1234", "a,1000001234",
    ] { #expect(found(raw), "\(raw)") }
    for raw in ["flower012,김", "my-flower01,김", "a,ana@example.com", "a,010-0000-1235", ""] {
      #expect(!found(raw), "\(raw)")
    }
  }
}
