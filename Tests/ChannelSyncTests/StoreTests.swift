import CommonValues
import NaruTestSupport
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

/// The same journeys over the real store.
@Suite("Sync over the store")
struct StoreTests {
  private final class Shop: Sendable {
    let store: Store
    let faults = FaultPlan()
    let kakao: FakeKakao
    let settings: CustomerFileSettings
    let clock = Mutex(Sample.time("2026-11-21T09:00:00+09:00"))
    let ids = Mutex<Set<String>>([])

    init(_ files: [CustomerFileDefinition]) throws {
      store = try Store.open(url: "sqlite::memory:")
      kakao = FakeKakao(faults: faults)
      settings = Sample.settings(files)
    }

    var now: Timestamp { clock.withLock { $0 } }

    func put(_ member: Member, at time: Timestamp) throws {
      ids.withLock { _ = $0.insert(member.id) }
      _ = try store.apply(.member(member), in: Sample.shop, sourceTime: time)
    }

    private var ledger: FaultyLedger { FaultyLedger(base: StoreLedger(store: store), faults: faults) }

    func plan() async throws -> ShopPlan {
      try await CustomerFilePlanner(settings, store: store).plan(today: now.seoulDate)
    }

    func sync() async throws -> SyncResult {
      let sync = CustomerFileSync(
        settings, ledger: ledger, service: kakao, now: { self.now },
        sleep: { _ in throw CancellationError() }, batchSize: 3)
      return try await sync.run(SyncOptions(confirmed: true, holder: "test"))
    }

    func wanted() throws -> [Int64: String] {
      let evaluator = RowEvaluator(settings.files[0], settings: settings, today: now.seoulDate)
      let facts = try store.memberFacts(ids.withLock { $0.sorted() }, in: Sample.shop)
      var wanted: [Int64: String] = [:]
      for facts in facts.sorted(by: FakeLedger.isOlder) {
        let evaluation = evaluator.evaluate(facts)
        guard let target = evaluation.target else { continue }
        wanted[target] =
          evaluation.contentHash == nil ? nil : String(decoding: evaluator.projection.row(facts), as: UTF8.self)
      }
      return wanted
    }

    func held() -> [Int64: String] { kakao.file("전체회원")?.rows ?? [:] }
  }

  @Test("members arrive, change and leave; Kakao follows; then there is nothing to do")
  func journey() async throws {
    let shop = try Shop([Sample.file(columns: SyncTests.columns, consent: .granted([.sms]))])
    func member(_ number: Int, _ state: Consent.State, at day: String) throws {
      var member = SyncTests.member(number).member
      member.consents = [Consent(.sms, state)]
      try shop.put(member, at: Sample.time(day))
    }
    for number in 1...7 { try member(number, .granted, at: "2026-11-01") }
    let plan = try await shop.plan()
    #expect(plan.files.map(\.add) == [7] && plan.files.map(\.calls) == [1])
    #expect(try await shop.sync().ending == .complete)
    #expect(try shop.held() == shop.wanted() && shop.held().count == 7)
    #expect(try await !shop.plan().hasWork)

    try member(3, .denied, at: "2026-11-10")
    _ = try shop.store.apply(
      .memberWithdrawn(id: "m4", at: Sample.time("2026-11-12")), in: Sample.shop, sourceTime: Sample.time("2026-11-12"))
    let result = try await shop.sync()
    #expect(result.ending == .complete && result.files[0].plan.remove == 2 && result.files[0].sent == 2)
    #expect(Set(shop.held().keys) == [1, 2, 5, 6, 7])
    // An older record that says yes changes nothing.
    try member(3, .granted, at: "2026-11-05")
    #expect(try await !shop.plan().hasWork)
    #expect(try shop.store.runs(of: Sample.shop).map(\.outcome) == [.succeeded, .succeeded])
  }

