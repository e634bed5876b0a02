public import CommonValues
import GRDB
import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// That somebody was erased, and how much of what went. Nothing in it says who.
public struct ErasureReceipt: Sendable, Hashable, Codable {
  /// What began it.
  public enum Reason: String, Sendable, Hashable, Codable {
    /// The shop asked for the whole person to go.
    case erased
    /// The shop unlinked the Kakao user.
    case unlinkedByShop = "unlinked_by_shop"
    /// Kakao said that the user is not joined to the app any more.
    case unlinkedByKakao = "unlinked_by_kakao"
  }

  /// Counts from 1 in each shop.
  public var id: Int64 = 0
  /// Why.
  public var reason: Reason
  /// When.
  public var erasedAt: Timestamp
  /// Members whose record went.
  public var members = 0
  /// Orders that went with them.
  public var orders = 0
  /// Kakao users whose profile, evidence and relations went.
  public var kakaoUsers = 0
  /// Links that ended or went.
  public var links = 0
  /// Channel relations that went.
  public var relations = 0
  /// Sessions that ended.
  public var sessions = 0
  /// Whether stored tokens went.
  public var tokens = 0
  /// Hand-offs that were waiting.
  public var handoffs = 0
  /// Rows of customer files at Kakao that the next sync removes or changes.
  public var customerFileRows = 0
  /// Rows in quarantine that spoke of the person.
  public var quarantined = 0
  /// Whether Kakao was told to unlink the user and did; nil when there was none to tell of.
  public var unlinkedAtKakao: Bool?

  /// A receipt of nothing yet.
  public init(_ reason: Reason, at erasedAt: Timestamp) {
    self.reason = reason
    self.erasedAt = erasedAt
  }

  private enum CodingKeys: String, CodingKey {
    case id, reason, members, orders, links, relations, sessions, tokens, handoffs, quarantined
    case erasedAt = "erased_at"
    case kakaoUsers = "kakao_users"
    case customerFileRows = "customer_file_rows"
    case unlinkedAtKakao = "unlinked_at_kakao"
  }
}

extension ErasureReceipt {
  /// Whether nothing went.
  var isEmpty: Bool {
    members + orders + kakaoUsers + links + relations + sessions + tokens + handoffs + customerFileRows + quarantined
      == 0
  }

  mutating func add(_ other: ErasureReceipt) {
    kakaoUsers += other.kakaoUsers
    relations += other.relations
    sessions += other.sessions
    tokens += other.tokens
    handoffs += other.handoffs
  }

  init?(json: [UInt8]) {
    guard let receipt = try? JSONDecoder().decode(ErasureReceipt.self, from: Data(json)) else { return nil }
    self = receipt
  }

  /// Stores it under the shop's next number.
  mutating func save(_ database: Database, _ shop: ShopRow) throws {
    let last = try RawStatement(database, "SELECT max(erasure_id) FROM erasures WHERE shop_id = ?1")
    last.bind(1, shop.id)
    id = try last.step() ? last.integer(0) + 1 : 1
    last.reset()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let insert = try RawStatement(
      database, "INSERT INTO erasures (shop_id, erasure_id, erased_at, summary) VALUES (?1, ?2, ?3, ?4)")
    insert.bind(1, shop.id)
    insert.bind(2, id)
    insert.bind(3, erasedAt.milliseconds)
    insert.bind(4, text: String(decoding: try encoder.encode(self), as: UTF8.self))
    try insert.run()
  }
}
