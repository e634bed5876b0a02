import CommonValues
import Ingest
import Metrics
import ShopAdapters
import ShopModel
import Store

/// Works on what shops' webhooks brought.
struct ShopInboxHandler: InboxHandler {
  let shops: [ShopID: ShopInbox]
  let now: @Sendable () -> Timestamp

  func handle(_ entry: InboxEntry) async -> InboxVerdict {
    // A shop that is not configured any more, or whose adapter takes no webhooks any more, keeps what it was sent.
    guard let inbox = shops[entry.delivery.shop], let webhooks = inbox.webhooks else { return .unmapped(kind: nil) }
    let delivery = entry.delivery
    do {
      let decoded: DecodedWebhook
      if let known = webhooks.handOver.take(delivery) {
        decoded = known
      } else {
        guard
          let request = ShopDeliveryHead.request(delivery.head, body: delivery.body, receivedAt: delivery.receivedAt)
        else { return .malformed(.unreadableDelivery) }
        let webhook = VerifiedWebhook(storedAfterVerification: request)
        decoded =
          webhooks.startsProgram
          ? try await inbox.store.perform { _ in webhooks.decode(webhook) } : webhooks.decode(webhook)
      }
      let kind = decoded.name.map(ShopInboxHandler.shown)
      switch decoded.outcome {
      case .ping: return .apply([], sourceTime: decoded.occurredAt, kind: kind)
      case .unmapped: return .unmapped(kind: kind)
      // That a program did not answer may be different next time.
      case .malformed(let why): return webhooks.startsProgram ? .failed(why) : .malformed(why)
      case .events(let events): return try await apply(events, decoded, entry, inbox, kind)
      }
    } catch {
      return .failed(NaruError(error).diagnostics.first ?? .unreadableDelivery)
    }
  }

  private func apply(
    _ all: [AdapterEvent], _ decoded: DecodedWebhook, _ entry: InboxEntry, _ inbox: ShopInbox, _ kind: String?
  ) async throws -> InboxVerdict {
    let isOwnApp = AdapterEvents.nameKakaoUsers(all) ? try await inbox.isOwnApp(decoded.kakaoApp) : true
    let found = AdapterEvents(all, isOwnApp: isOwnApp)
    let shop = inbox.shop.id
    if found.foreignLinks > 0 {
      Counter(label: "naru_foreign_links_total", dimensions: [("shop", shop.description)])
        .increment(by: found.foreignLinks)
    }
    for member in found.erasures { _ = try await inbox.accounts.erase(member: member) }
    let order = RefetchOrder(
      shop: shop, refetches: found.refetches, since: decoded.occurredAt, asks: inbox.client != nil)
    let time = now()
    let without = found.foreignLinks > 0 ? Diagnostic.foreignKakaoApp(inbox.shop.file) : decoded.rejected.first?.reason
    return .apply(found.events, sourceTime: decoded.occurredAt, kind: kind, without: without) { store in
      if let app = found.kakaoApp { try store.notePlatformApp(app.digest, in: shop, toldAt: app.at) }
      if !found.erasures.isEmpty { try store.emptyDelivery(entry.id) }
      try order.keep(in: store, now: time)
    }
  }

  /// An event's name as it may be shown: it comes from outside.
  private static func shown(_ name: String) -> String {
    String(name.unicodeScalars.prefix(64).filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init))
  }
}

extension Diagnostic {
  static func foreignKakaoApp(_ file: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "foreign-kakao-app", place: .init(file: file, field: "kakao.rest_api_key"),
      reason: LocalizedText(
        ko: "웹훅의 카카오 회원번호가 이 쇼핑몰의 앱이 아닌 다른 카카오 앱의 것이라 연결하지 않았습니다.",
        en: "The Kakao user ids of a webhook belong to another Kakao app than the shop's, so nobody was linked by them."
      ),
      fix: LocalizedText(
        ko: "쇼핑몰 플랫폼에 등록한 카카오 앱의 REST API 키를 kakao.rest_api_key에 지정하십시오.",
        en: "Set kakao.rest_api_key to that of the Kakao app which the platform uses."))
  }
}
