public import CommonValues
import GRDB
public import ShopModel

/// The right to send to Kakao for one shop. A later holder has a larger token, and with a smaller one nothing is recorded any more.
public struct Lease: Sendable, Hashable {
  /// Whose files it is for.
  public let shop: ShopID
  /// Grows with every holder.
  public let token: Int64
}

extension StoreError {
  static let leaseLost = StoreError(
    .leaseLost,
    LocalizedText(ko: "다른 프로세스가 이 쇼핑몰의 동기화를 이어받았습니다.", en: "Another process has taken over the sync of this shop."),
    fix: LocalizedText(ko: "그 프로세스가 끝난 뒤 다시 실행하십시오.", en: "Run this again when that process has finished."))
}

extension Store {
  /// Takes the lease of a shop until `now` plus `duration`; nil while another process holds it.
  public func acquireLease(
    _ shop: ShopID, holder: String, now: Timestamp, duration: Duration
  ) throws(StoreError) -> Lease? {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let statement = try RawStatement(
        database,
        """
        INSERT INTO leases (shop_id, holder, token, expires_at) VALUES (?1, ?2, 1, ?4)
        ON CONFLICT (shop_id) DO UPDATE SET holder = excluded.holder, token = leases.token + 1,
          expires_at = excluded.expires_at
        WHERE leases.expires_at <= ?3
        RETURNING token
        """)
      statement.bind(1, row.id)
      statement.bind(2, text: holder)
      statement.bind(3, now.milliseconds)
      statement.bind(4, now.adding(duration).milliseconds)
      guard try statement.step() else { return nil }
      let token = statement.integer(0)
      while try statement.step() {}
      return Lease(shop: shop, token: token)
    }
  }

  /// Keeps the lease until `now` plus `duration`; throws ``StoreError/Code/leaseLost`` when it is somebody else's.
  public func renew(_ lease: Lease, now: Timestamp, duration: Duration) throws(StoreError) {
    try expire(lease, at: now.adding(duration), mustHold: true)
  }

  /// Gives the lease back; without effect when it is somebody else's.
  public func release(_ lease: Lease) throws(StoreError) {
    try expire(lease, at: Timestamp(milliseconds: 0), mustHold: false)
  }

  private func expire(_ lease: Lease, at time: Timestamp, mustHold: Bool) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, lease.shop)
      let statement = try RawStatement(
        database, "UPDATE leases SET expires_at = ?3 WHERE shop_id = ?1 AND token = ?2")
      statement.bind(1, row.id)
      statement.bind(2, lease.token)
      statement.bind(3, time.milliseconds)
      try statement.run()
      if mustHold, statement.changes == 0 { throw StoreError.leaseLost }
    }
  }
}

extension Timestamp {
  /// The point so much later, to the millisecond.
  fileprivate func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return adding(milliseconds: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}
