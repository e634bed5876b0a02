import CommonValues
import Crypto
import Foundation
import HTTPTransport
import Synchronization

/// Kakao behind a transport, written from the facts: users, codes that work once, PKCE, terms, addresses, channels. It remembers who
/// got which code, which is what the invariants are held against.
final class FakeKakao: HTTPTransport {
  struct Term: Sendable {
    var tag: String
    var required: Bool
  }

  struct User: Sendable {
    var id: Int64
    var account: [String: String] = [:]
    var extra = ""
    var agreed: Set<String> = []
    var relation = "ADDED"
    var isLinked = true
    var hasAddresses = false
    var addressesNeedConsent = false
    var hasSignedUp: Bool?
  }

  struct Code: Sendable {
    var user: Int64
    var challenge: String
    var redirectURI: String
    var nonce: String
    var isUsed = false
  }

  struct State: Sendable {
    var users: [Int64: User] = [:]
    var terms: [Term] = []
    var codes: [String: Code] = [:]
    var tokens: [String: Int64] = [:]
    var serial = 0
    var scopes: String? = "account_email phone_number"
    /// What `/v2/user/me` says in place of the truth.
    var otherUser: Int64?
    var exchanges: [String: Int] = [:]
    var calls: [String] = []
    var idToken: (@Sendable (Code) -> String)?
    var documents: [String: String] = [:]
    var issuesRefreshTokens = true
  }

  let state = Mutex(State())
  /// Decides about each call before it is made: an answer or error in place of Kakao's. It gets path and number.
  let interfere: Mutex<@Sendable (String, Int) async throws(HTTPTransportError) -> HTTPResponse?> = Mutex({ _, _ in nil
  })

  func callCount(_ path: String) -> Int { state.withLock { $0.calls.count { $0 == path } } }

