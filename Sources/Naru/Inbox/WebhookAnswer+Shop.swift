import CommonValues
import ShopAdapters

extension WebhookAnswer {
  static let noWebhooks = WebhookAnswer(
    404, "no-webhooks",
    Refusal(
      name: "no-webhooks",
      detail: LocalizedText(ko: "이 쇼핑몰의 어댑터는 웹훅을 받지 않습니다.", en: "The adapter of this shop takes no webhooks.")))

  /// What an adapter does not believe.
  init(_ refusal: WebhookRefusal) {
    switch refusal {
    case .notConfigured:
      self.init(503, refusal.rawValue, Refusal(name: "webhook-not-configured", detail: refusal.reason))
    case .tooLarge: self.init(413, refusal.rawValue, Refusal(name: "too-large", detail: refusal.reason))
    case .noProof, .malformedProof, .wrongProof, .outsideWindow, .senderNotAllowed:
      self.init(401, refusal.rawValue, Refusal(name: "webhook-refused", detail: refusal.reason))
    }
  }

  /// What is proved and can not be read.
  static func malformed(_ why: Diagnostic) -> WebhookAnswer {
    WebhookAnswer(400, "malformed", Refusal(name: "malformed-webhook", detail: why.reason))
  }

  /// What could not be kept: its sender has to come again.
  static func notKept(_ cause: String) -> WebhookAnswer {
    WebhookAnswer(
      503, cause,
      Refusal(
        name: "not-kept",
        detail: LocalizedText(ko: "지금은 보관하지 못했습니다. 다시 보내 주십시오.", en: "This could not be kept now. Send it again.")))
  }
}
