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
    if key.hasPrefix("hash:"), let digest = digest(bytes[5...]) { return digest }
    return bytes.count <= 64 ? bytes : InboxDigest.of(bytes)
  }

  /// The 32 bytes that 64 hexadecimal digits stand for; nil when they are none.
  private static func digest(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    var high: UInt8?
    for digit in digits {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x41...0x46: value = digit - 0x37
      case 0x61...0x66: value = digit - 0x57
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
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
