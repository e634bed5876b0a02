import CommonValues
import HTTPTypes
import Hummingbird
import NIOCore
import Naru

/// Who may see the operator's pages: cookies, languages, and whether a form was posted by one of our own pages.
struct AdminAccess: Sendable {
  let naru: Naru
  let sessions: AdminSessions
  let gate: LoginGate

  init(_ naru: Naru, _ gate: LoginGate) {
    self.naru = naru
    self.gate = gate
    sessions = AdminSessions(naru: naru)
  }

  /// Throws ``Problem/notFound`` where the config names no token: then there are no such pages.
  func requireOn() throws(Problem) {
    if naru.configuration.adminToken == nil { throw Problem.notFound }
  }

  // MARK: Cookies

  private var isSecure: Bool { naru.configuration.publicURL?.scheme == "https" }
  private var prefix: String { isSecure ? "__Host-" : "" }
  private var sessionName: String { prefix + "naru_admin" }
  private var languageName: String { prefix + "naru_admin_lang" }

  /// A cookie of these pages: HttpOnly, SameSite=Strict, without Domain, Secure and `__Host-` exactly when the public address is https.
  private func cookie(_ name: String, _ value: String, maxAge: Int64) -> HTTPField {
    HTTPField(
      name: .setCookie,
      value: "\(name)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : ""))
  }

  func sessionCookie(_ value: String) -> HTTPField { cookie(sessionName, value, maxAge: AdminSessions.life) }
  var endedSessionCookie: HTTPField { cookie(sessionName, "", maxAge: 0) }
  func languageCookie(_ language: Language) -> HTTPField {
    cookie(languageName, language.rawValue, maxAge: 31_536_000)
  }

  func session(_ request: Request) async throws -> AdminSession? {
    try await sessions.session(AdminAccess.value(of: sessionName, in: request))
  }

  /// Korean unless the address or, failing that, the cookie says otherwise.
  func language(_ request: Request) -> (language: Language, isChosen: Bool) {
    if let chosen = request.uri.queryParameters["lang"].flatMap({ Language(rawValue: String($0)) }) {
      return (chosen, true)
    }
    return (AdminAccess.value(of: languageName, in: request).flatMap(Language.init(rawValue:)) ?? .korean, false)
  }

  private static func value(of name: String, in request: Request) -> String? {
    for pair in request.cookieText.split(separator: ";").prefix(64) {
      let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, parts[0] == name { return String(parts[1]) }
    }
    return nil
  }

  // MARK: Forms

  /// Whether another site's page posted this, as far as the browser tells: every browser of today says `Sec-Fetch-Site`, where that is
  /// absent `Origin` decides. The session's form token is asked for besides.
  func isForeign(_ request: Request) -> Bool {
    if let site = request.headers[.fetchSite] { return site != "same-origin" }
    guard let origin = request.headers[.origin] else { return false }
    if let own = naru.configuration.publicURL { return origin != own.origin }
    guard let scheme = origin.firstRange(of: "://"), let authority = request.head.authority else { return true }
    return origin[scheme.upperBound...] != authority
  }

  /// By what tries of the token are told apart: the address of the connection; of IPv6 its network of 64 bits, which one person has whole.
  static func address(_ context: ServerContext) -> String { network(of: context.client.description) }

  static func network(of address: String) -> String {
    guard address.contains(":") else { return address }
    let halves = address.split(separator: "%")[0].split(separator: "::", omittingEmptySubsequences: false).map {
      $0.split(separator: ":").map(String.init)
    }
    var groups = halves[0]
    if halves.count > 1 {
      groups += Array(repeating: "0", count: max(0, 8 - groups.count - halves[1].count)) + halves[1]
    }
    return groups.prefix(4).joined(separator: ":") + "::/64"
  }
}
