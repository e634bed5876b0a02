extension KakaoErrorTable {
  /// kauth's codes. Statuses are 400 unless said; third parties report 401 for KOE010 and KOE101.
  static let auth: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "KOE001", [400], .caller, error: "invalid_request", ("잘못된 형식의 요청입니다.", "The request is malformed."),
      cause: ("요청의 형식이 잘못되었습니다.", "The form of the request is wrong."),
      fix: ("로그인 주소를 직접 만들지 말고 나루의 /login을 쓰십시오.", "Use Naru's /login instead of an address of your own.")),
    KakaoErrorEntry(
      "KOE002", [400], .caller, error: "invalid_request", ("잘못된 주소로 요청했습니다.", "The address of the request is wrong."),
      cause: ("요청한 주소가 없습니다.", "There is no such address."),
      fix: ("설정의 auth_url을 확인하십시오.", "Check auth_url in the configuration.")),
    KakaoErrorEntry(
      "KOE003", [], .retryable, error: "server_error", ("인증 서버의 일시적인 오류입니다.", "A temporary fault of the login server."),
      cause: ("카카오 인증 서버의 장애입니다.", "A fault of Kakao's login server."),
      fix: ("잠시 뒤에 다시 시도하십시오.", "Try again in a moment.")),
    KakaoErrorEntry(
      "KOE004", [], .configuration, ("카카오 로그인이 꺼져 있습니다.", "Kakao Login is switched off."),
      cause: ("앱에서 카카오 로그인을 켜지 않았습니다.", "The app has Kakao Login off."),
      at: ConsolePlace.login, fix: ("카카오 로그인을 켜십시오.", "Switch Kakao Login on.")),
    KakaoErrorEntry(
      "KOE005", [], .configuration, ("테스트 앱의 멤버가 아닙니다.", "Not a member of the test app."),
      cause: ("테스트 앱에는 등록된 팀원만 로그인할 수 있습니다.", "Only team members can log in to a test app."),
      at: ConsolePlace.members,
      fix: (
        "그 계정을 멤버로 초대하거나 실제 앱의 키를 쓰십시오.",
        "Invite the account as a member, or use the real app's key."
      )),
    KakaoErrorEntry(
      "KOE006", [], .configuration, ("등록되지 않은 리다이렉트 URI입니다.", "The redirect URI is not registered."),
      cause: (
        "요청한 redirect_uri가 이 REST API 키에 등록된 것과 정확히 같지 않습니다.",
        "redirect_uri is not exactly one that is registered for this REST API key."
      ),
      at: ConsolePlace.keys,
      fix: (
        "public_url 뒤에 /shops/쇼핑몰ID/kakao/callback을 붙인 주소를 REST API 키의 리다이렉트 URI에 그대로 등록하십시오.",
        "Register public_url followed by /shops/SHOP/kakao/callback with the REST API key, character by character."
      )),
    KakaoErrorEntry(
      "KOE007", [], .configuration, ("등록되지 않은 로그아웃 리다이렉트 URI입니다.", "The logout redirect URI is not registered."),
      cause: ("logout_redirect_uri가 등록된 것과 다릅니다.", "logout_redirect_uri differs from what is registered."),
      at: ConsolePlace.keys, fix: ("로그아웃 리다이렉트 URI를 등록하십시오.", "Register the logout redirect URI.")),
    KakaoErrorEntry(
      "KOE008", [], .configuration, ("잘못된 종류의 앱 키입니다.", "The wrong kind of app key."),
      cause: ("REST API 키가 아닌 다른 종류의 키를 썼습니다.", "Another kind of key than the REST API key was used."),
      at: ConsolePlace.keys, fix: ("rest_api_key에 REST API 키를 설정하십시오.", "Put the REST API key into rest_api_key.")),
    KakaoErrorEntry(
      "KOE009", [], .configuration, error: "misconfigured", ("플랫폼 설정이 맞지 않습니다.", "The platform settings do not match."),
      cause: (
        "키 해시, 번들 ID 또는 사이트 도메인이 등록되어 있지 않습니다.",
        "A key hash, bundle id or site domain is not registered."
      ),
      at: ConsolePlace.keys, fix: ("쓰는 키의 플랫폼 정보를 등록하십시오.", "Register the platform details of the key in use.")),
    KakaoErrorEntry(
      "KOE010", [400, 401], .configuration, error: "invalid_client", confirmed: false,
      ("클라이언트 시크릿이 틀렸거나 없습니다.", "The client secret is wrong or missing."),
      cause: ("새 REST API 키는 클라이언트 시크릿이 켜져 있습니다.", "New REST API keys have the client secret switched on."),
      at: ConsolePlace.keys, fix: ("client_secret을 콘솔의 값으로 설정하십시오.", "Set client_secret to the value in the console.")),
    KakaoErrorEntry(
      "KOE023", [], .caller, confirmed: false, ("자바스크립트 SDK와 관련된 오류입니다.", "An error about the JavaScript SDK."),
      cause: ("카카오의 설명을 확인하지 못했습니다.", "Kakao's explanation could not be confirmed."),
      fix: ("자바스크립트 키와 사이트 도메인을 확인하십시오.", "Check the JavaScript key and the site domain.")),
    KakaoErrorEntry(
      "KOE024", [], .caller, confirmed: false, ("뜻이 확인되지 않은 인증 오류입니다.", "A login error of unconfirmed meaning."),
      cause: ("카카오의 설명을 확인하지 못했습니다.", "Kakao's explanation could not be confirmed."),
      fix: ("카카오 개발자 문서의 에러 코드를 확인하십시오.", "Look the code up in Kakao's documentation.")),
    KakaoErrorEntry(
      "KOE101", [400, 401], .configuration, error: "invalid_client", confirmed: false,
      ("존재하지 않는 앱 키입니다.", "There is no such app key."),
      cause: ("REST API 키를 잘못 적었거나 키가 삭제되었습니다.", "The REST API key is mistyped or was deleted."),
      at: ConsolePlace.keys, fix: ("콘솔의 REST API 키를 다시 복사해 설정하십시오.", "Copy the REST API key from the console again.")),
    KakaoErrorEntry(
      "KOE102", [], .configuration, error: "invalid_client", ("앱에 연결된 채널이 없습니다.", "No channel is linked to the app."),
      cause: ("채널 ID를 보냈지만 앱에 그 채널이 연결되어 있지 않습니다.", "A channel id was sent, but the app has no such channel."),
      at: ConsolePlace.channel, fix: ("앱에 채널을 연결하십시오.", "Connect the channel to the app.")),
    KakaoErrorEntry(
      "KOE201", [], .caller, error: "unsupported_response_type", ("response_type이 잘못되었습니다.", "response_type is wrong."),
      cause: ("code가 아닌 값을 보냈습니다.", "Another value than code was sent."),
      fix: ("로그인 주소를 직접 만들지 말고 나루의 /login을 쓰십시오.", "Use Naru's /login instead of an address of your own.")),
    KakaoErrorEntry(
      "KOE202", [], .caller, ("지원하지 않는 암시적 승인 방식입니다.", "The implicit grant is not supported."),
      cause: ("response_type=token으로 요청했습니다.", "The request had response_type=token."),
      fix: ("인가 코드 방식을 쓰십시오.", "Use the authorization code flow.")),
    KakaoErrorEntry(
      "KOE203", [], .consent, confirmed: false, ("필수 동의를 받지 못했습니다.", "A required consent is missing."),
      cause: ("필수 동의항목에 동의하지 않았습니다.", "A required consent item was not agreed to."),
      at: ConsolePlace.consent, fix: ("동의 화면을 다시 보여 주십시오.", "Show the consent page again.")),
    KakaoErrorEntry(
      "KOE204", [400], .caller, error: "invalid_request", confirmed: false,
      ("파라미터가 잘못되었습니다.", "A parameter is invalid."),
      cause: ("값의 형식이 맞지 않습니다.", "A value has the wrong form."),
      fix: ("로그인 설정의 값을 확인하십시오.", "Check the values of the login configuration.")),
    KakaoErrorEntry(
      "KOE205", [], .configuration, error: "invalid_scope",
      ("설정되지 않은 동의항목을 요청했습니다.", "A consent item that is not set up was asked for."),
      cause: ("login.scopes에 앱에서 켜지 않은 동의항목이 있습니다.", "login.scopes has an item that the app has not switched on."),
      at: ConsolePlace.consent,
      fix: (
        "콘솔에서 그 동의항목을 켜거나 login.scopes에서 빼십시오.",
        "Switch the item on in the console, or take it out of login.scopes."
      )),
    KakaoErrorEntry(
      "KOE207", [400], .caller, error: "invalid_request", confirmed: false,
      ("필수 파라미터가 없습니다.", "A parameter is missing."),
      cause: ("요청에 필요한 값이 빠졌습니다.", "A required value is missing."),
      fix: ("로그인 설정의 값을 확인하십시오.", "Check the values of the login configuration.")),
    KakaoErrorEntry(
      "KOE237", [400, 429], .quota, error: "invalid_request", confirmed: false,
      ("토큰 발급 한도를 넘었습니다.", "The limit on issuing tokens is reached."),
      cause: (
        "사용자마다 액세스 토큰은 10분에 20번, 리프레시 토큰은 60분에 30번까지입니다. HTTP 상태는 자료마다 다릅니다.",
        "Per user: 20 access tokens in 10 minutes, 30 refresh tokens in 60. Sources differ on the HTTP status."
      ),
      fix: ("토큰은 그대로 두고 시간이 지난 뒤 다시 시도하십시오.", "Keep the tokens and try again later.")),
    KakaoErrorEntry(
      "KOE303", [400], .caller, error: "invalid_grant",
      ("redirect_uri가 처음과 다릅니다.", "redirect_uri differs from the first one."),
      cause: (
        "인가 코드를 받을 때와 토큰을 요청할 때의 redirect_uri가 다릅니다.",
        "redirect_uri of the token request is not that of the authorize request."
      ),
      fix: ("public_url을 바꾸었다면 로그인을 처음부터 다시 하십시오.", "After a change of public_url, start the login anew.")),
    KakaoErrorEntry(
      "KOE310", [400], .caller, error: "unsupported_grant_type", confirmed: false,
      ("grant_type이 잘못되었습니다.", "grant_type is wrong."),
      cause: ("지원하지 않는 grant_type입니다.", "The grant_type is not supported."),
      fix: ("나루를 새 버전으로 올리십시오.", "Update Naru.")),
    KakaoErrorEntry(
      "KOE319", [400], .authentication, error: "invalid_grant", ("리프레시 토큰이 없습니다.", "The refresh token is missing."),
      cause: ("요청에 리프레시 토큰이 없습니다.", "The request has no refresh token."),
      fix: ("토큰을 지우고 사용자가 다시 로그인하게 하십시오.", "Drop the tokens and have the user log in again.")),
    KakaoErrorEntry(
      "KOE320", [400], .authentication, error: "invalid_grant",
      ("인가 코드를 쓸 수 없습니다.", "The authorization code can not be used."),
      cause: (
        "이미 쓴 코드이거나 만료되었거나 없는 코드입니다. 콜백을 두 번 열면 이렇게 됩니다.",
        "It was used, has expired or is unknown; opening the callback twice does this."
      ),
      fix: ("로그인을 처음부터 다시 하십시오.", "Start the login anew.")),
    KakaoErrorEntry(
      "KOE322", [400], .authentication, error: "invalid_grant",
      (
        "리프레시 토큰이 만료되었거나 유효하지 않습니다.",
        "The refresh token is expired or invalid."
      ),
      cause: ("만료되었거나, 새 토큰이 발급된 뒤의 옛 토큰입니다.", "It has expired, or a newer one took its place."),
      fix: ("토큰을 지우고 사용자가 다시 로그인하게 하십시오.", "Drop the tokens and have the user log in again.")),
    KakaoErrorEntry(
      "KOE400", [400], .authentication, error: "invalid_token", ("ID 토큰이 유효하지 않습니다.", "The ID token is invalid."),
      cause: ("서명이 틀렸거나 만료된 ID 토큰입니다.", "Its signature is wrong or it has expired."),
      fix: ("로그인을 처음부터 다시 하십시오.", "Start the login anew.")),
  ]

  /// kauth's codes about business authentication and internal plug-ins, of which little more is known.
  static let authBusiness: [KakaoErrorEntry] =
    ["025", "026", "027", "028", "123", "124", "125", "232", "233"].map { number in
      KakaoErrorEntry(
        "KOE" + number, [], .configuration, confirmed: false,
        ("비즈니스 인증과 관련된 오류입니다.", "An error about business authentication."),
        cause: (
          "비즈니스 인증의 설정이나 상태가 맞지 않습니다. 자세한 뜻은 확인하지 못했습니다.",
          "The settings or state of business authentication; the details could not be confirmed."
        ),
        at: ConsolePlace.app, fix: ("앱의 비즈니스 인증 상태를 확인하십시오.", "Check the app's business authentication."))
    }
    + (103...110).map { number in
      KakaoErrorEntry(
        "KOE\(number)", [], .caller, confirmed: false,
        ("카카오 내부 플러그인과 관련된 오류입니다.", "An error about a plug-in inside Kakao."),
        cause: ("자세한 뜻은 확인하지 못했습니다.", "The details could not be confirmed."),
        fix: ("계속되면 카카오 데브톡에 문의하십시오.", "If it stays, ask on Kakao DevTalk."))
    }
}
