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
    guard let inbox = shops[entry.delivery.shop] else { return .failed(.shopIsAway) }
    // A shop whose adapter takes no webhooks any more keeps what it was sent.
    guard let webhooks = inbox.webhooks else { return .unmapped(kind: nil) }
    do {
      guard let decoded = try await decoded(entry, inbox, webhooks) else { return .malformed(.unreadableDelivery) }
      guard case .events(let events) = decoded.outcome else {
        return verdict(decoded, isFinal: !webhooks.startsProgram)
      }
      let isOwnApp = AdapterEvents.nameKakaoUsers(events) ? try await inbox.isOwnApp(decoded.kakaoApp) : true
      let found = AdapterEvents(events, isOwnApp: isOwnApp)
      for member in found.erasures { _ = try await inbox.accounts.erase(member: member) }
      return apply(found, decoded, entry.id, inbox)
    } catch {
      return .failed(NaruError(error).diagnostics.first ?? .unreadableDelivery)
    }
  }

  /// What neither starts a program nor erases anybody, and names no Kakao user of whom it has to be found out which app they belong to.
  func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
    guard let inbox = shops[delivery.shop] else { return nil }
    guard let webhooks = inbox.webhooks else { return .unmapped(kind: nil) }
    guard !webhooks.startsProgram else { return nil }
    let known = webhooks.handOver.take(delivery)
    if known == nil, isBeingKept { return nil }
    guard let decoded = known ?? stored(delivery).map(webhooks.decode) else { return .malformed(.unreadableDelivery) }
    guard case .events(let events) = decoded.outcome else { return verdict(decoded, isFinal: true) }
    let found = AdapterEvents(events, isOwnApp: true)
    guard found.erasures.isEmpty, !AdapterEvents.nameKakaoUsers(events) else {
      webhooks.handOver.put(decoded, of: delivery)
      return nil
    }
    return apply(found, decoded, nil, inbox)
  }

  private func decoded(
    _ entry: InboxEntry, _ inbox: ShopInbox, _ webhooks: ShopWebhooks
  ) async throws -> DecodedWebhook? {
    if let known = webhooks.handOver.take(entry.delivery) { return known }
    guard let webhook = stored(entry.delivery) else { return nil }
    return webhooks.startsProgram
      ? try await inbox.store.perform { _ in webhooks.decode(webhook) } : webhooks.decode(webhook)
  }

  private func stored(_ delivery: InboxDelivery) -> VerifiedWebhook? {
    ShopDeliveryHead.request(delivery.head, body: delivery.body, receivedAt: delivery.receivedAt).map {
      VerifiedWebhook(storedAfterVerification: $0)
    }
  }

  /// What is to be done about a call that brings no events.
  ///
  /// - Parameter isFinal: whether it would be read the same next time. That a program did not answer may be different then.
  private func verdict(_ decoded: DecodedWebhook, isFinal: Bool) -> InboxVerdict {
    let kind = decoded.name.map(ShopInboxHandler.shown)
    return switch decoded.outcome {
    case .ping, .events: .apply([], sourceTime: decoded.occurredAt, kind: kind)
    case .unmapped: .unmapped(kind: kind)
    case .malformed(let why): isFinal ? .malformed(why) : .failed(why)
    }
  }

  /// - Parameter entry: the delivery's number, for one that erases somebody.
  private func apply(
    _ found: AdapterEvents, _ decoded: DecodedWebhook, _ entry: Int64?, _ inbox: ShopInbox
  ) -> InboxVerdict {
    let shop = inbox.shop.id
    if found.foreignLinks > 0 {
      Counter(label: "naru_foreign_links_total", dimensions: [("shop", shop.description)])
        .increment(by: found.foreignLinks)
    }
    let without = found.foreignLinks > 0 ? Diagnostic.foreignKakaoApp(inbox.shop.file) : decoded.rejected.first?.reason
    let kind = decoded.name.map(ShopInboxHandler.shown)
    if found.kakaoApp == nil, found.erasures.isEmpty, found.refetches.isEmpty {
      return .apply(found.events, sourceTime: decoded.occurredAt, kind: kind, without: without)
    }
    let order = RefetchOrder(
      shop: shop, refetches: found.refetches, since: decoded.occurredAt, asks: inbox.client != nil)
    let time = now()
    return .apply(found.events, sourceTime: decoded.occurredAt, kind: kind, without: without) { store in
      if let app = found.kakaoApp { try store.notePlatformApp(app.digest, in: shop, toldAt: app.at) }
      if !found.erasures.isEmpty, let entry { try store.emptyDelivery(entry) }
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
