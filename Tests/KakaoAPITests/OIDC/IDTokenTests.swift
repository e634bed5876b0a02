import CommonValues
import Crypto
import Foundation
import HTTPTransport
import Testing

@testable import KakaoAPI

/// Good claims of an ID token at ``testNow``, with some of them replaced (nil takes one out).
func idClaims(_ changes: [String: String?] = [:]) -> String {
  let seconds = testNow.milliseconds / 1000
  var claims: [String: String] = [
    "iss": #""https://kauth.kakao.com""#, "aud": #""rest-key""#, "sub": #""1376016924429759228""#,
    "iat": "\(seconds)", "exp": "\(seconds + 21599)", "auth_time": "\(seconds - 5)", "nonce": #""n-1""#,
    "nickname": #""marked""#, "email": #""marked@example.com""#,
  ]
  for (name, value) in changes { claims[name] = value }
  return "{" + claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
}

@Suite struct IDTokenTests {
  private func verify(
    _ token: String, _ bench: AuthBench = AuthBench(), audiences: Set<String> = ["rest-key", "old-key"],
    nonce: String? = "n-1", now: Timestamp = testNow
  ) async -> Result<IDToken, IDTokenError> {
    do throws(IDTokenError) {
      return .success(
        try await bench.client.verify(idToken: Secret(token), audiences: audiences, nonce: nonce, now: now))
    } catch {
      return .failure(error)
    }
  }

  private func reason(_ result: Result<IDToken, IDTokenError>) -> IDTokenError.Reason? {
    guard case .failure(let error) = result else { return nil }
    return error.reason
  }

  @Test("a good token gives the user and the claims, and prints none of them")
  func good() async throws {
    let token = try await verify(TestKey.first.token(idClaims())).get()
    #expect(token.userID == 1_376_016_924_429_759_228 && token.audiences == ["rest-key"] && token.nonce == "n-1")
    #expect(token.nickname == "marked" && token.email == "marked@example.com" && token.picture == nil)
    #expect(token.issuedAt == testNow && token.authenticatedAt == testNow.adding(milliseconds: -5000))
    var text = "\(token)"
    dump(token, to: &text)
    #expect(!text.contains("marked") && !text.contains("1376016924429759228"))
  }

