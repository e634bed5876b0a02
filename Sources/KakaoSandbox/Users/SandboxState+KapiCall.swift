extension SandboxState {
  /// Checks caller, form and parameters of a call, in this order.
  func call(
    _ endpoint: KapiEndpoint, _ request: SandboxRequest, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> KapiCall {
    var names = endpoint.parameters
    let isBearer = request.headers["authorization"]?.hasPrefix("Bearer ") == true
    var call: KapiCall
    switch endpoint.caller {
    case .token:
      call = try tokenCall(request, now)
    case .tokenOrKey where isBearer:
      call = try tokenCall(request, now)
    case .tokenOrKey(let category):
      call = KapiCall(app: try keyCaller(request, category), user: nil, token: nil, parameters: [:])
      names += ["target_id_type", "target_id"]
    case .key(let category):
      call = KapiCall(app: try keyCaller(request, category), user: nil, token: nil, parameters: [:])
    case .restKey:
      call = KapiCall(app: try restCaller(request, now), user: nil, token: nil, parameters: [:])
    }
    try checkApp(call.app)
    // A client in wide use (social-auth-core) repeats its token in the query of a GET.
    if isBearer { names.append("access_token") }
    call.parameters = try parameters(request, known: names, &answer)
    if isBearer, call["access_token"] != nil {
      answer.hint(
        ko: "액세스 토큰은 헤더로만 보내십시오. 쿼리는 로그에 남습니다.",
        en: "Send the access token in the header alone; queries end up in logs.")
    }
    if case .tokenOrKey = endpoint.caller, !isBearer { call.user = try target(call) }
    if let user = call.user { try checkUser(user, call.app, endpoint, now) }
    return call
  }

  private func tokenCall(_ request: SandboxRequest, _ now: SandboxTime) throws(KakaoFailure) -> KapiCall {
    let (user, token) = try bearerUser(request, now)
    guard let app = app(user.app) else { throw .unlinked(user.id) }
    return KapiCall(app: app, user: user, token: token, parameters: [:])
  }

  /// The app of a REST API key.
  private func restCaller(_ request: SandboxRequest, _ now: SandboxTime) throws(KakaoFailure) -> SandboxApp {
    guard case .key(let key) = caller(request.headers["authorization"], at: now).caller, let app = app(key.app) else {
      throw .key(ko: "등록되지 않은 키입니다.", en: "No app has this key.")
    }
    guard key.kind == .rest else {
      throw .key(
        ko: "이 API는 REST API 키로 호출합니다. 받은 키의 종류: \(key.kind.rawValue)",
        en: "This API is called with a REST API key. The kind received: \(key.kind.rawValue)")
    }
    return app
  }

  private func target(_ call: KapiCall) throws(KakaoFailure) -> SandboxUser {
    guard call["target_id_type"] == "user_id" else {
      throw .parameter(ko: "target_id_type은 \"user_id\"여야 합니다.", en: "target_id_type must be \"user_id\".")
    }
    guard call["target_id"] != nil, let id = try call.integer("target_id", in: 1...Int64.max) else {
      throw .parameter(
        ko: "어드민 키로 호출하려면 target_id(회원번호)가 필요합니다.", en: "A call with an admin key needs target_id, an app user id.")
    }
    guard let user = users[UserKey(app: call.app.id, id: id)] else { throw .unlinked(id) }
    return user
  }

  private func checkApp(_ app: SandboxApp) throws(KakaoFailure) {
    guard app.isSuspended else { return }
    throw KakaoFailure(
      -12, 403, "the app is suspended", ko: "앱 \(app.id)은(는) 카카오가 이용을 제한한 상태입니다.",
      en: "App \(app.id) is sanctioned by Kakao.")
  }

  /// What makes a user unfit for a call, whoever calls.
  func checkUser(
    _ user: SandboxUser, _ app: SandboxApp, _ endpoint: KapiEndpoint, _ now: SandboxTime
  ) throws(KakaoFailure) {
    switch user.profile.status {
    case .active: break
    case .dormant, .deleted:
      throw KakaoFailure(
        -103, 400, "NotExistKakaoAccountException", ko: "회원 \(user.id)의 카카오계정은 휴면이거나 없는 계정입니다.",
        en: "The Kakao account of user \(user.id) is dormant or does not exist.")
    case .restricted:
      throw KakaoFailure(
        -4, 403, "blocked user", ko: "회원 \(user.id)의 계정은 제재된 상태입니다.", en: "The account of user \(user.id) is blocked.")
    }
    guard user.isLinked || user.isPreregistered, !user.isPreregistered || endpoint.takesPreregistered else {
      throw .unlinked(user.id)
    }
    if let limit = app.login.ageLimit, let age = user.age(at: now), age < limit {
      throw KakaoFailure(
        -406, settings.underageStatus, "required age verification.",
        ko: "회원 \(user.id)은(는) 앱의 연령 제한(\(limit)세)보다 어립니다.",
        en: "User \(user.id) is younger than the app's age limit of \(limit).")
    }
  }

  /// The parameters of a query or a form, each documented name at most once.
  ///
  /// A `POST` carries a form; a body of another type is refused, as Kakao reads nothing from it.
  private func parameters(
    _ request: SandboxRequest, known: [String], _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> [String: String] {
    guard request.method == "POST" else { return try query(request, known: known, &answer) }
    if request.bodyIsTooLarge {
      throw KakaoFailure(
        -2, 413, "INVALID_PARAMETER", ko: "본문이 \(settings.maximumBodyBytes)바이트를 넘습니다.",
        en: "The body is longer than \(settings.maximumBodyBytes) bytes.")
    }
    var form = request
    form.query = request.query
    if !request.body.isEmpty {
      let type = request.headers["content-type"] ?? ""
      let media = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
      guard media == "application/x-www-form-urlencoded" else {
        throw .parameter(
          ko: "본문은 application/x-www-form-urlencoded여야 합니다. 받은 형식: \(type.isEmpty ? "없음" : type)",
          en: "The body must be application/x-www-form-urlencoded. Received: \(type.isEmpty ? "nothing" : type)")
      }
      guard let text = String(validating: request.body, as: UTF8.self) else {
        throw .parameter(ko: "본문이 UTF-8이 아닙니다.", en: "The body is not UTF-8.")
      }
      form.query += (form.query.isEmpty ? "" : "&") + text
    }
    return try query(form, known: known, &answer)
  }

  /// Checks that a consent item is switched on for the app (-3) and granted by the user (-402).
  func checkConsent(_ user: SandboxUser, _ app: SandboxApp, to scopes: [String]) throws(KakaoFailure) {
    for scope in scopes where app.login.item(scope) == nil {
      throw KakaoFailure(
        -3, 403, "\(scope) is not enabled for this app.", ko: "앱에 동의항목 \(scope)이(가) 설정되어 있지 않습니다.",
        en: "The consent item \(scope) is not switched on for the app.")
    }
    let missing = scopes.filter { user.consents[$0] == nil }
    guard let first = missing.first else { return }
    var failure = KakaoFailure(
      -402, 403, "insufficient scopes.", ko: "회원 \(user.id)이(가) \(missing.joined(separator: ", "))에 동의하지 않았습니다.",
      en: "User \(user.id) has not consented to \(missing.joined(separator: ", ")).")
    failure.details = [
      .init(key: "api_type", value: .string(settings.apiTypes[first] ?? first.uppercased())),
      .init(key: "required_scopes", value: .array(missing.map(JSONValue.string))),
      .init(key: "allowed_scopes", value: .array(user.scopes.sorted().map(JSONValue.string))),
    ]
    throw failure
  }
}

extension KakaoFailure {
  static func unlinked(_ id: Int64) -> KakaoFailure {
    KakaoFailure(
      -101, 400, "NotRegisteredUserException", ko: "회원 \(id)은(는) 앱에 연결되어 있지 않습니다.",
      en: "User \(id) is not linked to the app.")
  }
}
