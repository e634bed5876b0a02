import CommonValues
import ShopAdapters
import ShopModel
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A question to the shop in the inbox, so that it survives the process and is asked again when it fails.
enum RefetchDelivery {
  /// How the inbox calls the source.
  static let source = "shop.refetch"

  static func make(_ refetch: Refetch, of shop: ShopID, now: Timestamp) -> InboxDelivery {
    // Nobody sends it a second time: it only has to differ from every other one.
    let number = [UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)]
    let dedup = number.flatMap { withUnsafeBytes(of: $0) { Array($0) } }
    return InboxDelivery(
      shop: shop, source: source, dedup: dedup, subject: "refetch:\(refetch.entity.rawValue):\(refetch.ids[0])",
      receivedAt: now, body: body(refetch))
  }

  /// As canonical JSON, with the keys in order.
  static func body(_ refetch: Refetch) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(refetch)).map { Array($0) } ?? []
  }

  static func refetch(_ body: [UInt8]) -> Refetch? { try? JSONDecoder().decode(Refetch.self, from: Data(body)) }
}
