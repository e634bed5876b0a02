import CommonValues

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Holds a call against a ``WebhookVerifier``.
struct WebhookProof {
  /// How far a signed time may lie off, either way, in milliseconds.
  static let window: Int64 = 5 * 60_000

  let request: WebhookRequest
  let settings: WebhookSettings
  let now: Timestamp

  func check(_ verifier: WebhookVerifier) throws(WebhookRefusal) {
    try checkSender(verifier)
    switch verifier {
    case .header(let name, let prefix): try checkToken(.header(name: name, prefix: prefix))
    case .query(let name): try checkToken(.query(name: name))
    case .token(let place): try checkToken(settings.tokenPlace ?? place)
    case .hmac(let scheme): try check(scheme)
    case .standardWebhooks: try checkStandardWebhooks()
    case .none: break
    }
  }

  private func checkSender(_ verifier: WebhookVerifier) throws(WebhookRefusal) {
    var allowed = settings.allowedSenders
    if case .none(let list) = verifier {
      if allowed.isEmpty { allowed = list }
      if allowed.isEmpty, !settings.acceptsUnverified { throw .notConfigured }
    }
    guard !allowed.isEmpty else { return }
    guard let address = request.remoteAddress, allowed.contains(where: { $0.contains(address) }) else {
      throw .senderNotAllowed
    }
  }

  private func checkToken(_ place: WebhookSettings.TokenPlace) throws(WebhookRefusal) {
    let secrets = settings.secrets.filter { !$0.reveal().isEmpty }
    guard !secrets.isEmpty else { throw .notConfigured }
    let token: String
    switch place {
    case .query(let name):
      guard let found = request.queryItem(name) else { throw .noProof }
      token = found
    case .header(let name, let prefix):
      guard let found = request.header(name) else { throw .noProof }
      guard found.hasPrefix(prefix) else { throw .malformedProof }
      token = String(found.dropFirst(prefix.count))
    }
    guard token.utf8.count <= 4_096 else { throw .malformedProof }
    // Every secret is compared, so that the time does not tell which one it was.
    let isRight = secrets.map { $0.matches(token) }.reduce(false) { $0 || $1 }
    guard isRight else { throw .wrongProof }
  }

  private func checkWindow(_ time: Int64) throws(WebhookRefusal) {
    let (distance, overflow) = now.milliseconds.subtractingReportingOverflow(time)
    guard !overflow, distance.magnitude <= UInt64(WebhookProof.window) else { throw .outsideWindow }
  }
}

/// HMAC.
extension WebhookProof {
  private func check(_ scheme: WebhookVerifier.HMACScheme) throws(WebhookRefusal) {
    let keys = settings.keys.keys(.hmac(scheme.key, scheme.algorithm)) {
      settings.secrets.compactMap { WebhookProof.key($0, scheme) }
    }
    guard !keys.isEmpty else { throw .notConfigured }
    guard let header = request.header(scheme.header), header.utf8.count <= 8_192 else { throw .noProof }
    let candidates =
      scheme.separator.map { header.split(separator: $0).map(WebhookProof.trimmed) } ?? [
        WebhookProof.trimmed(Substring(header))
      ]
    let signatures = candidates.filter { $0.hasPrefix(scheme.prefix) }
      .compactMap { WebhookProof.bytes(String($0.dropFirst(scheme.prefix.count)), scheme.encoding) }
    guard !signatures.isEmpty else { throw .malformedProof }
    let (content, time) = try content(scheme)
    guard WebhookProof.isAny(signatures, of: content, keys) else { throw .wrongProof }
    // The time is looked at last: before the signature is known to be right it says nothing.
    if let time { try checkWindow(time) }
  }

  /// What is signed, and the time in it in milliseconds.
  private func content(_ scheme: WebhookVerifier.HMACScheme) throws(WebhookRefusal) -> ([UInt8], Int64?) {
    var text = ""
    var time: Int64?
    if let header = scheme.timestampHeader {
      guard let found = request.header(header) else { throw .noProof }
      var rule = SourceRule()
      rule.format = scheme.timestampFormat
      guard let parsed = TimeText.time(found, rule) else { throw .malformedProof }
      text = found
      time = parsed.milliseconds
    }
    if scheme.signed.count == 1, case .body = scheme.signed[0] { return (request.body, time) }
    var content: [UInt8] = []
    for piece in scheme.signed {
      switch piece {
      case .text(let literal): content += Array(literal.utf8)
      case .body: content += request.body
      case .timestamp: content += Array(text.utf8)
      case .method: content += Array(request.method.utf8)
      case .path: content += Array(request.path.utf8)
      case .header(let name):
        guard let value = request.header(name) else { throw .noProof }
        content += Array(value.utf8)
      case .query(let name):
        guard let value = request.queryItem(name) else { throw .noProof }
        content += Array(value.utf8)
      }
    }
    return (content, time)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { $0 != 0x20 }), let last = bytes.lastIndex(where: { $0 != 0x20 }) else {
      return ""
    }
    return text[first...last]
  }

  private static func key(_ secret: Secret<String>, _ scheme: WebhookVerifier.HMACScheme) -> SignatureKey? {
    let text = secret.reveal()
    let bytes: [UInt8]?
    switch scheme.key {
    case .text: bytes = Array(text.utf8)
    case .base64: bytes = self.bytes(text, .base64)
    case .hex: bytes = self.bytes(text, .hex)
    }
    return bytes.flatMap { SignatureKey($0, scheme.algorithm) }
  }

  static func bytes(_ text: String, _ encoding: WebhookVerifier.HMACScheme.Encoding) -> [UInt8]? {
    switch encoding {
    case .base64: return Data(base64Encoded: text).map(Array.init)
    case .hex: return HexText.decode(text.utf8)
    }
  }

  /// Whether one of the signatures is the content's under one of the keys; every key is tried, so that the time does not tell which one
  /// it was.
  private static func isAny(_ signatures: [[UInt8]], of content: [UInt8], _ keys: [SignatureKey]) -> Bool {
    keys.reduce(false) { found, key in key.isAny(signatures, of: content) || found }
  }
}

/// Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`; secrets `whsec_` and base64.
extension WebhookProof {
  private func checkStandardWebhooks() throws(WebhookRefusal) {
    let keys = settings.keys.keys(.standardWebhooks) {
      settings.secrets.compactMap { WebhookProof.standardKey($0.reveal()) }
    }
    guard !keys.isEmpty else { throw .notConfigured }
    guard let id = request.header("webhook-id"), !id.isEmpty, let stamp = request.header("webhook-timestamp"),
      let header = request.header("webhook-signature")
    else { throw .noProof }
    guard id.utf8.count <= 512, header.utf8.count <= 8_192, stamp.utf8.count <= 12,
      stamp.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(stamp)
    else { throw .malformedProof }
    let signatures = header.split(separator: " ").filter { $0.hasPrefix("v1,") }
      .compactMap { WebhookProof.bytes(String($0.dropFirst(3)), .base64) }
    guard !signatures.isEmpty else { throw .malformedProof }
    let content = Array("\(id).\(stamp).".utf8) + request.body
    guard WebhookProof.isAny(signatures, of: content, keys) else { throw .wrongProof }
    try checkWindow(seconds * 1_000)
  }

  private static func standardKey(_ secret: String) -> SignatureKey? {
    let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
    return bytes(text, .base64).flatMap { SignatureKey($0, .sha256) }
  }
}
