extension SandboxState {
  /// Who stands behind an `Authorization` header.
  enum Caller {
    case key(SandboxKey)
    case user(SandboxUser)
    /// An access token whose time is over.
    case expired
    case nobody
  }

  /// - Parameter now: when an access token must not have expired.
  func caller(_ header: String?, at now: SandboxTime) -> (caller: Caller, label: String) {
    guard let header, let space = header.firstIndex(of: " ") else { return (.nobody, header == nil ? "" : "?") }
    let scheme = header[..<space]
    let value = header[header.index(after: space)...]
    switch scheme {
    case "KakaoAK":
      guard let key = keys.first(where: { $0.value == value }) else { return (.nobody, "KakaoAK ?") }
      return (.key(key), "KakaoAK (\(key.name))")
    case "Bearer":
      switch bearer(String(value), at: now) {
      case .unknown: return (.nobody, "Bearer ?")
      case .expired: return (.expired, "Bearer (expired)")
      case .valid(let user, _): return (.user(user), "Bearer (\(user.id))")
      }
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
    guard case .key(let key) = caller(request.headers["authorization"], at: SandboxTime(seconds: 0)).caller,
      let app = app(key.app)
    else {
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

  /// The user and the token of a `Bearer` header.
  func bearerUser(
    _ request: SandboxRequest, _ now: SandboxTime
  ) throws(KakaoFailure) -> (user: SandboxUser, token: BearerToken) {
    guard let header = request.headers["authorization"], header.hasPrefix("Bearer ") else {
      throw KakaoFailure(
        -401, 401, "this access token does not exist", ko: "Authorization 헤더는 ‘Bearer 토큰’ 형식이어야 합니다.",
        en: "The Authorization header must be 'Bearer token'.")
    }
    switch bearer(String(header.dropFirst(7)), at: now) {
    case .valid(let user, let token): return (user, token)
    case .expired:
      throw KakaoFailure(
        -401, 401, "this access token is already expired", ko: "만료된 액세스 토큰입니다.",
        en: "The access token has expired.")
    case .unknown:
      throw KakaoFailure(
        -401, 401, "this access token does not exist", ko: "등록되지 않은 액세스 토큰입니다.",
        en: "Nobody has this access token.")
    }
  }
}
