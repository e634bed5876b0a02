import Testing

@testable import KakaoSandbox

/// What logins are tested with: the example seed, where 하나 is linked but has not been through Sync, 새봄 is not linked
/// and 네리 is twelve and not linked.
enum Login {
  static let client = "sandbox-rest-key"
  static let secret = "sandbox-client-secret"
  static let callback = "http://127.0.0.1:8080/callback"
  static let hana: Int64 = 1_376_016_924_429_759_228
  static let saebom: Int64 = 4_000_000_001
  static let neri: Int64 = 2_890_113_458
  static let talk = "Mozilla/5.0 (Android; Mobile; rv:13.0) Gecko/13.0 Firefox/13.0 KAKAOTALK"
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  /// One key for all tests, since making one takes a while.
  static let signingKey = try? TokenSigner.newKey(id: "test-key")

  /// The example seed with a signing key and 새봄, changed by a merge patch of its only app.
  static func seed(app patch: JSONValue = [:]) throws -> [UInt8] {
    let key = try #require(signingKey)
    var seed = try JSONValue.parse(KakaoSandbox.exampleSeed)
    guard case .array(let apps)? = seed["apps"], case .array(var users)? = seed["users"], let app = apps.first else {
      return []
    }
    users = users.map { $0["id"]?.integer == neri ? $0.patched(by: ["linked": false]) : $0 }
    users.append([
      "id": .integer(saebom), "nickname": "새봄", "phone": "821000000005", "linked": false, "scopes": [],
      "profile": ["email": "saebom@example.com", "birthyear": "2000", "birthday": "0229"],
    ])
    seed = seed.patched(by: [
      "apps": [app.patched(by: patch)], "users": .array(users),
      "login": ["signing_keys": [["kid": .string(key.id), "pem": .string(key.pem)]]],
    ])
    return seed.encoded
  }

  /// A query, percent-encoded, of a plain request with some parameters changed, added or (`nil`) left out.
  static func query(_ changes: KeyValuePairs<String, String?> = [:]) -> String {
    var pairs: [(String, String)] = [
      ("client_id", client), ("redirect_uri", callback), ("response_type", "code"), ("state", "s t&1"),
    ]
    for (name, value) in changes {
      pairs.removeAll { $0.0 == name }
      if let value { pairs.append((name, value)) }
    }
    return form(pairs)
  }

  static func form(_ pairs: [(String, String)]) -> String {
    pairs.map { "\(PageParts.segment($0))=\(PageParts.segment($1))" }.joined(separator: "&")
  }

  /// The parameters of the address that a browser is sent back to.
  static func parameters(of address: String?) -> [String: String] {
    guard let address, let mark = address.firstIndex(of: "?") else { return [:] }
    let request = SandboxRequest(method: "", path: "", query: String(address[address.index(after: mark)...]))
    return Dictionary((request.parameters ?? []).map { ($0.name, $0.value) }) { $1 }
  }
}

extension Bench {
  /// A bench for logins.
  static func login(_ settings: SandboxSettings = SandboxSettings(), app patch: JSONValue = [:]) throws -> Bench {
    try Bench(settings, seed: Login.seed(app: patch))
  }

  func authorize(_ query: String, agent: String = "") async throws -> Answer {
    Answer(
      try await send(
        SandboxRequest(method: "GET", path: "/oauth/authorize", query: query, headers: ["user-agent": agent])))
  }

  /// A code for a person who agrees to everything.
  func code(_ changes: KeyValuePairs<String, String?> = [:], as user: Int64 = Login.hana) throws -> String {
    let address = try sandbox.authorize(Login.query(changes), as: user)
    return try #require(Login.parameters(of: address)["code"])
  }

  func token(
    _ pairs: KeyValuePairs<String, String?>, type: String = "application/x-www-form-urlencoded;charset=utf-8"
  ) async throws -> Answer {
    var all: [(String, String)] = [("client_id", Login.client), ("client_secret", Login.secret)]
    for (name, value) in pairs {
      all.removeAll { $0.0 == name }
      if let value { all.append((name, value)) }
    }
    return try await post("/oauth/token", Login.form(all), key: nil, type: type)
  }