  @Test("links and their end decide who is who")
  func links() async throws {
    let shop = try Shop([Sample.file()])
    try shop.put(Member(id: "m1"), at: Sample.time("2026-11-01"))
    try shop.put(SyncTests.member(2).member, at: Sample.time("2026-11-01"))
    #expect(try await shop.sync().files[0].sent == 1)
    _ = try shop.store.apply(
      .accountLinked(memberID: "m1", kakaoUserID: 77, at: Sample.time("2026-11-03")), in: Sample.shop,
      sourceTime: Sample.time("2026-11-03"))
    #expect(try await shop.sync().ending == .complete)
    #expect(Set(shop.held().keys) == [2, 77])
    for user: Int64 in [77, 2] {
      _ = try shop.store.apply(
        .accountUnlinked(kakaoUserID: user, at: Sample.time("2026-11-04")), in: Sample.shop,
        sourceTime: Sample.time("2026-11-04"))
    }
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held().isEmpty)
  }

  @Test("explain reads the store: who stands for a phone number, and why somebody is out")
  func explain() async throws {
    let shop = try Shop([Sample.file(users: .phone, consent: .granted([.sms]))])
    for (id, state, day) in [("old", Consent.State.granted, "2026-11-01"), ("new", .denied, "2026-11-02")] {
      var member = Member(id: id)
      member.phone = Field(PhoneNumber("010-0000-1234"))
      member.consents = [Consent(.sms, state)]
      try shop.put(member, at: Sample.time(day))
    }
    let explainer = MemberExplainer(shop.settings, store: shop.store)
    let old = try await explainer.explain(memberID: "old", today: Sample.today).files[0]
    #expect(!old.isIn && old.rules.filter { !$0.ok }.map(\.rule) == ["stands_for_target"])
    let new = try await explainer.explain(memberID: "new", today: Sample.today).files[0]
    #expect(!new.isIn && new.rules.filter { !$0.ok }.map(\.rule) == ["consent"])
    #expect(try await shop.sync().files[0].sent == 0)
  }

  @Test("time passes: who is due comes and goes by the day")
  func due() async throws {
    let file = Sample.file(columns: [Column(name: "나이", source: .age)]) { $0.age = .init(atLeast: 20, atMost: 21) }
    let shop = try Shop([file])
    for month in 1...12 {
      var member = SyncTests.member(month).member
      member.birthDate = .value(try #require(CalendarDate(year: 2006, month: month, day: 15)))
      try shop.put(member, at: Sample.time("2026-11-01"))
    }
    for _ in 0..<30 {
      #expect(try await shop.sync().ending == .complete)
      #expect(try shop.held() == shop.wanted())
      shop.clock.withLock { $0 = $0.adding(milliseconds: 40 * 86_400_000) }
    }
    #expect(shop.held().isEmpty)
  }

  @Test("members change at random, calls fail at random: in the end Kakao holds what is wanted", arguments: 0..<8)
  func random(_ seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed)
    let shop = try Shop([RandomCase.file(&generator)])
    for _ in 0..<8 {
      for _ in 0..<6 {
        let number = Int.random(in: 1...15, using: &generator)
        let user = Int64(Int.random(in: 1...10, using: &generator))
        let facts = RandomCase.facts(&generator, id: "m\(number)", user: user)
        try shop.put(
          facts.member, at: Timestamp(seconds: 1_700_000_000 + Int64.random(in: 0...1000, using: &generator)))
      }
      let wait = Int64.random(in: 61_000...4_000_000_000, using: &generator)
      shop.clock.withLock { $0 = $0.adding(milliseconds: wait) }
      shop.faults.reset(
        failing: Int.random(in: 1...30, using: &generator),
        mode: FaultPlan.Mode.allCases.randomElement(using: &generator)!)
      _ = try? await shop.sync()
      shop.faults.reset()
    }
    shop.clock.withLock { $0 = $0.adding(milliseconds: 61_000) }
    for _ in 0..<3 where try await shop.sync().ending == .complete { break }
    #expect(try shop.held() == shop.wanted())
    #expect(try await !shop.plan().hasWork)
  }

  @Test("a crash at any step over the store", arguments: FaultPlan.Mode.allCases)
  func crash(_ mode: FaultPlan.Mode) async throws {
    var failing = 1
    while true {
      let shop = try Shop([Sample.file(columns: SyncTests.columns)])
      for number in 1...7 { try shop.put(SyncTests.member(number).member, at: Sample.time("2026-11-01")) }
      _ = try await shop.sync()
      for number in 1...4 {
        _ = try shop.store.apply(
          .memberWithdrawn(id: "m\(number)", at: Sample.time("2026-11-12")), in: Sample.shop,
          sourceTime: Sample.time("2026-11-12"))
      }
      for number in 5...11 {
        try shop.put(SyncTests.member(number, grade: "새싹").member, at: Sample.time("2026-11-12"))
      }
      shop.faults.reset(failing: failing, mode: mode)
      _ = try? await shop.sync()
      let calls = shop.faults.count
      shop.faults.reset()
      guard failing <= calls else { break }
      shop.clock.withLock { $0 = $0.adding(milliseconds: 61_000) }
      for _ in 0..<3 where try await shop.sync().ending == .complete { break }
      #expect(try shop.held() == shop.wanted(), "step \(failing)")
      #expect(shop.held().count == 7 && shop.held().keys.allSatisfy { $0 > 4 })
      failing += 1
    }
    #expect(failing > 15)
  }
}
