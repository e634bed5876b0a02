import CommonValues
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

extension LoginRecord {
  static func sample(_ user: Int64, at time: Int64) -> LoginRecord {
    LoginRecord(
      user: KakaoUserRecord(
        kakaoUserID: user, connectedAt: at(1), synchedAt: nil, profile: Array("{\"name\":\"김하나\"}".utf8),
        firstLoginAt: at(time), lastLoginAt: at(time)))
  }
}

@Suite("What logins keep")
struct LoginStoreTests {
  @Test("a store of version 1 is upgraded and keeps what it has")
  func upgrade() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    fixture.store.close()
    try FileManager.default.removeItem(atPath: fixture.path)
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      for statement in Schema.version1 { try database.execute(sql: statement) }
    }
    let old = try DatabaseQueue(path: fixture.path)
    try migrator.migrate(old)
    try old.write { database in
      try database.execute(
        sql: """
          INSERT INTO shops (shop_id, name) VALUES (1, 'flower');
          INSERT INTO account_links VALUES (1, 5, 10, 'a', NULL);
          """)
    }
    try old.close()
    let store = try Store.open(url: "sqlite:\(fixture.path)")
    defer { store.close() }
    let link = AccountLink(memberID: "a", kakaoUserID: 5, linkedAt: at(10))
    #expect(try store.knownMember(ofKakaoUser: 5, in: fixture.shop) == .linked(link))
    #expect(try store.recordLogin(.sample(5, at: 20), in: fixture.shop) == .linked(link))
    #expect(try store.kakaoUser(5, in: fixture.shop)?.firstLoginAt == at(20))
  }

  @Test("the first caller makes a process key, and everybody after that gets it")
  func processKey() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let first = try fixture.store.processKey("cookies", now: at(1)) { [1, 2, 3] }
    let second = try fixture.store.processKey("cookies", now: at(2)) { [4] }
    #expect(first.reveal() == [1, 2, 3] && second.reveal() == [1, 2, 3])
    let other = try Store.open(url: "sqlite:\(fixture.path)")
    defer { other.close() }
    #expect(try other.processKey("cookies", now: at(3)) { [5] }.reveal() == [1, 2, 3])
  }

  @Test("an attempt is used once, whoever asks and however often, in each shop for itself")
  func attempts() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let results = try (0..<5).map { _ in
      try fixture.store.useAttempt([1, 2], of: fixture.shop, expiresAt: at(100))
    }
    #expect(results == [true, false, false, false, false])
    #expect(try fixture.store.useAttempt([1, 2], of: ShopID("rose")!, expiresAt: at(100)))
  }

  @Test("a hand-off is given out once, in time, in its own shop")
  func handoffs() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    func put(_ code: UInt8, user: Int64 = 5) throws {
      var login = LoginRecord.sample(user, at: 10)
      login.handoff = StoredHandoff(codeHash: [code], kakaoUserID: user, expiresAt: at(100), payload: [7])
      _ = try fixture.store.recordLogin(login, in: fixture.shop)
    }
    try put(1)
    #expect(try fixture.store.redeemHandoff([1], of: ShopID("rose")!, now: at(20)) == nil)
    #expect(try fixture.store.redeemHandoff([1], of: fixture.shop, now: at(20))?.payload == [7])
    #expect(try fixture.store.redeemHandoff([1], of: fixture.shop, now: at(20)) == nil)
    try put(2)
    #expect(try fixture.store.redeemHandoff([2], of: fixture.shop, now: at(100)) == nil)
    #expect(try fixture.store.redeemHandoff([2], of: fixture.shop, now: at(20)) == nil)
  }

  @Test("evidence gets a line only where it says something new, and never loses one")
  func evidence() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    func see(_ agreed: Bool, _ time: Int64, agreedAt: Int64? = nil) throws {
      try fixture.store.record(
        [
          ConsentEvidence(
            .term, tag: "marketing", required: false, agreed: agreed, agreedAt: agreedAt.map(at), seenAt: at(time)),
          ConsentEvidence(.scope, tag: "account_email", agreed: true, seenAt: at(time)),
        ], ofKakaoUser: 5, in: fixture.shop)
    }
    try see(true, 10, agreedAt: 9)
    try see(true, 20, agreedAt: 9)
    try see(false, 30)
    try see(true, 25, agreedAt: 9)
    try see(true, 40, agreedAt: 39)
    let all = try fixture.store.evidence(ofKakaoUser: 5, in: fixture.shop, history: true)
    #expect(all.filter { $0.kind == .term }.map(\.seenAt.milliseconds) == [10, 30, 40])
    #expect(all.filter { $0.kind == .scope }.map(\.seenAt.milliseconds) == [10])
    let holds = try fixture.store.evidence(ofKakaoUser: 5, in: fixture.shop)
    #expect(holds.map(\.tag) == ["account_email", "marketing"] && holds[1].agreedAt == at(39))
  }

  @Test("a session lives until its end, moves it when it is used, and dies at once when it is ended")
  func sessions() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    var login = LoginRecord.sample(5, at: 10)
    login.session = StoredSession(hash: [1], kakaoUserID: 5, createdAt: at(10), usedAt: at(10), expiresAt: at(100))
    _ = try fixture.store.recordLogin(login, in: fixture.shop)
    #expect(try fixture.store.session([1], of: fixture.shop, now: at(99))?.session.kakaoUserID == 5)
    #expect(try fixture.store.session([1], of: fixture.shop, now: at(100)) == nil)
    #expect(try fixture.store.session([1], of: ShopID("rose")!, now: at(20)) == nil)
    #expect(try fixture.store.touchSession([1], of: fixture.shop, now: at(90), expiresAt: at(180)))
    #expect(try fixture.store.session([1], of: fixture.shop, now: at(170)) != nil)
    #expect(try !fixture.store.touchSession([1], of: fixture.shop, now: at(180), expiresAt: at(999)))
    login.endedSession = [1]
    login.session?.hash = [2]
    _ = try fixture.store.recordLogin(login, in: fixture.shop)
    #expect(try fixture.store.sessions(ofKakaoUser: 5, in: fixture.shop, now: at(20)).map(\.hash) == [[2]])
    let version = fixture.store.identityVersion
    #expect(try fixture.store.endSessions(ofKakaoUser: 5, in: fixture.shop) == 1)
    #expect(fixture.store.identityVersion != version)
    #expect(try fixture.store.session([2], of: fixture.shop, now: at(20)) == nil)
  }

  @Test("tokens are replaced only by who knows the version that is there")
  func tokens() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    #expect(try store.storeTokens([1], ofKakaoUser: 5, in: shop, now: at(1), replacing: 3) == nil)
    #expect(try store.storeTokens([1], ofKakaoUser: 5, in: shop, now: at(1), replacing: 0) == 1)
    #expect(try store.storeTokens([2], ofKakaoUser: 5, in: shop, now: at(2), replacing: 0) == nil)
    #expect(try store.storeTokens([2], ofKakaoUser: 5, in: shop, now: at(2), replacing: 1) == 2)
    #expect(try store.storeTokens([3], ofKakaoUser: 5, in: shop, now: at(3), replacing: 1) == nil)
    #expect(try store.storeTokens([4], ofKakaoUser: 5, in: shop, now: at(4)) == 3)
    #expect(try store.sealedTokens(ofKakaoUser: 5, in: shop)?.sealed == [4])
    #expect(try store.tokenCount(of: shop) == 1)
    #expect(try store.deleteTokens(ofKakaoUser: 5, in: shop))
    #expect(try store.sealedTokens(ofKakaoUser: 5, in: shop) == nil)
  }

  @Test("tokens of several users are read page by page and replaced together, but for those that changed meanwhile")
  func manyTokens() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    #expect(try store.userTokens(of: shop).isEmpty && store.tokenCount(of: shop) == 0)
    #expect(try store.replaceTokens([], in: shop, now: at(1)) == 0)
    for user in [7, 5, 9, 6] as [Int64] { _ = try store.storeTokens([1], ofKakaoUser: user, in: shop, now: at(1)) }
    _ = try store.storeTokens([1], ofKakaoUser: 8, in: ShopID("rose")!, now: at(1))
    let first = try store.userTokens(of: shop, limit: 3)
    #expect(first.map(\.kakaoUserID) == [5, 6, 7] && first.allSatisfy { $0.tokens.sealed == [1] })
    #expect(try store.userTokens(of: shop, after: 7).map(\.kakaoUserID) == [9])
    _ = try store.storeTokens([3], ofKakaoUser: 6, in: shop, now: at(2))
    try store.deleteTokens(ofKakaoUser: 7, in: shop)
    let fresh = first.map { user in
      UserTokens(
        kakaoUserID: user.kakaoUserID,
        tokens: SealedTokens(version: user.tokens.version, storedAt: user.tokens.storedAt, sealed: [2]))
    }
    #expect(try store.replaceTokens(fresh, in: shop, now: at(3)) == 1)
    #expect(try store.userTokens(of: shop).map(\.tokens.sealed) == [[2], [3], [1]])
    #expect(try store.sealedTokens(ofKakaoUser: 5, in: shop)?.version == 2)
  }

  @Test("a sweep removes what has expired, at most so many of a kind, and nothing else")
  func sweep() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    for index in 0..<5 {
      _ = try store.useAttempt([UInt8(index)], of: shop, expiresAt: at(Int64(index) * 10))
      var login = LoginRecord.sample(Int64(index + 1), at: 0)
      login.handoff = StoredHandoff(
        codeHash: [UInt8(index)], kakaoUserID: Int64(index + 1), expiresAt: at(Int64(index) * 10), payload: [])
      login.session = StoredSession(
        hash: [UInt8(index)], kakaoUserID: Int64(index + 1), createdAt: at(0), usedAt: at(0),
        expiresAt: at(Int64(index) * 10))
      login.signupMilliseconds = Int64(index) * 10
      _ = try store.recordLogin(login, in: shop)
    }
    _ = try store.claimLink(member: "a", kakaoUser: 1, in: shop, now: at(1))
    let first = try store.sweepLogins(now: at(30), limit: 2)
    #expect(first.attempts == 2 && first.handoffs == 2 && first.sessions == 2 && first.signups == 2)
    #expect(first.reached(2))
    let second = try store.sweepLogins(now: at(30), limit: 100)
    // The hand-off and the session of one whose signup was over have gone with it.
    #expect(second.attempts == 2 && second.handoffs == 1 && second.sessions == 1 && second.signups == 1)
    #expect(try store.sweepLogins(now: at(30)).isEmpty)
    #expect(try store.pendingSignups(of: shop).map(\.kakaoUserID) == [5])
    #expect(try store.kakaoUser(1, in: shop) != nil, "a completed signup is not swept")
    #expect(try store.kakaoUser(2, in: shop) == nil)
  }
}
