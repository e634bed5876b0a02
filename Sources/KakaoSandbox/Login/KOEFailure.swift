/// An error of kauth: what it is called on the wire, and what to say about it in the journal.
struct KOEFailure: Error, Sendable {
  /// `KOE…`; `nil` where the sandbox has no code for it, since none is published.
  var code: String?
  /// The `error` of RFC 6749; `nil` where Kakao only shows a page and none was seen.
  var error: String?
  var description: String
  var status = 400
  var remark: SandboxText

  init(_ code: String?, _ error: String?, _ description: String, _ status: Int = 400, ko: String, en: String) {
    self.code = code
    self.error = error
    self.description = description
    self.status = status
    self.remark = SandboxText(ko: ko, en: en)
  }

  /// The JSON answer of the token endpoint.
  var body: JSONValue {
    .object(
      [
        .init(key: "error", value: .string(error ?? "invalid_request")),
        .init(key: "error_description", value: .string(description)),
      ] + (code.map { [.init(key: "error_code", value: .string($0))] } ?? []))
  }

  // KOE204 and KOE207 were only seen in third-party code; so was the text of KOE320.

  static func badRequest(ko: String, en: String) -> KOEFailure {
    KOEFailure("KOE001", "invalid_request", "bad request", ko: ko, en: en)
  }

  static func invalidParameter(_ name: String, ko: String, en: String) -> KOEFailure {
    KOEFailure("KOE204", "invalid_request", "invalid parameter: \(name)", ko: ko, en: en)
  }

  static func missing(_ name: String) -> KOEFailure {
    KOEFailure(
      "KOE207", "invalid_request", "missing parameter: \(name)", ko: "\(name)이(가) 없습니다.", en: "\(name) is missing.")
  }

  static func unknownParameter(_ name: String) -> KOEFailure {
    invalidParameter(name, ko: "문서에 없는 파라미터입니다: \(name)", en: "This parameter is not documented: \(name)")
  }

  static func unknownClient(_ status: Int) -> KOEFailure {
    KOEFailure(
      "KOE101", "invalid_client", "Not exist client_id", status, ko: "이 client_id는 어느 앱의 키도 아닙니다. REST API 키를 쓰십시오.",
      en: "No app has this client_id. Use the REST API key.")
  }

  static func wrongKind(_ key: SandboxKey) -> KOEFailure {
    KOEFailure(
      "KOE008", nil, "wrong app key type", ko: "키 ‘\(key.name)’의 종류가 \(key.kind.rawValue)입니다. REST API 키를 쓰십시오.",
      en: "Key '\(key.name)' is of kind \(key.kind.rawValue). Use the REST API key.")
  }

  static let loginOff = KOEFailure(
    "KOE004", nil, "Kakao Login is not activated", ko: "앱의 카카오 로그인이 꺼져 있습니다.",
    en: "Kakao Login is switched off for the app.")

  static let notATester = KOEFailure(
    "KOE005", nil, "not a member of the test app", ko: "테스트 앱에는 팀원만 로그인할 수 있습니다.",
    en: "Only members of its team log in to a test app.")
}

/// Why an authorize request does not get its code.
enum AuthorizeRefusal: Error {
  /// Kakao's own error page; the redirect URI never hears of it.
  case page(KOEFailure)
  /// Back to the redirect URI with `error` and `error_description`.
  case redirect(AuthorizeRequest.Target, error: String, description: String, SandboxText)
}
