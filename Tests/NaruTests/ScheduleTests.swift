import CommonValues
import Foundation
import Logging
import Store
import Synchronization
import Testing

@testable import Naru

@Suite("A schedule")
struct ScheduleTests {
  private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  @Test(
    "says its times in Seoul",
    arguments: [
      ("hourly", "2026-11-27T10:59:59+09:00", "2026-11-27T10:00:00+09:00", "2026-11-27T11:00:00+09:00"),
      ("hourly :15", "2026-11-27T10:14:59+09:00", "2026-11-27T09:15:00+09:00", "2026-11-27T10:15:00+09:00"),
      ("daily 04:00", "2026-11-27T04:00:00+09:00", "2026-11-27T04:00:00+09:00", "2026-11-28T04:00:00+09:00"),
      ("daily 04:00", "2026-11-27T03:59:59+09:00", "2026-11-26T04:00:00+09:00", "2026-11-27T04:00:00+09:00"),
      // 2026-11-27 is a Friday.
      ("weekly sun 03:00", "2026-11-27T10:00:00+09:00", "2026-11-22T03:00:00+09:00", "2026-11-29T03:00:00+09:00"),
      ("weekly fri 23:59", "2026-11-27T10:00:00+09:00", "2026-11-20T23:59:00+09:00", "2026-11-27T23:59:00+09:00"),
      ("weekly thu 00:00", "1970-01-01T00:00:00+09:00", "1970-01-01T00:00:00+09:00", "1970-01-08T00:00:00+09:00"),
      ("weekly mon 00:00", "1969-12-31T00:00:00+09:00", "1969-12-29T00:00:00+09:00", "1970-01-05T00:00:00+09:00"),
    ])
  func times(spec: String, now: String, previous: String, next: String) throws {
    let schedule = try #require(Schedule(spec))
    #expect(try schedule.previous(at(now)) == at(previous))
    #expect(try schedule.next(after: at(now)) == at(next))
    #expect(schedule.description == spec)
  }

  @Test("that is none is refused")
  func refused() {
    for text in [
      "", "daily", "daily 4:00", "daily 24:00", "daily 04:60", "daily 04:00:00", "daily ０４:００", "Daily 04:00",
      "hourly 15",
      "hourly :60", "hourly :1", "weekly", "weekly sun", "weekly sunday 03:00", "weekly sun 03:00 x",
      "weekly 03:00 sun",
      "every minute", "* * * * *", "daily -1:00", "hourly :+1",
    ] {
      #expect(Schedule(text) == nil, "\(text)")
    }
  }

