extension APIArea {
  /// What browsers call.
  static let browsers = APIArea(
    name: "browsers",
    text:
      "Opened by people's browsers; answers are redirects and pages. Each page has a way back to the shop and a reference number.",
    korean: "사람의 브라우저가 여는 주소입니다.",
    operations: [
      .startLogin, .postLogin, .autoLogin, .callback, .logout, .channelAdd, .channelChat, .loginButton, .shopScript,
    ],
    schemas: [.init("LoginForm", .written(loginForm)), .init("LogoutForm", .written(logoutForm))])

  private static let loginForm = ##"""
    {
      "type": "object",
      "properties": {
        "return_to": { "type": "string", "description": "Goes before the query's." }
      }
    }
    """##

  private static let logoutForm = ##"""
    {
      "type": "object",
      "properties": {
        "everywhere": {
          "type": "string",
          "description": "`true`: every session of the person at the shop ends, and stored tokens go."
        },
        "kakao": {
          "type": "string",
          "description": "`true`: the browser goes on to Kakao's logout; the logout address has to be registered there."
        }
      }
    }
    """##
}

extension APIParameter {
  fileprivate static let returnTo = APIParameter.query(
    "return_to", #"{ "type": "string" }"#,
    """
    A path of the first of `login.return_urls`, or a whole address that one of them allows: same scheme, host and port, and a path that \
    begins with its path at a segment boundary. Absent: the first of them.
    """, example: .text("/cart"), component: "returnTo")

  fileprivate static let channel = APIParameter.query(
    "channel", #"{ "type": "string" }"#, "Another of `kakao.channels` than the first.", example: .text("_xgTNZs"),
    component: "channel")
}

extension [APIAnswer] {
  fileprivate static let badReturnAddress: [APIAnswer] = [.page(400, "A page: the return address is not allowed.")]
  /// Pages of logins that could not be begun.
  fileprivate static let notBegun = badReturnAddress + [.page(503, "A page: no login can be begun now.")]
}

extension APIOperation {
  fileprivate static let startLogin = APIOperation(
    "GET", path: "/shops/{shop}/login", id: "startLogin", title: "Begin signup or login",
    korean: "간편가입이나 로그인을 시작합니다. 카카오로 보냅니다.",
    text: """
      Sends the browser to Kakao. The login ends at `return_to?naru_code=…` for a member, and at \
      `login.signup_url?naru_code=…&return_to=…` for somebody new (without `signup_url`, at `return_to`); cancelled at Kakao it ends at \
      `return_to?naru_error=cancelled`. A login that another site's page began, by `Sec-Fetch-Site`, `Origin` or `Referer`, shows a page \
      that asks first.
      """,
    parameters: [.returnTo],
    answers: [.redirect("To Kakao."), .page(200, "A page that asks whether the login was meant.")] + .notBegun,
    problems: ["no-login"])

  fileprivate static let postLogin = APIOperation(
    "POST", path: "/shops/{shop}/login", id: "postLogin", title: "Begin signup or login from a form",
    korean: "폼으로 간편가입이나 로그인을 시작합니다.",
    text: "As the GET; the form's `return_to` goes before the query's.", parameters: [.returnTo],
    body: .form("LoginForm", limit: "16 KiB", example: #"{ "return_to": "/cart" }"#),
    answers: [.redirect("To Kakao."), .page(200, "A page that asks whether the login was meant.")] + .notBegun,
    problems: ["no-login"])

  fileprivate static let autoLogin = APIOperation(
    "GET", path: "/shops/{shop}/auto-login", id: "autoLogin", title: "Log in silently from KakaoTalk",
    korean: "카카오톡 안에서 한 번만 조용히 로그인해 봅니다. 그 밖에는 곧바로 돌아갑니다.",
    text: """
      In KakaoTalk's browser one silent attempt at Kakao; elsewhere, and within ten minutes of another attempt, straight to `return_to`. \
      Whoever was not logged in comes back with `naru_auto=tried`. Never a page but for a return address that is not allowed, or when the \
      attempt can not be begun.
      """,
    parameters: [.returnTo],
    answers: [.redirect("To Kakao, or to `return_to`.")] + .notBegun, problems: ["no-login"])

  fileprivate static let callback = APIOperation(
    "GET", path: "/shops/{shop}/kakao/callback", id: "loginCallback", title: "Kakao's redirect URI",
    korean: "카카오에 등록할 Redirect URI입니다. 로그인을 끝냅니다.",
    text: """
      The redirect URI to register at Kakao. Ends the login that this browser began: by then Kakao was asked who the person is, within 8 s \
      for all calls. The same callback again goes to `return_to` without a code.
      """,
    parameters: [
      .query("code", #"{ "type": "string" }"#, "Kakao's authorization code.", example: .text("example-code")),
      .query(
        "state", #"{ "type": "string" }"#, "The attempt, as Kakao was given it.", example: .text("example-state")),
      .query("error", #"{ "type": "string" }"#, "Kakao's word, instead of a code."),
      .query("error_description", #"{ "type": "string" }"#, "Kakao's sentence on it."),
    ],
    answers: [
      .redirect(
        "To `return_to` or `login.signup_url`, with `naru_code`, `naru_error` or `naru_auto`; or to Kakao once more."),
      .page(
        400,
        "A page: the attempt is unknown, of another browser or older than 15 minutes, or Kakao's answer can not be verified."
      ),
      .page(403, "A page: an age limit."), .page(502, "A page: Kakao failed."),
      .page(503, "A page: the store can not be written."),
      .page(504, "A page: Kakao took more than 5 s for a call, or 8 s for all."),
    ], problems: ["no-login"])

  fileprivate static let logout = APIOperation(
    "POST", path: "/shops/{shop}/logout", id: "logout", title: "End the browser's session",
    korean: "이 브라우저의 세션을 끝냅니다.", text: "Goes to `login.logout_url`, else to the first return address.",
    body: .form("LogoutForm", limit: "16 KiB", example: #"{ "everywhere": "true" }"#),
    answers: [
      .redirect("To `login.logout_url`, or to Kakao's logout."),
      .page(403, "A page: another site asked for it, and nothing was ended."),
      .page(503, "A page: the store can not be written."),
    ],
    problems: ["no-login"])

  fileprivate static let channelAdd = APIOperation(
    "GET", "HEAD", path: "/shops/{shop}/channel/add", id: "channelAddPage", title: "A page to add the channel",
    korean: "카카오톡 채널을 추가하는 버튼이 있는 페이지입니다.", text: "One button that adds the shop's channel.",
    parameters: [.channel], answers: [.page(200, "The page.")], problems: ["unknown-channel"])

  fileprivate static let channelChat = APIOperation(
    "GET", "HEAD", path: "/shops/{shop}/channel/chat", id: "channelChatPage", title: "A page to chat with the channel",
    korean: "카카오톡 채널과 채팅을 여는 버튼이 있는 페이지입니다.", text: "One button that opens a chat with the shop's channel.",
    parameters: [.channel], answers: [.page(200, "The page.")], problems: ["unknown-channel"])

  fileprivate static let loginButton = APIOperation(
    "GET", "HEAD", path: "/shops/{shop}/login-button.svg", id: "loginButton", title: "The login button",
    korean: "카카오 로그인 버튼 그림입니다.",
    text:
      "45 pixels high, by Kakao's design guide. A value that is none is taken as the default. Caches may keep it for an hour.",
    parameters: [
      .query(
        "label", #"{ "type": "string", "enum": ["start", "short", "login"], "default": "start" }"#, "The words on it."),
      .query("lang", #"{ "type": "string", "enum": ["ko", "en"], "default": "ko" }"#, "Their language."),
      .query(
        "width", #"{ "type": "integer", "minimum": 120, "maximum": 600, "default": 300 }"#,
        "Pixels; beyond the limits the nearer one is taken."),
    ], answers: [.body("The picture.", type: "image/svg+xml")])

  fileprivate static let shopScript = APIOperation(
    "GET", "HEAD", path: "/shops/{shop}/naru.js", id: "shopScript", title: "The script for a shop's pages",
    korean: "쇼핑몰 페이지에 넣는 스크립트입니다.",
    text:
      "Gives login buttons the address to come back to, and makes one silent attempt in KakaoTalk. Caches may keep it for an hour.",
    answers: [.body("The script.", type: "text/javascript")], problems: ["not-found"])
}