  func addUser(_ id: Int64, _ change: (inout User) -> Void = { _ in }) {
    state.withLock { state in
      var user = User(id: id)
      user.agreed = Set(state.terms.filter(\.required).map(\.tag))
      change(&user)
      state.users[id] = user
    }
  }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let path = String(request.url.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }.prefix { $0 != "?" })
    let number = state.withLock { state in
      state.calls.append(path)
      return state.calls.count
    }
    let hook = interfere.withLock { $0 }
    if let answer = try await hook(path, number) { return answer }
    return state.withLock { FakeKakao.answer(path, request, &$0) }
  }

  // MARK: The consent page

  /// What a person's browser brings back from the authorize address: the callback's query.
  func authorize(_ address: String, as user: Int64?, agreeing: Bool = true) -> String {
    let query = FakeKakao.fields(String(address.drop { $0 != "?" }.dropFirst()))
    let stateText = query["state"] ?? ""
    return state.withLock { state in
      guard let user, var person = state.users[user] else { return "error=login_required&state=\(stateText)" }
      let asked = (query["service_terms"] ?? "").split(separator: ",").map(String.init)
      if query["prompt"] == "none" {
        if !person.isLinked {
          return "error=consent_required&error_description=user%20consent%20required.&state=\(stateText)"
        }
      } else if !agreeing {
        return "error=access_denied&error_description=User%20denied%20access&state=\(stateText)"
      } else {
        person.isLinked = true
        person.agreed.formUnion(asked)
        state.users[user] = person
      }
      state.serial += 1
      let code = "code-\(state.serial)"
      state.codes[code] = Code(
        user: user, challenge: query["code_challenge"] ?? "", redirectURI: query["redirect_uri"] ?? "",
        nonce: query["nonce"] ?? "")
      return "code=\(code)&state=\(stateText)"
    }
  }

  // MARK: Endpoints

  private static func answer(_ path: String, _ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
    let form = fields(String(decoding: request.body ?? [], as: UTF8.self))
    if path == "/oauth/token" { return token(form, &state) }
    if let document = state.documents[path] { return json(200, document) }
    let query = fields(String(request.url.drop { $0 != "?" }.dropFirst()))
    let authorization = request.headers["Authorization"] ?? ""
    let user: Int64?
    if authorization.hasPrefix("Bearer ") {
      user = state.tokens[String(authorization.dropFirst(7))]
    } else {
      user = Int64(query["target_id"] ?? form["target_id"] ?? "")
    }
    guard let user else { return json(401, #"{"code":-401,"msg":"this access token does not exist"}"#) }
    guard let person = state.users[user], person.isLinked else {
      return json(400, #"{"code":-101,"msg":"NotRegisteredUser"}"#)
    }
    switch path {
    case "/v2/user/me":
      let account = person.account.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
      return json(
        200,
        "{\"id\":\(state.otherUser ?? user),\"connected_at\":\"2026-01-01T00:00:00Z\",\"synched_at\":\"2026-01-01T00:00:00Z\","
          + (person.hasSignedUp.map { "\"has_signed_up\":\($0)," } ?? "") + "\"kakao_account\":{\(account)}}")
    case "/v2/user/service_terms":
      return json(200, "{\"id\":\(user),\"service_terms\":[\(terms(state.terms, person))]}")
    case "/v2/user/upgrade/service_terms":
      let tags = (form["tags"] ?? "").split(separator: ",").map(String.init)
      state.users[user]?.agreed.formUnion(tags)
      let list = tags.map { "{\"tag\":\"\($0)\",\"agreed\":true,\"agreed_at\":\"2026-02-01T00:00:00Z\"}" }
      return json(200, "{\"id\":\(user),\"agreed_service_terms\":[\(list.joined(separator: ","))]}")
    case "/v2/user/revoke/service_terms":
      let tags = (form["tags"] ?? "").split(separator: ",").map(String.init)
      state.users[user]?.agreed.subtract(tags)
      let list = tags.map { "{\"tag\":\"\($0)\",\"agreed\":false}" }
      return json(200, "{\"id\":\(user),\"revoked_service_terms\":[\(list.joined(separator: ","))]}")
    case "/v2/user/scopes", "/v2/user/revoke/scopes":
      return json(
        200,
        "{\"id\":\(user),\"scopes\":[{\"id\":\"account_email\",\"agreed\":true},{\"id\":\"name\",\"agreed\":false}]}")
    case "/v1/user/shipping_address":
      if person.addressesNeedConsent {
        return json(403, #"{"code":-402,"msg":"insufficient scopes.","required_scopes":["shipping_address"]}"#)
      }
      let address =
        #"{"id":18446744073,"name":"집","is_default":true,"updated_at":1767225600,"type":"NEW","base_address":"서울","zone_number":"04524"}"#
      return json(200, "{\"user_id\":\(user),\"shipping_addresses\":[\(person.hasAddresses ? address : "")]}")
    case "/v2/api/talk/channels":
      return json(
        200,
        "{\"user_id\":\(user),\"channels\":[{\"channel_public_id\":\"_abc\",\"channel_uuid\":\"@abc\",\"relation\":\"\(person.relation)\",\"updated_at\":\"2026-01-02T00:00:00Z\"}]}"
      )
    case "/v1/user/unlink":
      state.users[user]?.isLinked = false
      state.tokens = state.tokens.filter { $0.value != user }
      return json(200, "{\"id\":\(user)}")
    case "/v1/user/signup":
      state.users[user]?.hasSignedUp = true
      return json(200, "{\"id\":\(user)}")
    default: return json(404, "{}")
    }
  }

  private static func terms(_ terms: [Term], _ person: User) -> String {
    terms.map { term in
      let agreed = person.agreed.contains(term.tag)
      return "{\"tag\":\"\(term.tag)\",\"required\":\(term.required),\"agreed\":\(agreed)"
        + (agreed ? ",\"agreed_at\":\"2026-01-01T00:00:00Z\"" : "") + "}"
    }.joined(separator: ",")
  }

  private static func token(_ form: [String: String], _ state: inout State) -> HTTPResponse {
    if form["grant_type"] == "refresh_token" {
      guard let user = form["refresh_token"].flatMap({ state.tokens[$0] }) else {
        return json(400, #"{"error":"invalid_grant","error_code":"KOE322"}"#)
      }
      state.serial += 1
      state.tokens["access-\(state.serial)"] = user
      return json(200, "{\"token_type\":\"bearer\",\"access_token\":\"access-\(state.serial)\",\"expires_in\":21599}")
    }
    let text = form["code"] ?? ""
    state.exchanges[text, default: 0] += 1
    guard var code = state.codes[text], !code.isUsed else {
      return json(
        400, #"{"error":"invalid_grant","error_description":"authorization code not found","error_code":"KOE320"}"#)
    }
    let verifier = SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8))
    let challenge = Data(verifier).base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    guard challenge == code.challenge, form["redirect_uri"] == code.redirectURI, form["client_secret"] == "secret"
    else {
      return json(400, #"{"error":"invalid_grant","error_code":"KOE303"}"#)
    }
    code.isUsed = true
    state.codes[text] = code
    state.serial += 1
    let (access, refresh) = ("access-\(state.serial)", "refresh-\(state.serial)")
    state.tokens[access] = code.user
    state.tokens[refresh] = code.user
    var fields = ["\"token_type\":\"bearer\"", "\"access_token\":\"\(access)\"", "\"expires_in\":21599"]
    if state.issuesRefreshTokens {
      fields += ["\"refresh_token\":\"\(refresh)\"", "\"refresh_token_expires_in\":5183999"]
    }
    if let scopes = state.scopes { fields.append("\"scope\":\"\(scopes)\"") }
    if let idToken = state.idToken { fields.append("\"id_token\":\"\(idToken(code))\"") }
    return json(200, "{\(fields.joined(separator: ","))}")
  }

  static func json(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
  }

  static func fields(_ query: String) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in query.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = halves.count > 1 ? String(halves[1]).replacingOccurrences(of: "+", with: " ") : ""
      fields[String(halves[0])] = value.removingPercentEncoding ?? value
    }
    return fields
  }
}
