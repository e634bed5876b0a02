import CommonValues
import NaruTestSupport
import Synchronization
import Testing

@testable import Ingest
@testable import Store

@Suite("The inbox's writer")
struct InboxWriterTests {
  static func delivery(_ number: Int) -> InboxDelivery {
    InboxDelivery(
      shop: Fixture.shop, source: "shop", dedup: Array("e\(number)".utf8), subject: "s\(number)",
      receivedAt: Fixture.now, body: Array("{}".utf8))
  }

  @Test("keeps what many hand over at once, many by one commit")
  func group() async throws {
    let fixture = try Fixture()
    let writer = InboxWriter(fixture.store)
    let receipts = await withTaskGroup(of: InboxReceipt?.self) { group in
      for number in 0..<500 { group.addTask { try? await writer.receive(Self.delivery(number)) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    await writer.close()
    #expect(receipts.count { $0 != nil } == 500)
    #expect(Set(receipts.compactMap { $0?.id }).count == 500)
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.waiting: 500])
  }

  @Test("keeps a hundred equal deliveries once")
  func equal() async throws {
    let fixture = try Fixture()
    let writer = InboxWriter(fixture.store)
    let receipts = await withTaskGroup(of: InboxReceipt?.self) { group in
      for _ in 0..<100 { group.addTask { try? await writer.receive(Self.delivery(7)) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    await writer.close()
    let stored = receipts.compactMap { $0 }.filter { if case .stored = $0 { true } else { false } }
    #expect(stored.count == 1)
    #expect(receipts.allSatisfy { $0?.id == stored.first?.id })
    #expect(try fixture.store.inbox(of: Fixture.shop, limit: 1_000).count == 1)
  }

  @Test("answers when its time is over although the disk does not, and recognises the repetition")
  func stalledDisk() async throws {
    let fixture = try Fixture(options: StoreOptions(busyTimeout: 600))
    let clock = HeldClock()
    let writer = InboxWriter(fixture.store, clock: clock)
    let holding = try await Self.hold(fixture)
    async let first = Self.outcome(writer, 1)
    await clock.waitForSleeper()
    clock.advance(by: .seconds(2))
    #expect(await first == .failure(.late))
    await holding.letGo()
    // The disk is back: the delivery was kept after all, or is now.
    let again = try await writer.receive(Self.delivery(1))
    await writer.close()
    #expect(try fixture.store.inbox(of: Fixture.shop).map(\.id) == [again.id])
  }

  @Test("what is sent once is kept when the store takes it again, although its sender was answered long before")
  func sentOnce() async throws {
    let fixture = try Fixture(options: StoreOptions(busyTimeout: 600))
    let clock = HeldClock()
    let writer = InboxWriter(fixture.store, clock: clock)
    let holding = try await Self.hold(fixture)
    // The first is being written; the others are in line behind it.
    async let first = Self.outcome(writer, 1)
    while writer.waiting == 0 { await Task.yield() }
    await clock.waitForSleeper()
    async let second = Self.outcome(writer, 2, isSentOnce: true)
    async let third = Self.outcome(writer, 3)
    while writer.waiting < 3 { await Task.yield() }
    clock.advance(by: .seconds(2))
    for answer in await [first, second, third] { #expect(answer == .failure(.late)) }
    await holding.letGo()
    await writer.close()
    let kept = try fixture.store.inbox(of: Fixture.shop).map(\.delivery.subject)
    #expect(kept.contains("s2") && !kept.contains("s3"))
  }

  @Test("refuses at once when too much waits, and after it was closed")
  func full() async throws {
    let fixture = try Fixture(options: StoreOptions(busyTimeout: 600))
    var options = InboxWriter.Options()
    options.capacity = 1
    // Nobody is late here, however slow the machine is.
    options.answerWithin = .seconds(3_600)
    let writer = InboxWriter(fixture.store, options: options)
    let holding = try await Self.hold(fixture)
    async let first = Self.outcome(writer, 1)
    while writer.waiting == 0 { await Task.yield() }
    #expect(await Self.outcome(writer, 2) == .failure(.full))
    await holding.letGo()
    #expect((try? await first.get()) != nil)
    await writer.close()
    #expect(await Self.outcome(writer, 3) == .failure(.closed))
  }

  /// Another writer holds the store, as a stalled disk would, until it is let go.
  private static func hold(_ fixture: Fixture) async throws -> Holding {
    let other = try Store.open(url: "sqlite:\(fixture.directory)/naru.db")
    let holding = Holding { hold in try other.together { _ in hold() } }
    await holding.waitUntilHeld()
    return holding
  }

  static func outcome(
    _ writer: InboxWriter, _ number: Int, isSentOnce: Bool = false
  ) async -> Result<InboxReceipt, InboxWriter.Refusal> {
    do throws(InboxWriter.Refusal) {
      return .success(try await writer.receive(delivery(number), isSentOnce: isSentOnce))
    } catch {
      return .failure(error)
    }
  }
}
