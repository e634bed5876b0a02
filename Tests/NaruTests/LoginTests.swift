import CommonValues
import HTTPTransport
import KakaoSync
import Store
import Testing

@testable import Naru

@Suite("Logins by configuration")
struct LoginTests {
  private static let process = "public_url: https://sync.example.com\nstore: sqlite:naru.db\n"
  private static let kakao = "kakao: {rest_api_key: {env: KEY}, admin_key: {env: KEY}, channels: [_abc]}\n"
  private static let key = String(repeating: "0a1b2c3d", count: 8)

  private func outcome(
    _ login: String, process: String = LoginTests.process, kakao: String = LoginTests.kakao, rest: String = ""
  ) throws -> (ConfigurationFolder, ConfigurationOutcome) {
    let folder = try ConfigurationFolder([
      "naru.yaml": process, "shops/flower.yaml": "id: flower\n\(kakao)\(rest)login: {\(login)}\n",
    ])
    return (folder, folder.load(["KEY": "marked-secret-0451", "TOKEN_KEY": Self.key]))
  }

  private static let returns = "return_urls: ['https://flower.example.com/']"

  @Test("the defaults are those of the page, and everything can be said")
  func keys() throws {
    let plain = try outcome(Self.returns).1.get().shops[0].login
    #expect(plain?.match == .verifiedPhone && plain?.storesTokens == false && plain?.prompt == nil)
    let (_, full) = try outcome(
      Self.returns
        + ", match: ci, ci_attribute: CI, store_tokens: true, token_keys: [{env: TOKEN_KEY}], prompt: select_account",
      rest: "attributes: [CI]\n")
    #expect(full.report.findings.isEmpty)
    let login = try #require(try full.get().shops[0].login)
    #expect(login.match == .ci && login.ciAttribute == "CI" && login.storesTokens && login.prompt == .selectAccount)
    #expect(login.tokenKeys?.all.count == 1)
  }

  @Test(
    "what does not fit together is found",
    arguments: [
      ("store_tokens: true", "missing-key"), ("match: ci", "missing-key"),
      ("match: ci, ci_attribute: CI", "undeclared-attribute"), ("match: phone", "invalid-value"),
      ("prompt: none", "invalid-value"), ("token_keys: {env: KEY}", "invalid-value"),
      ("sessions: true", "sessions-on-another-host"), ("handoff_ttl: 1h", "invalid-value"),
    ])
  func findings(login: String, code: String) throws {
    let report = try outcome(Self.returns + ", " + login).1.report
    #expect(report.findings.map(\.code) == [code])
    #expect(!report.findings.contains { $0.message(in: .english).contains("marked-secret") })
  }

  @Test("a login that can not begin, or not safely, is warned of")
  func unsafe() throws {
    func codes(_ process: String, _ kakao: String) throws -> [String] {
      try outcome(Self.returns, process: process, kakao: kakao).1.report.findings.map(\.code).sorted()
    }
    #expect(try codes("store: sqlite:naru.db\n", Self.kakao) == ["login-without-public-url"])
    #expect(try codes("public_url: http://127.0.0.1:8080\n", Self.kakao) == ["login-over-http"])
    #expect(try codes(Self.process, "") == ["login-without-admin-key", "login-without-rest-key"])
    #expect(try outcome(Self.returns, process: "public_url: http://127.0.0.1:8080\n").1.report.exitCode == 0)
  }

  /// A Naru whose folder lives as long as it.
  private struct Running {
    let folder: ConfigurationFolder
    let naru: Naru
  }

  private func naru(
    _ login: String, process: String = LoginTests.process, kakao: String = LoginTests.kakao
  ) throws -> Running {
    let (folder, outcome) = try outcome(login, process: process, kakao: kakao)
    let transport = ScriptedTransport { _, _ in
      HTTPResponse(status: 200, body: Array(#"{"id":5}"#.utf8))
    }
    return Running(
      folder: folder,
      naru: try Naru(try outcome.get(), transport: transport) { Timestamp(milliseconds: 1_790_000_000_000) })
  }

  @Test("a connection has the flows of its shop, the same for every connection, built from the configuration alone")
  func flows() async throws {
    let running = try naru(Self.returns + ", scopes: [name], service_terms: [t], handoff_ttl: 30s")
    let naru = running.naru
    let flower = try naru.connection("flower")
    let login = try flower.login
    #expect(try naru.connection("flower").login === login)
    #expect(login.settings.handoffMilliseconds == 30_000 && login.settings.sessionMilliseconds == 14 * 86_400_000)
    let answer = login.start(BrowserRequest(returnTo: "/cart"))
    let location = try #require(answer.location)
    #expect(location.hasPrefix("https://kauth.kakao.com/oauth/authorize?client_id=marked-secret-0451&"))
    #expect(location.contains("redirect_uri=https%3A%2F%2Fsync.example.com%2Fshops%2Fflower%2Fkakao%2Fcallback"))
    #expect(location.contains("&scope=name&") && location.contains("&service_terms=t&"))
    #expect(location.contains("&channel_public_id=_abc"))
    guard case .linked = try await flower.accounts.link(member: "a", kakaoUser: 5) else {
      Issue.record("not linked")
      return
    }
    let receipt = try #require(try await flower.erase(member: "a"))
    #expect(receipt.links == 1 && receipt.unlinkedAtKakao == true)
    #expect(try await naru.sweepLogins().isEmpty)
    #expect(try await flower.resealTokens() == ResealReport())
    await naru.close()
    withExtendedLifetime(running) {}
  }

  @Test("1: processes that begin alike never make the same state, nonce or challenge")
  func unguessable() async throws {
    let names = ["state=", "nonce=", "code_challenge="]
    var seen: Set<String> = []
    for _ in 0..<8 {
      let running = try naru(Self.returns)
      let login = try running.naru.connection("flower").login
      let location = try #require(login.start(BrowserRequest(returnTo: "/cart")).location)
      for field in location.split(separator: "&") where names.contains(where: { field.hasPrefix($0) }) {
        seen.insert(String(field))
      }
      await running.naru.close()
      withExtendedLifetime(running) {}
    }
    #expect(seen.count == 24)
  }

  @Test("what is missing for a login is said with its code")
  func missing() async throws {
    func code(_ running: Running) -> String? {
      do {
        _ = try running.naru.connection("flower").login
        return nil
      } catch { return error.diagnostics.first?.code }
    }
    #expect(try code(naru(Self.returns, process: "store: sqlite:naru.db\n")) == "login-without-public-url")
    #expect(try code(naru(Self.returns, kakao: "")) == "login-without-rest-key")
    let folder = try ConfigurationFolder(["naru.yaml": Self.process, "shops/flower.yaml": "id: flower\n"])
    let bare = try Naru(try folder.load().get(), transport: ScriptedTransport { _, _ in HTTPResponse(status: 500) })
    #expect(code(Running(folder: folder, naru: bare)) == "no-login")
    let accounts = try bare.connection("flower").accounts
    await #expect(throws: Diagnostic.self) { try await accounts.unlink(kakaoUser: 5) }
    #expect(try await accounts.erase(member: "nobody") == nil)
    await bare.close()
    withExtendedLifetime(folder) {}
  }
}
