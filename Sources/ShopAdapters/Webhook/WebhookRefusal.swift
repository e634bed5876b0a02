public import CommonValues

/// Why a webhook call is not believed. Says nothing about the secret, nor how near the call came.
public enum WebhookRefusal: String, Error, Sendable, Hashable, CaseIterable {
  /// The proof is missing, or there are two.
  case noProof = "webhook-no-proof"
  /// The proof is not of the form that was agreed on.
  case malformedProof = "webhook-bad-proof"
  /// The proof belongs to no secret of the shop, or to another body.
  case wrongProof = "webhook-wrong-proof"
  /// Its time lies more than five minutes off.
  case outsideWindow = "webhook-outside-window"
  /// The sender's address is not among those that the shop allows.
  case senderNotAllowed = "webhook-sender-not-allowed"
  /// The shop has no usable secret, or the platform proves nothing and the shop did not say that this is well.
  case notConfigured = "webhook-not-configured"
  /// The body is longer than ``WebhookRefusal/bodyLimit``.
  case tooLarge = "webhook-too-large"

  /// The longest body, in bytes.
  public static let bodyLimit = 1 << 20

  /// What happened, in both languages.
  public var reason: LocalizedText {
    switch self {
    case .noProof:
      LocalizedText(ko: "인증 헤더나 토큰이 없거나 둘 이상입니다.", en: "The signature or token is missing, or there are two.")
    case .malformedProof: LocalizedText(ko: "서명 형식이 올바르지 않습니다.", en: "The signature is not of the agreed form.")
    case .wrongProof: LocalizedText(ko: "서명 또는 토큰이 맞지 않습니다.", en: "The signature or token is wrong.")
    case .outsideWindow:
      LocalizedText(ko: "요청 시각이 5분 넘게 차이 납니다.", en: "The time of the call is more than five minutes off.")
    case .senderNotAllowed: LocalizedText(ko: "허용하지 않은 주소에서 온 요청입니다.", en: "Calls from this address are not allowed.")
    case .notConfigured: LocalizedText(ko: "이 쇼핑몰의 웹훅 설정이 없습니다.", en: "The shop's webhook is not set up.")
    case .tooLarge: LocalizedText(ko: "본문이 1 MiB보다 큽니다.", en: "The body is larger than 1 MiB.")
    }
  }
}
