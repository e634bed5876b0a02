import CommonValues
import Ingest
import KakaoAPI
import KakaoSync
import ShopModel
import Store

/// Works on what Kakao's webhooks brought, for every shop.
struct KakaoInboxHandler: InboxHandler {
  let accounts: [ShopID: KakaoAccounts]
  let logins: [ShopID: KakaoLogin]

  func handle(_ entry: InboxEntry) async -> InboxVerdict {
    guard let accounts = accounts[entry.delivery.shop] else { return .failed(.shopIsAway) }
    guard let webhook = KakaoWebhook(rawValue: entry.delivery.source) else { return .unmapped(kind: nil) }
    do {
      switch webhook {
      case .unlink: return try await unlink(entry.delivery, accounts)
      case .channel: return try channel(entry.delivery)
      case .account: return try await account(entry.delivery, accounts)
      }
    } catch is WebhookProblem {
      return .malformed(.unreadableDelivery)
    } catch {
      return .failed(NaruError(error).diagnostics.first ?? .unreadableDelivery)
    }
  }

  /// A friend more or less says all that there is to know; whoever unlinks or changes an account takes asking the store.
  func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
    guard delivery.source == KakaoWebhook.channel.rawValue, accounts[delivery.shop] != nil else { return nil }
    return (try? channel(delivery)) ?? .malformed(.unreadableDelivery)
  }

  private func unlink(_ delivery: InboxDelivery, _ accounts: KakaoAccounts) async throws -> InboxVerdict {
    let notice = try UnlinkWebhook(form: delivery.body)
    _ = try await accounts.unlinkedByKakao(notice.userID, receivedAt: delivery.receivedAt)
    return .apply([], sourceTime: delivery.receivedAt, kind: notice.referrer?.rawValue ?? "unlink")
  }

  private func channel(_ delivery: InboxDelivery) throws -> InboxVerdict {
    let notice = try ChannelWebhook(body: delivery.body, resourceID: nil)
    guard case .appUser(let user) = notice.user else { return .unmapped(kind: "\(notice.event)/open_id") }
    let relation = ChannelRelation(
      kakaoUserID: user, channel: notice.channelPublicID, state: .init(rawValue: notice.event.rawValue.uppercased()),
      updatedAt: min(notice.updatedAt ?? delivery.receivedAt, delivery.receivedAt))
    return .apply([.channelRelation(relation)], sourceTime: delivery.receivedAt, kind: notice.event.rawValue)
  }

  private func account(_ delivery: InboxDelivery, _ accounts: KakaoAccounts) async throws -> InboxVerdict {
    guard let event = StoredAccountEvent(head: delivery.head) else { return .malformed(.unreadableDelivery) }
    let kind = AccountEvent.Kind(rawValue: event.kind)
    let name = event.kind.split(separator: "/").last.map(String.init)
    guard let user = event.user else { return .unmapped(kind: name) }
    switch kind {
    case .userUnlinked, .accountPurged:
      _ = try await accounts.unlinkedByKakao(user, receivedAt: delivery.receivedAt)
    case .tokensRevoked, .sessionsRevoked, .accountDisabled, .credentialCompromise:
      // Whoever is in the account may not be its owner: the sidecar's own sessions end, the link stays.
      try await logins[delivery.shop]?.endSessions(ofKakaoUser: user)
    case .userScopeWithdraw where !event.scopes.isEmpty:
      let (shop, seenAt) = (delivery.shop, event.time)
      let evidence = event.scopes.map { ConsentEvidence(.scope, tag: $0, agreed: false, seenAt: seenAt) }
      return .apply([], sourceTime: seenAt, kind: name) { try $0.record(evidence, ofKakaoUser: user, in: shop) }
    default: return .unmapped(kind: name)
    }
    return .apply([], sourceTime: event.time, kind: name)
  }
}

extension Diagnostic {
  static let shopIsAway = Diagnostic(
    .error, code: "unknown-shop",
    reason: LocalizedText(ko: "설정에 이 쇼핑몰이 없습니다.", en: "The shop is not in the configuration."),
    fix: LocalizedText(
      ko: "쇼핑몰 설정 파일을 되돌리십시오. 알림은 그때까지 기다립니다.", en: "Put the shop's file back; its deliveries wait until then.")
  )
  static let unreadableDelivery = Diagnostic(
    .error, code: "delivery-unreadable",
    reason: LocalizedText(ko: "받은 알림을 읽을 수 없습니다.", en: "The delivery can not be read."),
    fix: LocalizedText(
      ko: "Naru를 업데이트한 뒤 다시 시도하시거나, 보낸 쪽의 형식을 확인하십시오.", en: "Update Naru and retry it, or check what its sender sends.")
  )
}