  @Test(
    "good tokens of other forms are taken",
    arguments: [
      ["aud": #"["rest-key"]"#], ["aud": #"["rest-key","old-key"]"#], ["aud": #""old-key""#],
      ["iat": "1795132800.5"], ["exp": "1.7952e9"], ["nickname": nil, "email": nil, "auth_time": nil],
      ["new": #"{"deep":[1]}"#], ["iat": "1795132859"], ["exp": "1795132741"],
    ] as [[String: String?]])
  func variants(changes: [String: String?]) async throws {
    #expect(try await verify(TestKey.first.token(idClaims(changes))).get().userID == 1_376_016_924_429_759_228)
  }

  @Test(
    "every claim that is wrong has its reason",
    arguments: [
      (["iss": #""https://evil.example""#], .issuer), (["iss": #""https://kauth.kakao.com/""#], .issuer),
      (["iss": nil], .claims), (["aud": #""other""#], .audience), (["aud": #"["rest-key","other"]"#], .audience),
      (["aud": "[]"], .claims), (["aud": nil], .claims), (["exp": "1795132740"], .expired), (["exp": "0"], .expired),
      (["exp": nil], .claims), (["exp": #""soon""#], .claims), (["iat": "1795132861"], .issuedInFuture),
      (["iat": nil], .claims), (["nonce": #""n-2""#], .nonce), (["nonce": nil], .nonce), (["nonce": "1"], .nonce),
      (["sub": nil], .claims), (["sub": "1376016924429759228"], .claims), (["sub": #""abc""#], .claims),
      (["sub": #""""#], .claims), (["sub": #""0""#], .claims), (["sub": #""-5""#], .claims),
      (["sub": #""+5""#], .claims),
      (["sub": #""007""#], .claims), (["sub": #""9223372036854775808""#], .claims), (["sub": #""1e3""#], .claims),
      (["sub": #"" 5""#], .claims), (["sub": #""٥""#], .claims),
    ] as [([String: String?], IDTokenError.Reason)])
  func wrong(changes: [String: String?], expected: IDTokenError.Reason) async {
    #expect(reason(await verify(TestKey.first.token(idClaims(changes)))) == expected)
  }

  @Test("without a nonce of ours the token's does not matter")
  func noNonce() async throws {
    #expect(try await verify(TestKey.first.token(idClaims()), nonce: nil).get().nonce == "n-1")
  }

  @Test(
    "what is not signed with RS256 is refused before any key is looked at",
    arguments: ["none", "None", "HS256", "RS512", "PS256", "ES256", "EdDSA", ""])
  func algorithms(name: String) async {
    let bench = AuthBench()
    let token = TestKey.first.token(idClaims(), header: #"{"typ":"JWT","alg":"\#(name)","kid":"key-one"}"#)
    #expect(reason(await verify(token, bench)) == .algorithm)
    #expect(bench.transport.requests.isEmpty)
  }

  @Test("the public key as a shared secret opens nothing")
  func keyConfusion() async {
    let header = Base64URL.encode(Array(#"{"alg":"HS256","kid":"key-one"}"#.utf8))
    let signed = header + "." + Base64URL.encode(Array(idClaims().utf8))
    let code = HMAC<SHA256>.authenticationCode(
      for: Data(signed.utf8), using: SymmetricKey(data: Data(TestKey.first.jwk.utf8)))
    #expect(reason(await verify(signed + "." + Base64URL.encode(Array(code)))) == .algorithm)
  }

  @Test("a critical header that is not understood refuses the token; so does another kind of token")
  func headers() async {
    let crit = TestKey.first.token(idClaims(), header: #"{"alg":"RS256","kid":"key-one","crit":["b64"],"b64":false}"#)
    #expect(reason(await verify(crit)) == .algorithm)
    let event = TestKey.first.token(idClaims(), header: #"{"alg":"RS256","kid":"key-one","typ":"secevent+jwt"}"#)
    #expect(reason(await verify(event)) == .type)
    let plain = TestKey.first.token(idClaims(), header: #"{"alg":"RS256","kid":"key-one"}"#)
    #expect(reason(await verify(plain)) == nil)
  }

  @Test("a key that kauth does not publish, and a wrong signature, are told apart")
  func keys() async {
    #expect(reason(await verify(TestKey.second.token(idClaims()))) == .unknownKey)
    let forged = TestKey.second.token(idClaims(), header: #"{"alg":"RS256","kid":"key-one"}"#)
    #expect(reason(await verify(forged)) == .signature)
    let parts = TestKey.first.token(idClaims()).split(separator: ".")
    let other = TestKey.first.token(idClaims(["sub": #""5""#])).split(separator: ".")
    #expect(reason(await verify([parts[0], other[1], parts[2]].joined(separator: "."))) == .signature)
  }

  @Test("without a kid the only key is tried, and of several none")
  func withoutKid() async {
    let token = TestKey.first.token(idClaims(), header: #"{"alg":"RS256"}"#)
    #expect(reason(await verify(token)) == nil)
    #expect(reason(await verify(token, AuthBench(keys: [.first, .second]))) == .unknownKey)
  }

  @Test("keys that can not be had are not the token's fault")
  func unavailable() async {
    let bench = AuthBench()
    bench.setKeys(refusal(503))
    guard case .failure(let error) = await verify(TestKey.first.token(idClaims()), bench) else {
      Issue.record("verified without keys")
      return
    }
    #expect(error.reason == .keysUnavailable && error.cause?.status == 503)
    #expect(
      "\(error)" == "ID token refused: keys-unavailable (refused GET /.well-known/jwks.json HTTP 503 [retryable])")
  }

  @Test("what is no token is refused as such", arguments: ["", ".", "..", "...", "a.b.c", "a.b", "a.b.c.d", " .e.e"])
  func malformed(text: String) async { #expect(reason(await verify(text)) == .malformed) }

  @Test("padding, blanks and a second spelling of the same bytes are no token")
  func spelling() async {
    let good = TestKey.first.token(idClaims())
    for bad in [good + "=", good + "\n", " " + good, good.replacing(".", with: ".=", maxReplacements: 1)] {
      #expect(reason(await verify(bad)) == .malformed)
    }
    #expect(Base64URL.decode("QQ".utf8) == [0x41] && Base64URL.decode("QR".utf8) == nil)
    #expect(Base64URL.decode("Q".utf8) == nil && Base64URL.decode("+/".utf8) == nil && Base64URL.decode("".utf8) == [])
  }

  @Test("a token that is too long is not read")
  func tooLong() async {
    #expect(reason(await verify(String(repeating: "a", count: 70_000))) == .tooLong)
  }
}
