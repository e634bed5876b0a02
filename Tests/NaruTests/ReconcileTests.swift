import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import Naru

@Suite("Reconciling with Kakao")
struct ReconcileTests {
  private func with(
    _ linked: ClosedRange<Int64> = 1...250, _ kakao: FakeKakao = FakeKakao(users: Array(1...250)), max: String? = nil,
    _ body: (Connection, FakeKakao, TestTime) async throws -> Void
  ) async throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n",
      "shops/flower.yaml": ConfigurationFolder.shop.replacing(
        "kakao:\n", with: "kakao:\n" + (max.map { "  max_missing: \($0)\n" } ?? "")),
    ])
    let time = TestTime("2026-11-27T10:00:00+09:00")
    let naru = try Naru(folder.load(adapters: Naru.builtInAdapters).get(), transport: kakao) { time.now }
    let shop = try naru.connection("flower")
    let at = try #require(Timestamp("2026-11-01T00:00:00+09:00"))
    try await shop.apply(
      linked.flatMap { user -> [ShopEvent] in
        [.member(Member(id: "m\(user)")), .accountLinked(memberID: "m\(user)", kakaoUserID: user, at: at)]
      }, sourceTime: at)
    try await body(shop, kakao, time)
    await naru.close()
  }

  private func linked(_ shop: Connection) async throws -> Set<Int64> {
    Set(try await shop.members(limit: 10_000).compactMap { $0.link?.kakaoUserID })
  }

  @Test("who unlinked while no webhook came loses the link, the others keep theirs, and relations are learnt")
  func unlinked() async throws {
    try await with { shop, kakao, _ in
      kakao.state.withLock {
        $0.users.subtract([7, 120, 250])
        $0.users.formUnion([900, 901])
        $0.blocked = [8]
      }
      let result = try await shop.reconcile()
      #expect(result.ending == .complete && result.problem == nil)
      #expect(result.users.listed == 249 && result.users.known == 250)
      #expect(result.users.missing == 3 && result.users.unlinked == 3 && result.users.stillLinked == 0)
      #expect(try await linked(shop) == Set(1...250).subtracting([7, 120, 250]))
      #expect(try await shop.member("m8").relations["_xgTNZs"]?.state == .blocked)
      #expect(result.relations.asked == 247 && result.relations.changed == 247)
      let run = try #require(try await shop.run(result.runID))
      #expect(run.kind == .reconcile && run.outcome == .succeeded && run.summary.contains("\"unlinked\":3"))
      let view = RunView(run, withFindings: true)
      #expect(view.counts["unlinked"] == 3 && view.kind == "reconcile")
      // Again there is nothing left to do.
      let again = try await shop.reconcile()
      #expect(again.users.missing == 0 && again.users.known == 247 && again.relations.changed == 0)
    }
  }

  @Test("nobody is ended for not having been listed: each is asked about", arguments: [true, false])
  func asked(answersForMany: Bool) async throws {
    try await with { shop, kakao, _ in
      kakao.state.withLock {
        $0.unlisted = [5, 6]
        $0.answersForMany = answersForMany
      }
      let result = try await shop.reconcile()
      #expect(result.users.missing == 2 && result.users.unlinked == 0 && result.users.stillLinked == 2)
      #expect(try await linked(shop).count == 250)
      #expect(kakao.calls("/v2/user/me") == (answersForMany ? 0 : 2))
    }
  }

  @Test("more missing than is plausible end nobody until somebody says yes; relations are asked for all the same")
  func guarded() async throws {
    try await with(1...60) { shop, kakao, _ in
      kakao.state.withLock { $0.users = Set(1...54) }
      let result = try await shop.reconcile()
      #expect(result.ending == .guarded && result.exitCode == 2 && result.problem?.code == "too-many-missing")
      #expect(result.users.missing == 6 && result.users.unlinked == 0 && result.relations.asked == 60)
      #expect(try await linked(shop).count == 60 && kakao.calls("/v2/user/me") == 0)
      let confirmed = try await shop.reconcile(confirmed: true)
      #expect(confirmed.ending == .complete && confirmed.users.unlinked == 6)
      #expect(try await linked(shop) == Set(1...54))
    }
  }

  @Test("how many may be missing is the config's to say")
  func limit() async throws {
    try await with(1...60, max: "10%") { shop, kakao, _ in
      kakao.state.withLock { $0.users = Set(1...54) }
      let result = try await shop.reconcile()
      #expect(result.ending == .complete && result.users.unlinked == 6)
    }
    try await with(1...250, max: "2%") { shop, kakao, _ in
      kakao.state.withLock { $0.users = Set(1...244) }
      let result = try await shop.reconcile()
      #expect(result.ending == .guarded && result.users.missing == 6 && result.users.unlinked == 0)
    }
  }

  @Test("who unlinked is found also when only the shop's records name the user")
  func statedOnly() async throws {
    try await with(1...20) { shop, kakao, _ in
      kakao.state.withLock { $0.users = Set(1...20).union([900]) }
      for user in [900, 901] as [Int64] {
        var member = Member(id: "s\(user)")
        member.kakaoUserID = .value(user)
        try await shop.apply(.member(member))
      }
      let result = try await shop.reconcile()
      #expect(result.users.known == 22 && result.users.missing == 1 && result.users.unlinked == 1)
      #expect(try await shop.member("s901").endedKakaoUsers[901] != nil)
      #expect(try await shop.member("s900").endedKakaoUsers[900] == nil)
      let again = try await shop.reconcile()
      #expect(again.users.known == 21 && again.users.missing == 0)
    }
  }

  @Test("an empty list is never believed")
  func empty() async throws {
    try await with(1...3, FakeKakao()) { shop, _, _ in
      let result = try await shop.reconcile()
      #expect(result.ending == .guarded && result.users.listed == 0 && result.users.missing == 3)
      #expect(try await linked(shop).count == 3)
    }
  }

  @Test("a list that comes in no order changes nothing")
  func shuffled() async throws {
    try await with { shop, kakao, _ in
      kakao.state.withLock { $0.isShuffled = true }
      let result = try await shop.reconcile()
      #expect(result.ending == .failed && result.problem?.code == "kakao-unreadable-answer")
      #expect(try await linked(shop).count == 250)
    }
  }

  @Test("one that Kakao's quota ended goes on where it was, for a day", arguments: [3_600, 90_000] as [Int64])
  func resumed(later: Int64) async throws {
    try await with { shop, kakao, time in
      kakao.state.withLock {
        $0.users.remove(7)
        $0.failures["/v2/app/users"] = (400, -10, 1)
      }
      let stopped = try await shop.reconcile()
      #expect(stopped.ending == .quota && stopped.exitCode == 75 && stopped.users.missing == 1)
      #expect(try await linked(shop).count == 250)
      let listed = kakao.calls("/v1/user/ids")
      time.advance(seconds: later)
      let result = try await shop.reconcile()
      #expect(result.ending == .complete && result.users.unlinked == 1)
      #expect(kakao.calls("/v1/user/ids") == (later < 86_400 ? listed : listed * 2))
      #expect(try await linked(shop).count == 249)
    }
  }

  @Test("a yes that comes after an interruption asks for the list anew")
  func confirmedLater() async throws {
    try await with(1...20) { shop, kakao, _ in
      kakao.state.withLock {
        $0.users = Set(1...14)
        $0.failures["/v2/api/talk/channels/multi"] = (400, -10, 1)
      }
      #expect(try await shop.reconcile().ending == .quota)
      let result = try await shop.reconcile(confirmed: true)
      #expect(result.ending == .complete && result.users.unlinked == 6)
    }
  }

  @Test("it does not run beside another run of the shop")
  func lease() async throws {
    try await with(1...3) { shop, _, time in
      let id = shop.shop.id
      _ = try shop.naru.store.acquireLease(id, holder: "another:1", now: time.now, duration: .seconds(60))
      let error = await #expect(throws: NaruError.self) { _ = try await shop.reconcile() }
      #expect(error?.diagnostics.first?.code == "lease-taken")
      #expect(try await shop.runs().isEmpty)
    }
  }

  @Test("a customer file that is gone at Kakao is made again by the next sync")
  func vanishedFile() async throws {
    try await with(1...3) { shop, kakao, _ in
      _ = try await shop.plan()
      let id = shop.shop.id
      var file = try #require(try shop.naru.store.ledgerFiles(of: id).first)
      file.kakaoFileID = 42
      _ = try shop.naru.store.save(file)
      kakao.state.withLock { $0.files = [42] }
      let there = try await shop.reconcile()
      #expect(there.files.checked == 1 && there.files.vanished == 0)
      kakao.state.withLock { $0.files = [43] }
      let gone = try await shop.reconcile()
      #expect(gone.files.vanished == 1 && gone.notices.map(\.code) == ["customer-file-vanished"])
      #expect(try shop.naru.store.ledgerFiles(of: id).first?.kakaoFileID == nil)
    }
  }
}
