extension SandboxState {
  /// Who stands behind an `Authorization` header.
  enum Caller {
    case key(SandboxKey)
    case user(SandboxUser)
    case nobody
  }

  func caller(_ header: String?) -> (caller: Caller, label: String) {
    guard let header, let space = header.firstIndex(of: " ") else { return (.nobody, header == nil ? "" : "?") }
    let scheme = header[..<space]
    let value = header[header.index(after: space)...]
    switch scheme {
    case "KakaoAK":
      guard let key = keys.first(where: { $0.value == value }) else { return (.nobody, "KakaoAK ?") }
      return (.key(key), "KakaoAK (\(key.name))")
    case "Bearer":
      guard let user = users.values.first(where: { $0.tokens.contains(String(value)) }) else {
        return (.nobody, "Bearer ?")
      }
      return (.user(user), "Bearer (\(user.id))")
    default: return (.nobody, "?")
    }
  }

  /// The app of a key that may call the customer-file API.
  func fileCaller(_ request: SandboxRequest) throws(KakaoFailure) -> SandboxApp {
    let app = try keyCaller(request, .customerFile, acceptsREST: settings.acceptsRESTKeyForFiles)
    guard app.customerFiles else {
      throw KakaoFailure(
        -3, 403, "TALK_CHANNEL service property disabled", ko: "앱 소유자가 고객 파일 업로드 정책에 동의하지 않았습니다.",
        en: "The owner of the app has not accepted the customer-file upload policy.")
    }
    return app
  }

  /// The app of a key that may call a category of APIs.
  func keyCaller(
    _ request: SandboxRequest, _ category: SandboxKey.Category, acceptsREST: Bool = false
  ) throws(KakaoFailure) -> SandboxApp {
    guard request.headers["authorization"]?.hasPrefix("KakaoAK ") == true else {
      throw .key(
        ko: "Authorization 헤더는 ‘KakaoAK 키’ 형식이어야 합니다.", en: "The Authorization header must be 'KakaoAK key'.")
    }
    guard case .key(let key) = caller(request.headers["authorization"]).caller, let app = app(key.app) else {
      throw .key(ko: "등록되지 않은 키입니다.", en: "No app has this key.")
    }
    switch key.kind {
    case .admin:
      guard key.categories.contains(category) else {
        throw KakaoFailure(
          -3, 403, "permission denied", ko: "어드민 키 ‘\(key.name)’에 \(category.rawValue) 권한이 없습니다.",
          en: "Admin key '\(key.name)' lacks the category \(category.rawValue).")
      }
    case .rest where acceptsREST: break
    default:
      throw .key(
        ko: "이 API는 어드민 키로 호출합니다. 받은 키의 종류: \(key.kind.rawValue)",
        en: "This API is called with an admin key. The kind received: \(key.kind.rawValue)")
    }
    return app
  }
}
