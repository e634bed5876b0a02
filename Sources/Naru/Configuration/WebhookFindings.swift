import CommonValues
import ShopAdapters

extension ShopConfiguration {
  /// What keeps the adapter's webhooks from being believed.
  func webhookFindings(_ adapter: any ShopAdapter) -> [Diagnostic] {
    guard let mapping = adapter.webhookMapping else {
      return webhook.secret == nil ? [] : [.webhookSecretUnused(file, adapter: adapter.descriptor.id)]
    }
    switch mapping.verifier {
    case .none(let allowed):
      let isOpen = webhook.acceptsUnverified || !webhook.senders.isEmpty || !allowed.isEmpty
      return isOpen ? [] : [.webhookWithoutProof(file, adapter: adapter.descriptor.id)]
    default: return webhook.secret == nil ? [.webhookWithoutSecret(file, adapter: adapter.descriptor.id)] : []
    }
  }
}

extension Diagnostic {
  fileprivate static func webhookWithoutSecret(_ file: String, adapter: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "webhook-without-secret", place: .init(file: file, field: "webhook.secret"),
      reason: LocalizedText(
        ko: "webhook.secret이 없어 \(adapter) 웹훅을 받지 않습니다.",
        en: "Webhooks of \(adapter) are refused, because there is no webhook.secret."),
      fix: LocalizedText(
        ko: "플랫폼에서 발급받은 비밀 값을 webhook.secret에 지정하십시오. 웹훅을 쓰지 않는다면 그대로 두셔도 됩니다.",
        en: "Set webhook.secret to what the platform signs with. Without webhooks nothing is to be done."))
  }

  fileprivate static func webhookWithoutProof(_ file: String, adapter: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "webhook-without-proof", place: .init(file: file, field: "webhook.senders"),
      reason: LocalizedText(
        ko: "\(adapter)은(는) 웹훅에 서명하지 않으므로, 보낸 주소를 정하기 전에는 받지 않습니다.",
        en: "\(adapter) does not prove its webhooks, and they are refused until it is said where they come from."),
      fix: LocalizedText(
        ko: "webhook.senders에 보내는 주소를 쓰거나, 위험을 알고 받으려면 webhook.accept_unverified: true로 하십시오.",
        en:
          "List the senders' addresses under webhook.senders, or set webhook.accept_unverified: true, knowing the risk."
      ))
  }

  fileprivate static func webhookSecretUnused(_ file: String, adapter: String) -> Diagnostic {
    Diagnostic(
      .note, code: "webhook-secret-unused", place: .init(file: file, field: "webhook.secret"),
      reason: LocalizedText(
        ko: "어댑터 ‘\(adapter)’은(는) 웹훅을 받지 않습니다.", en: "The adapter ‘\(adapter)’ takes no webhooks."))
  }
}