  @Test("the next time is after now, the previous is not, and nothing lies between")
  func between() throws {
    var seed: UInt64 = 7
    func random(_ limit: UInt64) -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (seed >> 33) % limit
    }
    for spec in ["hourly", "hourly :59", "daily 00:00", "daily 23:59", "weekly mon 00:00", "weekly sun 23:59"] {
      let schedule = try #require(Schedule(spec))
      for _ in 0..<500 {
        let now = Timestamp(milliseconds: Int64(random(4_000_000_000)) * 1_000 - 1_000_000_000_000)
        let (previous, next) = (schedule.previous(now), schedule.next(after: now))
        #expect(previous <= now && now < next)
        #expect(schedule.previous(next) == next && schedule.previous(next.adding(milliseconds: -1)) == previous)
      }
    }
  }

  // MARK: What is done

  private func with(
    _ schedule: String, transport: FakeKakao = FakeKakao(),
    _ body: (Naru, NaruJobs, TestTime) async throws -> Void
  ) async throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n",
      "shops/flower.yaml": ConfigurationFolder.shop + "schedule: {\(schedule)}\n",
    ])
    let time = TestTime("2026-11-27T10:00:00+09:00")
    let naru = try Naru(folder.load(adapters: Naru.builtInAdapters).get(), transport: transport) { time.now }
    let jobs = try NaruJobs(naru, logger: Logger(label: "naru"))
    try await body(naru, jobs, time)
    await jobs.tasks.close()
    await naru.close()
  }

  @Test("begins with its next time, is done once, and once more for all that was missed")
  func missed() async throws {
    try await with("sync: daily 04:00") { naru, jobs, time in
      let shop = try naru.connection("flower")
      func round() async throws -> Int {
        await jobs.schedules.round()
        await jobs.tasks.settle()
        return try await shop.runs().count
      }
      #expect(try await round() == 0)
      time.set("2026-11-28T03:59:59+09:00")
      #expect(try await round() == 0)
      time.set("2026-11-28T04:00:00+09:00")
      #expect(try await round() == 1)
      #expect(try await round() == 1)
      #expect(try await shop.runs()[0].kind == .sync)
      // Nobody ran for a week.
      time.set("2026-12-05T12:00:00+09:00")
      let later = try NaruJobs(naru, logger: Logger(label: "naru"))
      await later.schedules.round()
      await later.tasks.settle()
      #expect(try await shop.runs().count == 2)
      #expect(try await round() == 2)
    }
  }

  @Test("of two processes one alone does what is due")
  func twoProcesses() async throws {
    try await with("sync: hourly, reconcile: weekly sun 03:00") { naru, jobs, time in
      let other = try NaruJobs(naru, logger: Logger(label: "naru"))
      await jobs.schedules.round()
      time.set("2026-11-29T11:00:00+09:00")
      async let first: Void = jobs.schedules.round()
      async let second: Void = other.schedules.round()
      _ = await (first, second)
      await jobs.tasks.settle()
      await other.tasks.settle()
      // One of the two may have found the other's lease; it is tried again a minute later.
      time.set("2026-11-29T11:02:00+09:00")
      for jobs in [jobs, other] {
        await jobs.schedules.round()
        await jobs.tasks.settle()
      }
      let kinds = try await naru.connection("flower").runs().map(\.kind)
      #expect(kinds.count { $0 == .sync } == 1 && kinds.count { $0 == .reconcile } == 1)
    }
  }

  @Test("that finds the shop's lease taken is tried again a minute later")
  func leaseTaken() async throws {
    try await with("sync: hourly") { naru, jobs, time in
      let shop = try naru.connection("flower")
      await jobs.schedules.round()
      time.set("2026-11-27T11:00:00+09:00")
      let (id, now) = (shop.shop.id, time.now)
      let lease = try #require(
        try naru.store.acquireLease(id, holder: "another:1", now: now, duration: .seconds(3_600)))
      func round() async throws -> Int {
        await jobs.schedules.round()
        await jobs.tasks.settle()
        return try await shop.runs().count
      }
      #expect(try await round() == 0)
      try naru.store.release(lease)
      #expect(try await round() == 0)
      time.set("2026-11-27T11:01:00+09:00")
      #expect(try await round() == 1)
    }
  }

  @Test("is tried again when it has failed: soon, and not too often")
  func failed() async throws {
    for (spec, minutes) in [("hourly", 15), ("daily 04:00", 60), ("weekly sun 03:00", 420)] as [(String, Int64)] {
      let schedule = try #require(Schedule(spec))
      let now = try at("2026-11-27T10:00:00+09:00")
      let due = schedule.previous(now)
      #expect(ScheduleRunner.retry(schedule, due: due, now: now) == now.adding(milliseconds: minutes * 60_000))
    }
    let kakao = FakeKakao()
    try await with("reconcile: daily 04:00", transport: kakao) { naru, jobs, time in
      let shop = try naru.connection("flower")
      func round() async throws -> Int {
        await jobs.schedules.round()
        await jobs.tasks.settle()
        return try await shop.runs().count { $0.outcome == .succeeded }
      }
      #expect(try await round() == 0)
      time.set("2026-11-28T04:00:00+09:00")
      let (id, now) = (shop.shop.id, time.now)
      kakao.state.withLock { $0.failures["/v1/user/ids"] = (500, -1, -1) }
      #expect(try await round() == 0)
      kakao.state.withLock { $0.failures = [:] }
      time.set("2026-11-28T04:59:59+09:00")
      #expect(try await round() == 0)
      time.set("2026-11-28T05:00:00+09:00")
      #expect(try await round() == 1)
      #expect(try naru.store.schedules(of: id).first?.doneFor == now)
    }
  }

  @Test("is read from the config, and a wrong one stops the start with its place")
  func configured() throws {
    let good = try ConfigurationFolder.withShop(
      ConfigurationFolder.shop + "schedule:\n  sync: daily 04:00\n  reconcile: weekly sun 03:00\n"
    ).load().get()
    #expect(good.shops[0].schedule.sync == Schedule("daily 04:00"))
    #expect(good.shops[0].schedule.reconcile == Schedule("weekly sun 03:00"))
    let bad = try ConfigurationFolder.withShop(
      ConfigurationFolder.shop + "schedule:\n  sync: daily 4\n  imports: hourly\n"
    ).load()
    #expect(bad.configuration == nil)
    #expect(bad.summary.contains { $0.hasPrefix("invalid-value flower.yaml:") })
    #expect(bad.summary.contains { $0.hasPrefix("unknown-key flower.yaml:") })
    let keyless = try ConfigurationFolder.withShop("id: flower\nschedule: {sync: hourly}\n").load()
    #expect(keyless.summary.contains { $0.hasPrefix("missing-key") })
  }
}

/// A clock that tests set.
final class TestTime: Sendable {
  private let time: Mutex<Timestamp>

  init(_ text: String) { time = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

  var now: Timestamp { time.withLock { $0 } }
  func set(_ text: String) { if let new = Timestamp(text) { time.withLock { $0 = new } } }
  func advance(seconds: Int64) { time.withLock { $0 = $0.adding(milliseconds: seconds * 1_000) } }
}
