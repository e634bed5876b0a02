import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

@Suite("Sync when something goes wrong")
struct SyncFaultTests {
  @Test(
    "a fault ends the run with what was done recorded, and the next run does the rest",
    arguments: [
      (CustomerFileFault.Kind.quota, SyncResult.Ending.quota, Int32(75)), (.configuration, .failed, 1),
      (.refused, .failed, 1), (.unanswered, .failed, 1),
    ], [true, false])
  func faults(
    _ expected: (kind: CustomerFileFault.Kind, ending: SyncResult.Ending, code: Int32), _ isDone: Bool
  ) async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    shop.kakao.state.withLock { $0.replies[4] = .init(fault: expected.kind, isDone: isDone) }
    let result = try await shop.sync()
    #expect(result.ending == expected.ending && result.exitCode == expected.code && result.problem?.code == "test")
    #expect(result.files[0].sent == 2 && result.files[0].failed == 2)
    #expect(shop.kakao.calls.count == 4)
    #expect(shop.ledger.state.withLock { $0.lease == nil })
    #expect(try await shop.plan().files[0].add == 4)
    let again = try await shop.sync()
    #expect(again.ending == .complete && shop.held() == shop.wanted(SyncTests.file))
    #expect(again.files[0].sent == 4)
  }

  @Test(
    "a quota or wrong key while listing stops before anything is sent",
    arguments: [CustomerFileFault.Kind.quota, .configuration])
  func listing(_ kind: CustomerFileFault.Kind) async throws {
    let shop = Harness([SyncTests.file, Sample.file("둘째")])
    shop.ledger.put(SyncTests.member(1))
    shop.kakao.state.withLock { $0.replies[1] = .init(fault: kind) }
    let result = try await shop.sync()
    #expect(result.ending == (kind == .quota ? .quota : .failed) && shop.kakao.calls == [.list])
  }

  @Test(
    "rows that Kakao does not count stay unconfirmed, are reported, and are not sent again in the same run",
    arguments: [
      RowCounts(requested: 2, succeeded: 1), RowCounts(requested: 1, succeeded: 1),
      RowCounts(requested: nil, succeeded: nil), RowCounts(requested: 2, succeeded: nil),
      RowCounts(requested: 2, succeeded: 3), RowCounts(requested: 3, succeeded: 2),
    ])
  func countsDiffer(_ counts: RowCounts) async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    shop.kakao.state.withLock { $0.replies[4] = .init(counts: counts, isDone: true) }
    let result = try await shop.sync()
    #expect(result.ending == .failed && result.files[0].sent == 4 && result.files[0].failed == 2)
    #expect(result.notices.map(\.code) == ["customer-file-created", "row-counts-differ"])
    #expect(shop.kakao.calls.count == 5)
    #expect(try await shop.plan().files[0].add == 2)
    #expect(try await shop.sync().ending == .complete)
  }

  @Test("success without a single row taken stops sending to the file")
  func nothingTaken() async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    shop.kakao.state.withLock { $0.replies[3] = .init(counts: RowCounts(requested: 2, succeeded: 0)) }
    let result = try await shop.sync()
    #expect(result.ending == .failed && shop.kakao.calls.count == 3)
    #expect(result.notices.last?.code == "no-row-accepted" && result.notices.last?.severity == .error)
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held() == shop.wanted(SyncTests.file))
  }

  @Test("a removal that was sent before may find nobody; a new one may not", arguments: [true, false])
  func removedAlready(_ countsAbsent: Bool) async throws {
    let shop = SyncTests.shop(4)
    shop.kakao.state.withLock { $0.countsAbsentRemovals = countsAbsent }
    try await shop.sync()
    shop.ledger.put(SyncTests.member(1).with { $0.member.status = .value(.withdrawn) })
    let removal = shop.kakao.calls.count + 2
    shop.kakao.state.withLock { $0.replies[removal] = .init(fault: .unanswered, isDone: true) }
    #expect(try await shop.sync().ending == .failed)
    let again = try await shop.sync()
    #expect(again.ending == .complete)
    #expect(again.notices.map(\.code) == (countsAbsent ? [] : ["rows-gone-already"]))

    shop.ledger.put(SyncTests.member(2).with { $0.member.status = .value(.withdrawn) })
    let second = shop.kakao.calls.count + 2
    shop.kakao.state.withLock { $0.replies[second] = .init(counts: RowCounts(requested: 1, succeeded: 0)) }
    let result = try await shop.sync()
    #expect(result.ending == .failed && result.files[0].failed == 1 && shop.held().count == 3)
    try await shop.sync()
    #expect(shop.held().count == 2)
  }

  @Test("a removal's answer without counts is taken, an addition's is not")
  func removalWithoutCounts() async throws {
    let shop = SyncTests.shop(2)
    try await shop.sync()
    shop.ledger.put(SyncTests.member(1).with { $0.member.status = .value(.withdrawn) })
    let removal = shop.kakao.calls.count + 2
    shop.kakao.state.withLock {
      $0.replies[removal] = .init(counts: RowCounts(requested: nil, succeeded: nil), isDone: true)
    }
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held().count == 1)
  }

  @Test("another process with the lease: nothing is done")
  func leaseTaken() async throws {
    let shop = SyncTests.shop(1)
    let other = try await shop.ledger.acquireLease(
      Sample.shop, holder: "other", now: shop.now, duration: .seconds(60))
    #expect(other != nil)
    await #expect(throws: SyncError.leaseTaken) { try await shop.sync() }
    #expect(shop.kakao.calls.isEmpty && shop.ledger.state.withLock { $0.runs.isEmpty })
    shop.wait(seconds: 61)
    #expect(try await shop.sync().ending == .complete)
  }

  @Test("a lost lease stops the run, and what the other process holds is not touched")
  func leaseLost() async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    shop.kakao.during.withLock { hook in
      hook = { number in
        if number == 3 { shop.ledger.state.withLock { $0.lease = (99, .init(milliseconds: .max)) } }
      }
    }
    let result = try await shop.sync()
    #expect(result.ending == .failed && result.problem?.code == FakeLedger.leaseLost.diagnostic.code)
    #expect(shop.kakao.calls.count == 3)
    #expect(shop.ledger.state.withLock { $0.lease?.token } == 99)
  }

  @Test("the lease is renewed in the background, and its loss is noticed before the next batch")
  func renewal() async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    let ticks = AsyncStream<Void>.makeStream()
    let renewed = AsyncStream<Void>.makeStream()
    let watch = LeaseWatch()
    let lease = try #require(
      try await shop.ledger.acquireLease(Sample.shop, holder: "a", now: shop.now, duration: .seconds(60)))
    let keeping = Task {
      await watch.keep(
        {
          defer { renewed.continuation.yield() }
          try await shop.ledger.renew(lease, now: shop.now, duration: .seconds(60))
        },
        every: {
          for await _ in ticks.stream { return }
          throw CancellationError()
        })
    }
    var done = renewed.stream.makeAsyncIterator()
    ticks.continuation.yield()
    await done.next()
    #expect(shop.ledger.state.withLock { $0.renewals } == 1)
    try watch.check()
    shop.ledger.state.withLock { $0.lease = nil }
    ticks.continuation.yield()
    await done.next()
    await keeping.value
    #expect(throws: FakeLedger.leaseLost) { try watch.check() }
  }

  @Test("cancelling finishes the batch in flight and ends the run as interrupted", arguments: [1, 2, 3, 4])
  func cancellation(_ during: Int) async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    let running = Mutex<Task<SyncResult, any Error>?>(nil)
    let ready = AsyncStream<Void>.makeStream()
    shop.kakao.during.withLock { hook in
      hook = { number in if number == during { running.withLock { $0?.cancel() } } }
    }
    let task = Task {
      var iterator = ready.stream.makeAsyncIterator()
      await iterator.next()
      return try await shop.sync()
    }
    running.withLock { $0 = task }
    ready.continuation.yield()
    let result = try await task.value
    #expect(result.ending == .interrupted && result.exitCode == 1)
    #expect(result.files[0].sent == max(0, during - 2) * 2 && result.files[0].failed == 0)
    #expect(shop.held().count == max(0, during - 2) * 2)
    #expect(shop.ledger.state.withLock { $0.runs.map(\.outcome) } == [.interrupted])
    #expect(shop.ledger.state.withLock { $0.lease == nil && ($0.rows[1] ?? [:]).values.allSatisfy { $0.sent == nil } })
    shop.kakao.during.withLock { $0 = { _ in } }
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held() == shop.wanted(SyncTests.file))
  }
}
