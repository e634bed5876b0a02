import CommonValues
import NaruTestSupport
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

/// Reliability checklist 53, 61 and 81: the n-th call to store or Kakao fails, for every n and in every way.
@Suite("A crash at any step")
struct CrashTests {
  /// A synced shop of eight to which something happened; batches of two.
  private func changedShop(countsAbsentRemovals: Bool) async throws -> Harness {
    let file = Sample.file(columns: SyncTests.columns, consent: .granted([.sms]))
    let shop = Harness([file], batchSize: 2)
    shop.kakao.state.withLock { $0.countsAbsentRemovals = countsAbsentRemovals }
    for number in 1...8 { shop.ledger.put(member(number, .granted)) }
    try await shop.sync()
    for number in 1...3 { shop.ledger.put(member(number, .denied)) }
    for number in 4...6 { shop.ledger.put(member(number, .granted, grade: "새싹")) }
    for number in 9...11 { shop.ledger.put(member(number, .granted)) }
    return shop
  }

  private func member(_ number: Int, _ state: Consent.State, grade: String = "VIP") -> MemberFacts {
    SyncTests.member(number, grade: grade).with { $0.member.consents = [Consent(.sms, state)] }
  }

  /// Runs until the failing number is beyond the last call; after each failure the next runs must make everything right.
  private func everyStep(
    _ mode: FaultPlan.Mode, confirmed: Bool = false, _ make: () async throws -> Harness,
    then check: (Harness, Int) async throws -> Void
  ) async throws {
    var failing = 1
    while true {
      let shop = try await make()
      shop.faults.reset(failing: failing, mode: mode)
      _ = try? await shop.sync(confirmed: confirmed)
      let calls = shop.faults.count
      shop.faults.reset()
      guard failing <= calls else { break }
      // A process that died left its lease behind.
      shop.wait(seconds: 61)
      for _ in 0..<3 where try await shop.sync(confirmed: confirmed).ending == .complete { break }
      try await check(shop, failing)
      #expect(try await !shop.plan().hasWork, "step \(failing)")
      failing += 1
    }
    #expect(failing > 10)
  }

  @Test("a difference", arguments: FaultPlan.Mode.allCases, [true, false])
  func difference(_ mode: FaultPlan.Mode, _ countsAbsent: Bool) async throws {
    try await everyStep(mode) {
      try await changedShop(countsAbsentRemovals: countsAbsent)
    } then: { shop, step in
      let definition = shop.settings.withLock { $0.files[0] }
      #expect(shop.held() == shop.wanted(definition), "step \(step)")
      #expect(shop.held().keys.allSatisfy { $0 > 3 })
    }
  }

  @Test("a crash costs at most one repeated request", arguments: [FaultPlan.Mode.dieBefore, .dieAfter])
  func repeatedRequests(_ mode: FaultPlan.Mode) async throws {
    let clean = try await changedShop(countsAbsentRemovals: true)
    let before = clean.kakao.calls.count
    try await clean.sync()
    let needed = rows(clean.kakao.calls[before...])
    try await everyStep(mode) {
      try await changedShop(countsAbsentRemovals: true)
    } then: { shop, step in
      #expect(rows(shop.kakao.calls[before...]) <= needed + 2, "step \(step)")
    }
  }

  private func rows(_ calls: ArraySlice<FakeKakao.Call>) -> Int {
    calls.reduce(0) { sum, call in
      switch call {
      case .add(let count), .remove(let count): sum + count
      case .list, .create: sum
      }
    }
  }

  @Test("the first sync, which creates the file", arguments: FaultPlan.Mode.allCases)
  func firstSync(_ mode: FaultPlan.Mode) async throws {
    try await everyStep(mode) {
      SyncTests.shop(5, batchSize: 2)
    } then: { shop, step in
      #expect(shop.held() == shop.wanted(SyncTests.file), "step \(step)")
      #expect(shop.kakao.state.withLock { $0.files.count } == 1)
    }
  }

  @Test("a change of columns", arguments: FaultPlan.Mode.allCases)
  func columns(_ mode: FaultPlan.Mode) async throws {
    try await everyStep(mode, confirmed: true) {
      let shop = SyncTests.shop(3, batchSize: 2)
      try await shop.sync()
      shop.configure([FileChangeTests.wider])
      return shop
    } then: { shop, step in
      #expect(shop.held("전체회원 (2)") == shop.wanted(FileChangeTests.wider), "step \(step)")
      #expect(shop.held().isEmpty, "step \(step)")
      #expect(shop.kakao.state.withLock { $0.files.count } == 2)
    }
  }

  @Test("a file that vanished", arguments: FaultPlan.Mode.allCases)
  func vanished(_ mode: FaultPlan.Mode) async throws {
    try await everyStep(mode) {
      let shop = SyncTests.shop(5, batchSize: 2)
      try await shop.sync()
      shop.kakao.state.withLock { $0.files = [] }
      shop.ledger.put(SyncTests.member(6), SyncTests.member(1).with { $0.member.status = .value(.withdrawn) })
      return shop
    } then: { shop, step in
      #expect(shop.held() == shop.wanted(SyncTests.file), "step \(step)")
    }
  }

  @Test("members change at random, calls fail at random: in the end Kakao holds what is wanted", arguments: 0..<20)
  func random(_ seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed)
    let definition = RandomCase.file(&generator)
    let shop = Harness([definition], batchSize: 3)
    shop.kakao.state.withLock { $0.countsAbsentRemovals = Bool.random(using: &generator) }
    for _ in 0..<12 {
      for _ in 0..<6 {
        let number = Int.random(in: 1...15, using: &generator)
        let user = Int64(Int.random(in: 1...10, using: &generator))
        var facts = RandomCase.facts(&generator, id: "m\(number)", user: user)
        facts.recordTime = Timestamp(seconds: 1_700_000_000 + Int64.random(in: 0...1000, using: &generator))
        shop.ledger.put(facts)
      }
      shop.wait(seconds: Int64.random(in: 61...4_000_000, using: &generator))
      shop.faults.reset(
        failing: Int.random(in: 1...30, using: &generator),
        mode: FaultPlan.Mode.allCases.randomElement(using: &generator)!)
      _ = try? await shop.sync()
      shop.faults.reset()
    }
    shop.wait(seconds: 61)
    for _ in 0..<3 where try await shop.sync().ending == .complete { break }
    #expect(shop.held() == shop.wanted(definition))
    #expect(try await !shop.plan().hasWork)
  }
}
