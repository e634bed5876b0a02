/// Where a webhook goes, read from the address set for an app.
struct WebhookAddress: Sendable, Equatable {
  var host: String
  var port: Int
  /// Path and query.
  var target: String
  /// What stands in the `Host` header.
  var authority: String

  /// - Parameter distant: whether an address outside of this machine is let through.
  /// - Throws: ``WebhookFailure`` saying what is wrong with the address.
  init(_ text: String, distant: Bool) throws(WebhookFailure) {
    let prefix = "http://"
    guard text.lowercased().hasPrefix(prefix) else {
      throw WebhookFailure(
        ko: "샌드박스의 웹훅 주소는 http://로 시작해야 합니다(TLS 없음): \(Self.shown(text))",
        en: "A webhook address of the sandbox begins with http:// (there is no TLS): \(Self.shown(text))")
    }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw WebhookFailure(
        ko: "웹훅 주소에 쓸 수 없는 문자가 있습니다.", en: "The webhook address has characters that an address can not have.")
    }
    let rest = text.dropFirst(prefix.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = rest.dropFirst(authority.count).prefix { $0 != "#" }
    self.target = tail.hasPrefix("/") ? String(tail) : "/" + tail
    self.authority = String(authority)
    let (host, portText): (Substring, Substring?)
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end]
      let after = authority[authority.index(after: end)...]
      portText = after.isEmpty ? nil : after.hasPrefix(":") ? after.dropFirst() : "?"
    } else {
      let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      host = parts.first ?? ""
      portText = parts.count > 1 ? parts[1] : nil
    }
    let port = portText.map { UInt16($0).map(Int.init) ?? 0 } ?? 80
    guard port > 0, !host.isEmpty, !authority.contains("@") else {
      throw WebhookFailure(
        ko: "웹훅 주소의 호스트나 포트가 잘못되었습니다: \(Self.shown(text))",
        en: "Host or port of the webhook address is malformed: \(Self.shown(text))")
    }
    self.host = String(host)
    self.port = port
    guard distant || Self.isLoopback(self.host) else {
      throw WebhookFailure(
        ko:
          "웹훅은 이 컴퓨터의 주소(127.0.0.1, localhost, [::1])로만 보냅니다: \(Self.shown(text)). 다른 주소는 allowsDistantWebhooks 설정으로 허용합니다.",
        en:
          "Webhooks go to addresses of this machine only (127.0.0.1, localhost, [::1]): \(Self.shown(text)). The setting allowsDistantWebhooks lets others through."
      )
    }
  }

  /// The address without query, user and fragment.
  private static func shown(_ text: String) -> String {
    String(text.prefix { $0 != "?" && $0 != "#" && $0 != "@" }.prefix(200))
  }

  /// `localhost`, `127.0.0.0/8` in its usual form, and `::1`. A name that merely begins so is not one.
  static func isLoopback(_ host: String) -> Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "127" else { return false }
    return parts.allSatisfy { part in
      (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(part) != nil
    }
  }
}

/// Why a webhook could not be sent, or got no answer.
struct WebhookFailure: Error, Sendable, Equatable {
  var text: SandboxText

  init(ko: String, en: String) { text = SandboxText(ko: ko, en: en) }
}