  func redeem(_ code: String, _ more: KeyValuePairs<String, String?> = [:]) async throws -> Answer {
    var pairs: [(String, String?)] = [
      ("grant_type", "authorization_code"), ("redirect_uri", Login.callback), ("code", code),
    ]
    for (name, value) in more {
      pairs.removeAll { $0.0 == name }
      pairs.append((name, value))
    }
    var all: [(String, String)] = [("client_id", Login.client), ("client_secret", Login.secret)]
    for (name, value) in pairs {
      all.removeAll { $0.0 == name }
      if let value { all.append((name, value)) }
    }
    return try await post(
      "/oauth/token", Login.form(all), key: nil, type: "application/x-www-form-urlencoded")
  }

  func refresh(_ token: String, _ more: KeyValuePairs<String, String?> = [:]) async throws -> Answer {
    var all: [(String, String)] = [
      ("client_id", Login.client), ("client_secret", Login.secret), ("grant_type", "refresh_token"),
      ("refresh_token", token),
    ]
    for (name, value) in more {
      all.removeAll { $0.0 == name }
      if let value { all.append((name, value)) }
    }
    return try await post("/oauth/token", Login.form(all), key: nil, type: "application/x-www-form-urlencoded")
  }
}

extension Answer {
  var json: JSONValue { (try? JSONValue.parse(response.body)) ?? .null }
  var location: String? { response.headers["location"] }
  var back: [String: String] { Login.parameters(of: location) }
  /// `error_code` of a kauth answer.
  var koe: String? { json["error_code"]?.text }

  /// The claims of the ID token.
  var claims: JSONValue? {
    guard let token = json["id_token"]?.text, let key = Login.signingKey else { return nil }
    return TokenSigner.verified(token, by: [key])
  }
}

/// A browser that keeps its cookie and sends the forms of the login pages.
final class TestBrowser {
  let bench: Bench
  let agent: String
  var cookie: String?
  var page: Answer?

  init(_ bench: Bench, agent: String = "") {
    self.bench = bench
    self.agent = agent
  }

  private var headers: [String: String] {
    var headers = ["user-agent": agent, "host": "127.0.0.1:9", "origin": "http://127.0.0.1:9"]
    headers["cookie"] = cookie.map { "other=1; \(SandboxState.cookie)=\($0)" }
    return headers
  }

  @discardableResult
  func open(_ query: String, path: String = "/oauth/authorize") async throws -> Answer {
    keep(Answer(try await bench.send(SandboxRequest(method: "GET", path: path, query: query, headers: headers))))
  }

  /// Sends a form of the page that is open, with the hidden fields that it has.
  @discardableResult
  func submit(_ step: String, _ fields: KeyValuePairs<String, String>) async throws -> Answer {
    let page = try #require(page)
    #expect(page.text.contains("action=\"/sandbox/login/\(step)\""))
    var pairs = ["form", "query"].map { ($0, hidden($0)) }
    if page.text.contains("name=\"guardian\"") { pairs.append(("guardian", "1")) }
    pairs += fields.map { ($0.key, $0.value) }
    return try await send(step, pairs)
  }

  func send(_ step: String, _ pairs: [(String, String)]) async throws -> Answer {
    var headers = headers
    headers["content-type"] = "application/x-www-form-urlencoded"
    return keep(
      Answer(
        try await bench.send(
          SandboxRequest(
            method: "POST", path: "/sandbox/login/\(step)", headers: headers, body: Array(Login.form(pairs).utf8)))))
  }

  func hidden(_ name: String) -> String {
    guard let text = page?.text, let range = text.range(of: "name=\"\(name)\" value=\"") else { return "" }
    let value = String(text[range.upperBound...].prefix { $0 != "\"" })
    return value.replacing("&amp;", with: "&").replacing("&#39;", with: "'")
  }

  private func keep(_ answer: Answer) -> Answer {
    if let header = answer.response.headers["set-cookie"] {
      let value = header.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" }
      cookie = value.isEmpty ? nil : String(value)
    }
    page = answer
    return answer
  }
}
