import CommonValues
import ShopAdapters
import ShopModel
import Store

/// A shop's webhook on its way into the inbox.
enum ShopDelivery {
  /// How the inbox calls the source.
  static let source = "shop"
  /// How long a delivery without id and time of its own is taken for a repetition: an hour, in milliseconds. Platforms that do not
  /// hear an answer send again, and the same may truly happen twice.
  static let repeatWindow: Int64 = 3_600_000
  /// The same for one that only says that something has changed: ten seconds. It costs nothing to ask once more, and one that is
  /// not asked for is never known.
  static let refetchWindow: Int64 = 10_000

  static func make(
    _ webhook: VerifiedWebhook, _ decoded: DecodedWebhook, of shop: ShopID, receivedAt: Timestamp
  ) -> InboxDelivery {
    InboxDelivery(
      shop: shop, source: source, dedup: dedup(decoded.dedupKey), subject: subject(decoded.events),
      receivedAt: receivedAt, head: ShopDeliveryHead.bytes(webhook.request), body: webhook.request.body,
      repeatWindow: window(decoded, receivedAt))
  }

  /// At most 64 bytes for the same delivery, the same bytes.
  static func dedup(_ key: String) -> [UInt8] {
    let bytes = Array(key.utf8)
    if key.hasPrefix("hash:"), let digest = HexText.decode(bytes[5...]), digest.count == 32 { return digest }
    return bytes.count <= 64 ? bytes : InboxDigest.of(bytes)
  }

  private static func window(_ decoded: DecodedWebhook, _ receivedAt: Timestamp) -> Int64? {
    guard decoded.dedupKey.hasPrefix("hash:"), decoded.occurredAt == receivedAt else { return nil }
    let onlyRefetches =
      !decoded.events.isEmpty
      && decoded.events.allSatisfy { if case .refetch = $0 { true } else { false } }
    return onlyRefetches ? refetchWindow : repeatWindow
  }

  /// Whom or what the first event is about: what is said of one is worked on in the order of receipt.
  private static func subject(_ events: [AdapterEvent]) -> String {
    switch events.first {
    case .event(.member(let member)): "member:" + member.id
    case .event(.memberWithdrawn(let id, _)), .event(.accountLinked(let id, _, _)), .erase(let id, _): "member:" + id
    case .event(.order(let order)): "order:" + order.id
    case .event(.accountUnlinked(let user, _)): KakaoWebhook.subject(user)
    case .refetch(let refetch): "\(refetch.entity.rawValue):\(refetch.ids.first ?? "")"
    case .event(.channelRelation(let relation)): KakaoWebhook.subject(relation.kakaoUserID)
    case .kakaoApp, nil: source
    }
  }
}
