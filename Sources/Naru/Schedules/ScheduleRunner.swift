import CommonValues
import Logging
import ShopModel
import Store
import Synchronization

/// What a shop's schedule can do.
enum ScheduledJob: String, Sendable, CaseIterable {
  case sync, reconcile
  /// Fetches exports by their addresses.
  case imports = "import"
}

/// Does each shop's scheduled work when it is due, once, whichever process is first. What was missed while nobody ran is done once, at the
/// start.
final class ScheduleRunner: Sendable {
  /// The pause between two looks at what is due.
  static let pause = Duration.seconds(15)
  /// Work of one kind that is done at one time: addresses that answer slowly hold up no sync.
  static let concurrent = 4
  /// How long work is ours without a word, in milliseconds; the shop's lease protects what takes longer.
  static let claim: Int64 = 300_000
  /// When work is tried again that found the shop's lease taken, in milliseconds.
  static let retry: Int64 = 60_000
  /// The soonest that what failed is tried again, in milliseconds; a twenty-fourth of the time between two of its times when that is longer.
  static let retryFailed: Int64 = 900_000

  private struct Key: Hashable, Sendable {
    var shop: ShopID
    var job: ScheduledJob
  }

  private let shops: JobShops
  private let tasks: TaskBook
  private let imports: ImportWorkers
  private let logger: Logger
  private let running = Mutex<Set<Key>>([])
  /// Rings when there is room for more.
  private let room = Bell()

  init(_ shops: JobShops, imports: ImportWorkers, tasks: TaskBook, logger: Logger) {
    self.shops = shops
    self.imports = imports
    self.tasks = tasks
    self.logger = logger
  }

  private var naru: Naru { shops.current.naru }

  /// What is scheduled now; another configuration may come while this runs.
  private var work: [(key: Key, schedule: Schedule, connection: Connection)] {
    shops.current.sorted.flatMap { connection in
      connection.shop.schedule.all.map { (Key(shop: connection.shop.id, job: $0), $1, connection) }
    }
  }

  /// Looks at once and then again and again, until the task is cancelled.
  func run(_ clock: any Clock<Duration>) async {
    while !Task.isCancelled {
      let heard = room.count
      await round()
      await withTaskGroup(of: Void.self) { group in
        group.addTask { try? await clock.sleep(for: ScheduleRunner.pause) }
        group.addTask { await self.room.wait(after: heard) }
        await group.next()
        group.cancelAll()
      }
    }
  }

  /// Begins what is due now.
  func round() async {
    for (key, schedule, connection) in work {
      let now = naru.now()
      let due = schedule.previous(now)
      guard begin(key) else { continue }
      do {
        guard try await claim(key, schedule, due: due, now: now) else {
          end(key)
          continue
        }
      } catch {
        end(key)
        logger.error("schedule: the store failed", metadata: ["shop": "\(key.shop)"])
        continue
      }
      let isStarted = tasks.start {
        await self.perform(key, connection, schedule, due: due)
        self.end(key)
        self.room.ring()
      }
      if !isStarted {
        end(key)
        try? await postpone(key, until: now)
      }
    }
  }

  private func begin(_ key: Key) -> Bool {
    running.withLock { running in
      running.count { $0.job == key.job } < ScheduleRunner.concurrent && running.insert(key).inserted
    }
  }

  private func end(_ key: Key) { running.withLock { _ = $0.remove(key) } }

  private func claim(_ key: Key, _ schedule: Schedule, due: Timestamp, now: Timestamp) async throws -> Bool {
    try await naru.store.perform { store in
      let known = try store.schedules(of: key.shop).first { $0.job == key.job.rawValue }
      if let known, known.spec == schedule.description, known.doneFor >= due { return false }
      return try store.claimSchedule(
        key.job.rawValue, spec: schedule.description, due: due, of: key.shop, now: now,
        until: now.adding(milliseconds: ScheduleRunner.claim))
    }
  }

  /// When what failed is tried again: a day's work is not lost by ten minutes without Kakao, and one that will not do is not asked for
  /// a hundred times.
  static func retry(_ schedule: Schedule, due: Timestamp, now: Timestamp) -> Timestamp {
    let before = schedule.previous(due.adding(milliseconds: -1))
    return now.adding(milliseconds: max(retryFailed, (due.milliseconds - before.milliseconds) / 24))
  }

  private func perform(_ key: Key, _ connection: Connection, _ schedule: Schedule, due: Timestamp) async {
    var ending = "-"
    var hasFailed = false
    do {
      do throws(NaruError) {
        switch key.job {
        case .sync: ending = try await connection.sync().ending.rawValue
        case .imports: ending = try await imports.fetch(connection)
        case .reconcile: ending = try await connection.reconcile().ending.rawValue
        }
      } catch {
        ending = error.diagnostics.first?.code ?? "-"
        if ending == "lease-taken" {
          return try await postpone(key, until: naru.now().adding(milliseconds: ScheduleRunner.retry))
        }
        hasFailed = true
      }
      // What was stopped half-way is gone on with at the next start.
      if Task.isCancelled {
        logger.notice(
          "schedule: stopped half-way, goes on at the next start",
          metadata: ["shop": "\(key.shop)", "job": "\(key.job.rawValue)"])
        return try await postpone(key, until: naru.now())
      }
      let now = naru.now()
      if hasFailed || ["failed", "quota"].contains(ending) {
        logger.error(
          "schedule: failed, is tried again",
          metadata: ["shop": "\(key.shop)", "job": "\(key.job.rawValue)", "ending": "\(ending)"])
        return try await postpone(key, until: ScheduleRunner.retry(schedule, due: due, now: now))
      }
      try await naru.store.perform { try $0.finishSchedule(key.job.rawValue, due: due, of: key.shop, at: now) }
    } catch {
      logger.error("schedule: the store failed", metadata: ["shop": "\(key.shop)"])
    }
    logger.info(
      "schedule: done", metadata: ["shop": "\(key.shop)", "job": "\(key.job.rawValue)", "ending": "\(ending)"])
  }

  private func postpone(_ key: Key, until time: Timestamp) async throws {
    try await naru.store.perform { try $0.postponeSchedule(key.job.rawValue, of: key.shop, until: time) }
  }
}

extension ScheduleConfiguration {
  /// What is scheduled.
  var all: [(ScheduledJob, Schedule)] {
    [(ScheduledJob.imports, imports), (.sync, sync), (.reconcile, reconcile)].compactMap { job, schedule in
      schedule.map { (job, $0) }
    }
  }
}
