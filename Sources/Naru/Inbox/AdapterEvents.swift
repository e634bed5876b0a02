import CommonValues
import ShopAdapters
import ShopModel
import Store

/// What adapter events come to: what the store applies, and what else is to be done.
struct AdapterEvents: Sendable {
  private(set) var events: [ShopEvent] = []
  private(set) var refetches: [Refetch] = []
  private(set) var erasures: [String] = []
  private(set) var kakaoApp: (digest: Int64, at: Timestamp)?
  /// How many links were left out because they belong to another Kakao app.
  private(set) var foreignLinks = 0

  /// - Parameter isOwnApp: whether the Kakao user ids in the events are those of the shop's own app.
  init(_ all: [AdapterEvent], isOwnApp: Bool) {
    for event in all {
      switch event {
      case .event(let event): add(event, isOwnApp)
      case .refetch(let refetch): refetches.append(refetch)
      case .erase(let member, _): erasures.append(member)
      case .kakaoApp(let key, let at): kakaoApp = (KakaoAppDigest.of(key), at)
      }
    }
  }

  private mutating func add(_ event: ShopEvent, _ isOwnApp: Bool) {
    guard !isOwnApp else { return events.append(event) }
    switch event {
    case .accountLinked, .accountUnlinked: foreignLinks += 1
    case .member(var member) where member.kakaoUserID != .unknown:
      member.kakaoUserID = .unknown
      foreignLinks += 1
      events.append(.member(member))
    default: events.append(event)
    }
  }

  /// Whether any of the events names a Kakao user, so that it has to be known of which app.
  static func nameKakaoUsers(_ events: [AdapterEvent]) -> Bool {
    events.contains { event in
      switch event {
      case .event(.accountLinked), .event(.accountUnlinked): true
      case .event(.member(let member)): member.kakaoUserID != .unknown
      default: false
      }
    }
  }
}

/// What tells Kakao apps apart without keeping their keys.
enum KakaoAppDigest {
  static func of(_ restAPIKey: String) -> Int64 {
    var key = restAPIKey
    return key.withUTF8 { ContentHash.hash($0) }
  }
}

/// Questions about members and orders, noted with the events that asked them, and sent after those are stored.
struct RefetchOrder: Sendable {
  /// Ids of one question to the shop.
  static let limit = 100

  let shop: ShopID
  let refetches: [Refetch]
  let since: Timestamp
  /// Whether somebody can be asked.
  let asks: Bool

  /// Notes what waits and, where somebody can be asked, the deliveries that ask; within the caller's transaction.
  func keep(in store: Store, now: Timestamp) throws(StoreError) {
    for refetch in refetches {
      let entity: WaitingRefetch.Entity = refetch.entity == .member ? .member : .order
      let waiting = try store.noteRefetch(entity, refetch.ids, in: shop, since: since, now: now)
      guard asks else { continue }
      for start in stride(from: 0, to: waiting.count, by: RefetchOrder.limit) {
        let ids = Array(waiting[start..<min(waiting.count, start + RefetchOrder.limit)])
        _ = try store.receive([RefetchDelivery.make(Refetch(refetch.entity, ids), of: shop, now: now)])
      }
    }
  }
}
