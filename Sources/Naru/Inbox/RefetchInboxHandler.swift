import CommonValues
import Ingest
import ShopAdapters
import ShopModel
import Store

/// Asks shops about members and orders of which they only said that something has changed.
struct RefetchInboxHandler: InboxHandler {
  let shops: [ShopID: ShopInbox]
  let now: @Sendable () -> Timestamp

  func handle(_ entry: InboxEntry) async -> InboxVerdict {
    guard let refetch = RefetchDelivery.refetch(entry.delivery.body), !refetch.ids.isEmpty else {
      return .malformed(.unreadableDelivery)
    }
    let kind = refetch.entity.rawValue
    let asked = now()
    guard let inbox = shops[entry.delivery.shop] else { return .failed(.shopIsAway) }
    // Without an address they stay in the list of what waits, and the next export closes them.
    guard let client = inbox.client else {
      return .apply([], sourceTime: asked, kind: kind)
    }
    let shop = inbox.shop.id
    let entity: WaitingRefetch.Entity = refetch.entity == .member ? .member : .order
    do {
      // Of several questions about one the first that is asked answers all.
      let ids = try await inbox.store.perform { try $0.waiting(entity, among: refetch.ids, in: shop) }
      guard !ids.isEmpty else { return .apply([], sourceTime: asked, kind: kind) }
      let answer = try await client.ask(Refetch(refetch.entity, ids), now: asked)
      let events = answer.accepted.compactMap { item in if case .event(let event) = item.event { event } else { nil } }
      let answered = RefetchInboxHandler.ids(events, entity)
      let found = ids.filter(answered.contains)
      return .apply(events, sourceTime: asked, kind: kind, without: answer.rejected.first?.reason) { store in
        try store.closeRefetch(entity, found, in: shop, answeredAt: asked)
      }
    } catch {
      return .failed(NaruError(error).diagnostics.first ?? .unreadableDelivery)
    }
  }

  private static func ids(_ events: [ShopEvent], _ entity: WaitingRefetch.Entity) -> Set<String> {
    Set(
      events.compactMap { event in
        switch (event, entity) {
        case (.member(let member), .member): member.id
        case (.memberWithdrawn(let id, _), .member): id
        case (.order(let order), .order): order.id
        default: nil
        }
      })
  }
}
