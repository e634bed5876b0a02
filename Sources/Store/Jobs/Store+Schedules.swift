public import CommonValues
import GRDB
public import ShopModel

/// When a shop's scheduled work was done last.
public struct ScheduleState: Sendable, Hashable {
  /// What the work is.
  public var job: String
  /// The schedule as the config writes it.
  public var spec: String
  /// The scheduled time that was last attended to, or at which the schedule was first seen.
  public var doneFor: Timestamp
  /// When that came to its end; nil: never yet.
  public var doneAt: Timestamp?
}

extension Store {
  /// What is known of a shop's schedules, in the order of their jobs.
  public func schedules(of shop: ShopID) throws(StoreError) -> [ScheduleState] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database, "SELECT job, spec, done_for, done_at FROM schedules WHERE shop_id = ?1 ORDER BY job")
      statement.bind(1, row.id)
      var states: [ScheduleState] = []
      while try statement.step() {
        states.append(
          ScheduleState(
            job: statement.text(0), spec: statement.text(1), doneFor: statement.time(2),
            doneAt: statement.optionalTime(3)))
      }
      return states
    }
  }

  /// Takes on what was due at `due`, until `until`: of several processes one alone is given it.
  ///
  /// A schedule that is seen for the first time, or is written otherwise than before, begins with its next time: it is noted, and not
  /// given.
  public func claimSchedule(
    _ job: String, spec: String, due: Timestamp, of shop: ShopID, now: Timestamp, until: Timestamp
  ) throws(StoreError) -> Bool {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let note = try RawStatement(
        database,
        """
        INSERT INTO schedules (shop_id, job, spec, done_for) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (shop_id, job) DO UPDATE SET spec = excluded.spec,
          done_for = max(schedules.done_for, excluded.done_for)
        WHERE schedules.spec <> excluded.spec
        """)
      note.bind(1, row.id)
      note.bind(2, text: job)
      note.bind(3, text: spec)
      note.bind(4, due.milliseconds)
      try note.run()
      if note.changes > 0 { return false }
      let claim = try RawStatement(
        database,
        """
        UPDATE schedules SET claimed_until = ?5
        WHERE shop_id = ?1 AND job = ?2 AND done_for < ?3 AND claimed_until <= ?4
        """)
      claim.bind(1, row.id)
      claim.bind(2, text: job)
      claim.bind(3, due.milliseconds)
      claim.bind(4, now.milliseconds)
      claim.bind(5, until.milliseconds)
      try claim.run()
      return claim.changes > 0
    }
  }

  /// Notes that what was due at `due` came to its end.
  public func finishSchedule(_ job: String, due: Timestamp, of shop: ShopID, at now: Timestamp) throws(StoreError) {
    try change(job, shop, "done_for = max(done_for, ?3), done_at = ?4, claimed_until = 0") {
      $0.bind(3, due.milliseconds)
      $0.bind(4, now.milliseconds)
    }
  }

  /// Hands back what was taken on, to be given again from `retryAt` on.
  public func postponeSchedule(_ job: String, of shop: ShopID, until retryAt: Timestamp) throws(StoreError) {
    try change(job, shop, "claimed_until = ?3") { $0.bind(3, retryAt.milliseconds) }
  }

  private func change(
    _ job: String, _ shop: ShopID, _ assignments: String, _ bind: (RawStatement) -> Void
  ) throws(StoreError) {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return }
      let statement = try RawStatement(
        database, "UPDATE schedules SET \(assignments) WHERE shop_id = ?1 AND job = ?2")
      statement.bind(1, row.id)
      statement.bind(2, text: job)
      bind(statement)
      try statement.run()
    }
  }
}
