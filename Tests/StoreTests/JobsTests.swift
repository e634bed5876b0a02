import CommonValues
import GRDB
import ShopModel
import Testing

@testable import Store

@Suite("What the sidecar does by itself, in the store")
struct JobsTests {
  private func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

  /// A member whose record names a Kakao user.
  private func member(_ id: String, _ user: Int64) -> Member {
    var member = Member(id: id)
    member.kakaoUserID = .value(user)
    return member
  }

  private func accept(
    _ fixture: StoreFixture, _ spool: String, shop: ShopID? = nil, origin: String? = nil, at seconds: Int64 = 1
  ) throws -> Int64 {
    try fixture.store.accept(
      NewImport(
        shop: shop ?? fixture.shop, source: origin == nil ? .upload : .watch, file: nil, origin: origin, spool: spool,
        bytes: 5, options: "{}", receivedAt: time(seconds)))
  }

  @Test(
    "accepted files count up per shop, are begun in their order, one at a time of a shop, and keep what came of them")
  func imports() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop, other) = (fixture.store, fixture.shop, try #require(ShopID("other")))
    #expect(try accept(fixture, "a") == 1 && accept(fixture, "b") == 2 && accept(fixture, "c", shop: other) == 1)
    #expect(try store.shopsWithImports() == [shop, other])
    let first = try #require(try store.beginImport(of: shop, at: time(2)))
    #expect(first.id == 1 && first.state == .running && first.attempts == 1 && first.file == "upload-1")
    #expect(try store.beginImport(of: shop, at: time(2)) == nil)
    #expect(try store.beginImport(of: other, at: time(2))?.id == 1)
    try store.noteRun(7, ofImport: 1, in: shop)
    try store.noteRun(8, ofImport: 1, in: shop)
    #expect(try store.spoolFiles() == ["a", "b", "c"])
    try store.finishImport(1, in: shop, .done, result: "{\"x\":1}", at: time(3))
    let done = try #require(try store.acceptedImport(1, of: shop))
    #expect(done.state == .done && done.runs == [7, 8] && done.result == "{\"x\":1}" && done.finishedAt == time(3))
    #expect(done.spool == nil)
    #expect(try store.spoolFiles() == ["b", "c"])
    #expect(try store.beginImport(of: shop, at: time(4))?.id == 2)
    #expect(try store.acceptedImports(of: shop).map(\.id) == [2, 1])
    #expect(try store.acceptedImports(of: shop, before: 2).map(\.id) == [1])
    #expect(try store.acceptedImport(3, of: shop) == nil)
  }

  @Test("what was begun is put back in line when its process is lost, with the runs to end")
  func recovery() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    _ = try accept(fixture, "a")
    let run = try store.beginRun(.import, in: shop, at: time(1))
    _ = try store.beginImport(of: shop, at: time(1))
    try store.noteRun(run, ofImport: 1, in: shop)
    #expect(try store.shopsWithImports().isEmpty)
    let lost = try store.recoverImports()
    #expect(lost.map(\.runs) == [[run]])
    try store.endRuns(lost[0].runs, in: shop, at: time(2))
    #expect(try store.runs(of: shop)[0].outcome == .interrupted)
    #expect(try store.recoverImports().isEmpty)
    #expect(try store.beginImport(of: shop, at: time(3))?.attempts == 2)
    #expect(try store.recoverImports { _, id in id != 1 }.isEmpty)
    // What is put off through no fault of the file's is no attempt.
    try store.postponeImport(1, in: shop)
    #expect(try store.beginImport(of: shop, at: time(4))?.attempts == 2)
  }

  @Test("a watched file is found by its origin until it is put away; old files are forgotten, the newest never")
  func origin() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    _ = try accept(fixture, "a", origin: "5 1 2 members.csv")
    #expect(try store.acceptedImport(origin: "5 1 2 members.csv", of: shop)?.isFiled == false)
    #expect(try store.acceptedImport(origin: "other", of: shop) == nil)
    #expect(try store.unfiledImports(of: shop).isEmpty)
    _ = try store.beginImport(of: shop, at: time(1))
    try store.finishImport(1, in: shop, .failed, result: "{}", at: time(2))
    #expect(try store.unfiledImports(of: shop).map(\.id) == [1])
    #expect(try store.sweepImports(finishedBefore: time(100)) == 0)
    try store.noteFiled(1, in: shop)
    #expect(try store.unfiledImports(of: shop).isEmpty)
    #expect(try store.sweepImports(finishedBefore: time(100)) == 0)
    _ = try accept(fixture, "b")
    #expect(try store.sweepImports(finishedBefore: time(100)) == 1)
    #expect(try store.acceptedImport(1, of: shop) == nil)
    #expect(try accept(fixture, "c") == 3)
  }

  @Test("what is due is given once, to whoever asks first; a new or changed schedule begins with its next time")
  func schedules() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    func claim(_ due: Int64, at now: Int64, spec: String = "hourly") throws -> Bool {
      try store.claimSchedule("sync", spec: spec, due: time(due), of: shop, now: time(now), until: time(now + 300))
    }
    #expect(try !claim(3_600, at: 4_000))
    #expect(try !claim(3_600, at: 4_001))
    #expect(try claim(7_200, at: 7_201))
    #expect(try !claim(7_200, at: 7_202))
    // Whoever took it on was lost.
    #expect(try claim(7_200, at: 7_600))
    try store.postponeSchedule("sync", of: shop, until: time(7_700))
    #expect(try !claim(7_200, at: 7_650))
    #expect(try claim(7_200, at: 7_700))
    try store.finishSchedule("sync", due: time(7_200), of: shop, at: time(7_710))
    #expect(try !claim(7_200, at: 7_720))
    let state = try store.schedules(of: shop)
    #expect(state.map(\.doneFor) == [time(7_200)] && state[0].doneAt == time(7_710) && state[0].job == "sync")
    #expect(try !claim(10_800, at: 10_801, spec: "daily 04:00"))
    #expect(try store.schedules(of: shop).map(\.doneFor) == [time(10_800)])
    #expect(try claim(14_400, at: 14_401, spec: "daily 04:00"))
  }

  @Test("a reconciliation is remembered with the users that were missing, and forgotten as a whole")
  func reconciliation() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    #expect(try store.reconciliation(of: shop) == nil)
    try store.save(ReconciliationState(startedAt: time(1), position: "a"), missing: [5, 3], of: shop)
    try store.save(ReconciliationState(startedAt: time(1), position: "b"), missing: [3, 9], of: shop)
    #expect(try store.reconciliation(of: shop)?.position == "b")
    #expect(try store.missingUsers(of: shop, limit: 2) == [3, 5])
    #expect(try store.missingUsers(of: shop, after: 5, limit: 2) == [9])
    try store.save(nil, of: shop)
    #expect(try store.reconciliation(of: shop) == nil && store.missingUsers(of: shop, limit: 9).isEmpty)
  }

  @Test("known users are those with a link that holds, in order, each once")
  func knownUsers() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    for user in [30, 10, 20] as [Int64] {
      try fixture.apply(.accountLinked(memberID: "m\(user)", kakaoUserID: user, at: time(user)), at: user)
    }
    try fixture.apply(.accountUnlinked(kakaoUserID: 20, at: time(99)), at: 99)
    #expect(try fixture.store.knownKakaoUsers(of: fixture.shop, limit: 9) == [10, 30])
    #expect(try fixture.store.knownKakaoUsers(of: fixture.shop, after: 10, limit: 9) == [30])
    #expect(try fixture.store.knownKakaoUsers(of: fixture.shop, limit: 1) == [10])
    // Those that a record alone names are known too, until they unlink.
    for user in [15, 20, 30, 40] as [Int64] {
      try fixture.apply(.member(member("s\(user)", user)), at: 100)
    }
    #expect(try fixture.store.knownKakaoUsers(of: fixture.shop, limit: 9) == [10, 15, 30, 40])
    #expect(try fixture.store.knownKakaoUsers(of: fixture.shop, after: 15, limit: 1) == [30])
    try fixture.apply(.accountUnlinked(kakaoUserID: 40, at: time(101)), at: 101)
    #expect(try fixture.store.knownKakaoUsers(of: fixture.shop, after: 15, limit: 9) == [30])
  }

  @Test("what Kakao said of a user when it was asked is let go when the user unlinked or was erased meanwhile")
  func askedRelations() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    for user in [10, 20, 30] as [Int64] {
      try fixture.apply(.accountLinked(memberID: "m\(user)", kakaoUserID: user, at: time(user)), at: user)
    }
    for user in [40, 50] as [Int64] {
      try fixture.apply(.member(member("m\(user)", user)), at: user)
    }
    let answer = [10, 20, 30, 40, 50].map {
      ChannelRelation(kakaoUserID: $0, channel: "_a", state: .added, updatedAt: time(90))
    }
    // These came while the answer was under way.
    for user in [20, 50] as [Int64] {
      _ = try store.unlinkKakaoUser(user, in: shop, at: time(95), reason: .unlinkedByKakao)
    }
    _ = try store.erase(member: nil, kakaoUser: 30, in: shop, at: time(95))
    #expect(try store.apply(asked: answer, in: shop, at: time(96)))
    let stored = try store.pool.read { database in
      try Int64.fetchAll(database, sql: "SELECT kakao_user_id FROM channel_relations ORDER BY 1")
    }
    #expect(stored == [10, 40])
    #expect(try !store.apply(asked: answer, in: shop, at: time(97)))
  }
}
