import CommonValues
import Crypto
import NaruTestSupport
import Testing

@testable import KakaoAPI

@Suite struct AuthorizeRequestTests {
  private let client = AuthBench().client
  private let callback = "https://sync.example.com/shops/flower/kakao/callback"

  private func refusal(_ request: AuthorizeRequest) -> KakaoError? {
    do throws(KakaoError) {
      _ = try client.authorizeURL(for: request)
      return nil
    } catch {
      return error
    }
  }

  @Test("every documented parameter is sent, encoded, in one place each")
  func everything() throws {
    let request = AuthorizeRequest(
      redirectURI: callback, scopes: ["openid", "account_email"], prompts: [.login, .selectAccount],
      serviceTerms: ["terms", "마케팅"], channelPublicIDs: ["_a", "_b"], state: "s&t=1", nonce: "n/1",
      codeChallenge: String(repeating: "A", count: 43), loginHint: "+82 10-0000-0001")
    let url = try client.authorizeURL(for: request)
    #expect(
      url == "https://kauth.kakao.com/oauth/authorize?client_id=rest-key"
        + "&redirect_uri=https%3A%2F%2Fsync.example.com%2Fshops%2Fflower%2Fkakao%2Fcallback&response_type=code"
        + "&scope=openid%2Caccount_email&prompt=login%2Cselect_account"
        + "&service_terms=terms%2C%EB%A7%88%EC%BC%80%ED%8C%85&channel_public_id=_a%2C_b&state=s%26t%3D1&nonce=n%2F1"
        + "&code_challenge=\(String(repeating: "A", count: 43))&code_challenge_method=S256"
        + "&login_hint=%2B82%2010-0000-0001")
  }

  @Test("what is not asked for is not sent")
  func nothing() throws {
    let url = try client.authorizeURL(for: AuthorizeRequest(redirectURI: callback, state: "", loginHint: ""))
    #expect(url.split(separator: "&").count == 3)
    #expect(!url.contains("marked-secret"))
  }

  @Test("prompt=none stands alone, and goes with a login hint")
  func silent() throws {
    let none = AuthorizeRequest(redirectURI: callback, prompts: [.none], loginHint: "hana@example.com")
    #expect(try client.authorizeURL(for: none).contains("&prompt=none&login_hint=hana%40example.com"))
    for other in [AuthorizePrompt.login, .create, .selectAccount, .init(rawValue: "cert")] {
      #expect(refusal(AuthorizeRequest(redirectURI: callback, prompts: [.none, other]))?.reason == .invalidRequest)
      #expect(refusal(AuthorizeRequest(redirectURI: callback, prompts: [other])) == nil)
    }
  }

  @Test("an item can not smuggle in another one", arguments: ["", "a,b", "a b", "a\tb", "a\n", "\u{7F}"])
  func items(item: String) {
    #expect(refusal(AuthorizeRequest(redirectURI: callback, scopes: [item]))?.retryClass == .caller)
    #expect(refusal(AuthorizeRequest(redirectURI: callback, serviceTerms: ["ok", item])) != nil)
    #expect(refusal(AuthorizeRequest(redirectURI: callback, channelPublicIDs: [item])) != nil)
    #expect(refusal(AuthorizeRequest(redirectURI: callback, prompts: [.init(rawValue: item)])) != nil)
  }

  @Test(
    "a redirect URI that is no plain address is refused",
    arguments: [
      "", "/path", "//evil.example", "https://", "https:///x", "https://?x", "ftp://a.example/", "https://a.example/#x",
      "https://a.example/ x", "https://a.example\\x", "https://가.example/", "javascript:alert(1)",
      "https://a.example/\r\nX: y",
    ])
  func redirect(uri: String) {
    #expect(refusal(AuthorizeRequest(redirectURI: uri))?.reason == .invalidRequest)
    #expect(throws: KakaoError.self) { try client.logoutURL(redirectURI: uri) }
  }

  @Test("a challenge that S256 can not have made is refused")
  func challenge() {
    for text in ["", "abc", String(repeating: "A", count: 44), String(repeating: "=", count: 43)] {
      #expect(refusal(AuthorizeRequest(redirectURI: callback, codeChallenge: text)) != nil)
    }
  }

  @Test("the logout address carries key, address and state; another base loses its last slash")
  func logout() throws {
    #expect(
      try client.logoutURL(redirectURI: "https://a.example/bye?x=1", state: "s 1")
        == "https://kauth.kakao.com/oauth/logout?client_id=rest-key"
        + "&logout_redirect_uri=https%3A%2F%2Fa.example%2Fbye%3Fx%3D1&state=s%201")
    let other = KakaoAuthClient(
      baseURL: "http://127.0.0.1:1/", restAPIKey: Secret("k"), transport: AuthBench().transport, gate: OpenGate())
    #expect(try other.logoutURL(redirectURI: callback).hasPrefix("http://127.0.0.1:1/oauth/logout?client_id=k&"))
  }

  @Test("PKCE's pair is RFC 7636's, from the generator that is given")
  func pkce() throws {
    // The example of RFC 7636, appendix B.
    let example = try #require(ProofKey(verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
    #expect(example.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    var random = SplitMix64(seed: 1)
    let made = ProofKey.make(using: &random)
    #expect(made.verifier.reveal().count == 43)
    #expect(ProofKey(verifier: made.verifier)?.challenge == made.challenge)
    #expect(refusal(AuthorizeRequest(redirectURI: callback, codeChallenge: made.challenge)) == nil)
    for bad in [
      "", String(repeating: "a", count: 42), String(repeating: "a", count: 129), String(repeating: "é", count: 43),
    ] {
      #expect(ProofKey(verifier: Secret(bad)) == nil)
    }
    #expect(ProofKey.make().challenge != ProofKey.make().challenge)
  }

  @Test("a random token has at least 128 bits, and no fewer when asked for fewer")
  func tokens() {
    var random = SplitMix64(seed: 2)
    #expect(RandomToken.make(using: &random).count == 43)
    #expect(RandomToken.make(bytes: 1, using: &random).count == 22)
    var seen: Set<String> = []
    for _ in 0..<1000 { seen.insert(RandomToken.make()) }
    #expect(seen.count == 1000)
    #expect(seen.allSatisfy { Base64URL.decode($0.utf8)?.count == 32 })
  }

  @Test("random bytes are all bytes of the generator's numbers", arguments: 0..<20)
  func bytes(count: Int) {
    var one = SplitMix64(seed: 3)
    var other = SplitMix64(seed: 3)
    let bytes = randomBytes(count, using: &one)
    #expect(bytes.count == count)
    var expected: [UInt8] = []
    for _ in 0..<3 { withUnsafeBytes(of: other.next().littleEndian) { expected += Array($0) } }
    #expect(bytes == Array(expected.prefix(count)))
  }

  @Test("printing the client shows neither key nor secret")
  func redaction() {
    var text = "\(client)"
    dump(client, to: &text)
    #expect(!text.contains("marked-secret") && !text.contains("rest-key"))
  }
}
