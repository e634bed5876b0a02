public import CommonValues
import GRDB
public import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A delivery of the inbox as it is listed: without what it holds.
public struct InboxLine: Sendable, Hashable, Identifiable {
  /// Its number; it grows with receipt.
  public let id: Int64
  /// Who sent it.
  public let source: String
  /// When it was received.
  public let receivedAt: Timestamp
  /// How far it is.
  public let state: InboxEntry.State
  /// How often it was tried.
  public let attempts: Int
  /// When it is tried next, while it waits.
  public let dueAt: Timestamp
  /// When it came to an end.
  public let finishedAt: Timestamp?
  /// The kind of event, when the source told.
  public let kind: String?
  /// Why the last try failed.
  public let problem: Diagnostic?
}

/// How many rows are in quarantine for one reason.
public struct QuarantineReason: Sendable, Hashable {
  /// The reason's code.
  public var code: String
  /// How many.
  public var count: Int
}

extension Store {
  /// Deliveries of a shop in one state, the newest first, those before `before` when given; found by index.
  public func inboxLines(
    of shop: ShopID, state: InboxEntry.State, before: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [InboxLine] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT inbox_id, source, received_at, state, attempts, due_at, finished_at, kind, problem
        FROM inbox INDEXED BY inbox_by_state
        WHERE shop_id = ?1 AND state = ?2 AND inbox_id < ?3 ORDER BY inbox_id DESC LIMIT ?4
        """)
      select.bind(1, row.id)
      select.bind(2, state.rawValue)
      select.bind(3, before ?? .max)
      select.bind(4, Int64(limit))
      var lines: [InboxLine] = []
      while try select.step() {
        lines.append(
          InboxLine(
            id: select.integer(0), source: select.text(1), receivedAt: select.time(2), state: state,
            attempts: Int(select.integer(4)), dueAt: select.time(5), finishedAt: select.optionalTime(6),
            kind: select.isNull(7) ? nil : select.text(7),
            problem: select.isNull(8)
              ? nil : try JSONDecoder().decode(Diagnostic.self, from: Data(select.bytes(8)))))
      }
      return lines
    }
  }

  /// Rows in quarantine, those set aside last first, those before `before` when given; found by index.
  public func quarantinePage(
    of shop: ShopID, before: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [QuarantinedRow] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT quarantine_id, run_id, kind, file, line, diagnostic, raw FROM quarantine
        WHERE shop_id = ?1 AND quarantine_id < ?2 ORDER BY quarantine_id DESC LIMIT ?3
        """)
      select.bind(1, row.id)
      select.bind(2, before ?? .max)
      select.bind(3, Int64(limit))
      var rows: [QuarantinedRow] = []
      while try select.step() {
        var quarantined = QuarantinedRow(
          runID: select.integer(1), kind: select.text(2), file: select.text(3), line: Int(select.integer(4)),
          diagnostic: try JSONDecoder().decode(Diagnostic.self, from: Data(select.bytes(5))), raw: select.text(6))
        quarantined.id = select.integer(0)
        rows.append(quarantined)
      }
      return rows
    }
  }

  /// Why rows are in quarantine, the most frequent reason first.
  public func quarantineReasons(of shop: ShopID) throws(StoreError) -> [QuarantineReason] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT code, count(*) FROM quarantine INDEXED BY quarantine_by_code WHERE shop_id = ?1
        GROUP BY code ORDER BY 2 DESC, 1
        """)
      select.bind(1, row.id)
      var reasons: [QuarantineReason] = []
      while try select.step() {
        reasons.append(QuarantineReason(code: select.text(0), count: Int(select.integer(1))))
      }
      return reasons
    }
  }

  /// What the last plan of a file has left to send, and what Kakao has confirmed. Nothing is planned anew.
  public func planCounts(of file: LedgerFile) throws(StoreError) -> PlanCounts {
    try read { database in
      guard let shop = try ShopRow.find(database, file.shop) else { return PlanCounts() }
      return try Ledger.counts(database, shop: shop, file: file)
    }
  }
}
