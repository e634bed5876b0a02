public import CommonValues
import GRDB
public import ShopModel

/// What Kakao said about one service term or consent item of a user, and when that was seen.
public struct ConsentEvidence: Sendable, Hashable {
  /// What was agreed to.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A service term of the shop, by its tag.
    case term
    /// A consent item of Kakao's, by its wire name.
    case scope
  }

  /// Term or consent item.
  public var kind: Kind
  /// The tag or wire name.
  public var tag: String
  /// Whether the shop requires it; nil when Kakao did not say.
  public var required: Bool?
  /// Whether the person agreed.
  public var agreed: Bool
  /// When the person agreed, by Kakao's clock, where it said so.
  public var agreedAt: Timestamp?
  /// When Kakao said so.
  public var seenAt: Timestamp

  /// A piece of evidence.
  public init(
    _ kind: Kind, tag: String, required: Bool? = nil, agreed: Bool, agreedAt: Timestamp? = nil, seenAt: Timestamp
  ) {
    self.kind = kind
    self.tag = tag
    self.required = required
    self.agreed = agreed
    self.agreedAt = agreedAt
    self.seenAt = seenAt
  }
}

extension Store {
  /// Keeps evidence about a user: a line is added where it says something other than the newest one before it.
  public func record(_ evidence: [ConsentEvidence], ofKakaoUser user: Int64, in shop: ShopID) throws(StoreError) {
    try write { database in
      try Store.record(evidence, user, database, try ShopRow.make(database, shop))
    }
  }

  /// The evidence about a user: what holds of each term and item, or with `history` everything that was seen, by kind, tag and time.
  public func evidence(
    ofKakaoUser user: Int64, in shop: ShopID, history: Bool = false
  ) throws(StoreError) -> [ConsentEvidence] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let newest = history ? "" : "AND seen_at = (SELECT max(e.seen_at) FROM kakao_evidence AS e WHERE " + same + ")"
      let select = try RawStatement(
        database,
        """
        SELECT kind, tag, required, agreed, agreed_at, seen_at FROM kakao_evidence
        WHERE shop_id = ?1 AND kakao_user_id = ?2 \(newest) ORDER BY kind, tag, seen_at
        """)
      select.bind(1, row.id)
      select.bind(2, user)
      var evidence: [ConsentEvidence] = []
      while try select.step() {
        guard let kind = ConsentEvidence.Kind(rawValue: select.text(0)) else { continue }
        evidence.append(
          ConsentEvidence(
            kind, tag: select.text(1), required: select.optionalInteger(2).map { $0 != 0 },
            agreed: select.integer(3) != 0, agreedAt: select.optionalTime(4), seenAt: select.time(5)))
      }
      return evidence
    }
  }

  private var same: String {
    """
    e.shop_id = kakao_evidence.shop_id AND e.kakao_user_id = kakao_evidence.kakao_user_id
    AND e.kind = kakao_evidence.kind AND e.tag = kakao_evidence.tag
    """
  }

  /// Adds a line for each consent item that was agreed to and is not in `evidence` any more.
  static func recordWithdrawn(
    keeping evidence: [ConsentEvidence], _ user: Int64, at now: Timestamp, _ database: Database, _ shop: ShopRow
  ) throws {
    let held = Set(evidence.filter { $0.kind == .scope }.map(\.tag))
    let select = try RawStatement(
      database,
      "SELECT DISTINCT tag FROM kakao_evidence WHERE shop_id = ?1 AND kakao_user_id = ?2 AND kind = 'scope'")
    select.bind(1, shop.id)
    select.bind(2, user)
    var gone: [ConsentEvidence] = []
    while try select.step() {
      let tag = select.text(0)
      if !held.contains(tag) { gone.append(ConsentEvidence(.scope, tag: tag, agreed: false, seenAt: now)) }
    }
    select.reset()
    try record(gone, user, database, shop)
  }

  static func record(
    _ evidence: [ConsentEvidence], _ user: Int64, _ database: Database, _ shop: ShopRow
  ) throws {
    let newest = try RawStatement(
      database,
      """
      SELECT required, agreed, agreed_at, seen_at FROM kakao_evidence
      WHERE shop_id = ?1 AND kakao_user_id = ?2 AND kind = ?3 AND tag = ?4 ORDER BY seen_at DESC LIMIT 1
      """)
    let insert = try RawStatement(
      database,
      """
      INSERT INTO kakao_evidence (shop_id, kakao_user_id, kind, tag, seen_at, required, agreed, agreed_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      ON CONFLICT (shop_id, kakao_user_id, kind, tag, seen_at) DO UPDATE SET
        required = excluded.required, agreed = excluded.agreed, agreed_at = excluded.agreed_at
      """)
    for statement in [newest, insert] {
      statement.bind(1, shop.id)
      statement.bind(2, user)
    }
    for piece in evidence {
      newest.bind(3, text: piece.kind.rawValue)
      newest.bind(4, text: piece.tag)
      let required: Int64? = piece.required.map { $0 ? 1 : 0 }
      let isKnown: Bool
      if try newest.step() {
        isKnown =
          newest.integer(3) > piece.seenAt.milliseconds
          || (newest.optionalInteger(0) == required && (newest.integer(1) != 0) == piece.agreed
            && newest.optionalTime(2) == piece.agreedAt)
      } else {
        isKnown = false
      }
      newest.reset()
      if isKnown { continue }
      insert.bind(3, text: piece.kind.rawValue)
      insert.bind(4, text: piece.tag)
      insert.bind(5, piece.seenAt.milliseconds)
      insert.bind(6, required)
      insert.bind(7, piece.agreed ? 1 : 0)
      insert.bind(8, piece.agreedAt?.milliseconds)
      try insert.run()
    }
  }
}
