/// An authorize request whose parameters were checked against the app.
struct AuthorizeRequest: Sendable {
  /// Where the answer goes.
  struct Target: Sendable {
    var redirectURI: String
    var state: String?
  }

  enum Prompt: String, Sendable, CaseIterable {
    case login, none, create
    case selectAccount = "select_account"
  }

  /// The query as it came, which the forms of the pages carry along.
  var query: String
  var app: SandboxApp
  var key: SandboxKey
  var target: Target
  /// Consent items asked for in addition, without `openid`.
  var scopes: [String] = []
  var isOpenID = false
  var prompts: Set<Prompt> = []
  var loginHint: String?
  /// Tags of terms asked for; `nil` when the parameter was not sent.
  var tags: [String]?
  /// Public ids of the channels to offer; `nil` for the app's own.
  var channels: [String]?
  var nonce: String?
  var challenge: String?
  /// Whether the browser is KakaoTalk's.
  var isInTalk = false

  /// The documented parameters.
  static let documented = [
    "client_id", "redirect_uri", "response_type", "scope", "prompt", "login_hint", "service_terms", "state", "nonce",
    "channel_public_id", "code_challenge", "code_challenge_method",
  ]
  /// What Kakao's SDKs send besides; a server should not.
  static let internals = [
    "auth_type", "approval_type", "device_type", "auth_tran_id", "ka", "is_popup", "agt", "settle_id", "kauth_tx_id",
    "extra.service_terms", "extra.plus_friend_public_id",
  ]

  /// What a comma or a space separates; Kakao takes both in `scope`.
  static func list(_ text: String) -> [String] {
    var seen: Set<String> = []
    return text.split { $0 == "," || $0 == " " }.map(String.init).filter { seen.insert($0).inserted }
  }
}
