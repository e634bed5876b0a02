import CommonValues
import HTTPTransport
import NaruTestSupport
import Testing

@testable import KakaoAPI

/// Whatever comes in from outside on the login side, cut and damaged: a value or an error, and never another id.
@Suite struct LoginFuzzTests {
  private static let id: Int64 = 1_376_016_924_429_759_228
  private static let seconds = testNow.milliseconds / 1000

  private static let bodies = [
    #"{"token_type":"bearer","access_token":"a","expires_in":43199,"refresh_token":"r","refresh_token_expires_in":5184000,"id_token":"a.b.c","scope":"openid"}"#,
    #"{"sub":"1376016924429759228","name":"김하나","gender":"MALE","birthdate":"2002-11-30","phone_number":"+82 10-0000-0001"}"#,
    #"{"iss":"https://kauth.kakao.com","aud":"rest-key","sub":"1376016924429759228","iat":1795132800,"exp":1795154399,"nonce":"n"}"#,
    #"{"event":"added","id":"1376016924429759228","id_type":"app_user_id","channel_public_id":"_a","updated_at":"2020-04-29T05:34:57Z"}"#,
    #"{"event":"blocked","id":"1376016924429759228","id_type":"app_user_id","plus_friend_public_id":"_a","timestamp":1588138497000}"#,
    "app_id=123456&user_id=1376016924429759228&referrer_type=UNLINK_FROM_APPS",
    "code=abc&state=def&iss=https%3A%2F%2Fkauth.kakao.com",
    "error=consent_required&error_description=user%20consent%20required.&state=def", discoveryJSON,
    #"{"keys":[{"kid":"k","kty":"RSA","alg":"RS256","use":"sig","n":"AQAB","e":"AQAB"}]}"#,
    #"{"issuer":"https://kauth.kakao.com","jwks_uri":"https://kauth.kakao.com/.well-known/jwks.json"}"#,
  ]

  /// Every decoder on these bytes; returns every id that any of them found.
  private func ids(_ bytes: [UInt8]) async -> [Int64] {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? AuthorizeCallback(query: text)
    _ = decodeJSON(TokenGrant.self, from: bytes).map { Tokens($0, at: testNow) }
    _ = decodeJSON(DiscoveryDocument.self, from: bytes)
    _ = decodeJSON(SecurityEventConfiguration.self, from: bytes)
    if let wire = decodeJSON(WireKeySet.self, from: bytes) { _ = await KeySet(wire) }
    _ = decodeJSON(AccountEventClaims.self, from: bytes)
    _ = decodeJSON(TokenRecord.self, from: bytes)
    var found: [Int64?] = [
      decodeJSON(IDToken.self, from: bytes)?.userID, decodeJSON(UserInfo.self, from: bytes)?.userID,
      (try? UnlinkWebhook(form: bytes))?.userID, (try? UnlinkWebhook(query: text))?.userID,
    ]
    if case .appUser(let id) = (try? ChannelWebhook(body: bytes, resourceID: nil))?.user { found.append(id) }
    return found.compactMap { $0 }
  }

  /// Whether an id can come out of damaged digits: the one that is written there.
  private func isWritten(_ id: Int64, in bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(String(id))
  }

  /// The end of a form can not be told from its cut: whoever reads one has to have all of the body.
  @Test("JSON that is cut gives no id, a form none that is not written in it", arguments: bodies)
  func truncated(body: String) async {
    let bytes = Array(body.utf8)
    for length in 0..<bytes.count {
      let cut = Array(bytes.prefix(length))
      for id in await ids(cut) { #expect(bytes[0] != 0x7B && isWritten(id, in: cut)) }
    }
    for id in await ids(bytes) { #expect(id == Self.id) }
  }

  @Test("a body with damaged bytes gives no id that is not written in it", arguments: bodies)
  func flipped(body: String) async {
    let bytes = Array(body.utf8)
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        for id in await ids(damaged) { #expect(isWritten(id, in: damaged)) }
      }
    }
  }

  @Test("a signed token that is cut or damaged anywhere is refused")
  func tokens() async {
    let bench = AuthBench()
    let idToken = Array(TestKey.first.token(idClaims()).utf8)
    let event = Array(AccountEventTests.token(AccountEventTests.claims(AccountEventTests.oneEvent)).utf8)
    #expect(await verifies(idToken, bench))
    #expect(await reads(event, bench))
    for (token, check) in [(idToken, verifies), (event, reads)] {
      for length in stride(from: 0, to: token.count, by: 3) {
        #expect(await check(Array(token.prefix(length)), bench) == false)
      }
      for index in token.indices {
        var damaged = token
        damaged[index] ^= UInt8(1 << (index % 8))
        #expect(await check(damaged, bench) == false, "byte \(index)")
      }
    }
    // One look for keys, however many unknown ones were named.
    #expect(bench.requests("jwks.json") == 1)
  }

  private func verifies(_ token: [UInt8], _ bench: AuthBench) async -> Bool {
    let text = Secret(String(decoding: token, as: UTF8.self))
    let claims = try? await bench.client.verify(idToken: text, audiences: ["rest-key"], nonce: "n-1", now: testNow)
    return claims != nil
  }

  private func reads(_ token: [UInt8], _ bench: AuthBench) async -> Bool {
    let event = try? await bench.client.accountEvent(body: token, audiences: ["rest-key"])
    return event != nil
  }

  @Test("claims that are signed and still strange never do worse than fail", arguments: 0..<60)
  func signedNonsense(seed: UInt64) async {
    let bench = AuthBench()
    var random = SplitMix64(seed: seed)
    for source in [idClaims(), AccountEventTests.claims(AccountEventTests.oneEvent)] {
      var bytes = Array(source.utf8)
      for _ in 0...(random.next() % 3) {
        bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 7))
      }
      let claims = String(decoding: bytes, as: UTF8.self)
      let token = TestKey.first.token(claims)
      if let read = try? await bench.client.verify(
        idToken: Secret(token), audiences: ["rest-key"], nonce: nil, now: testNow)
      {
        #expect(claims.contains("\"\(read.userID)\""))
      }
      let event = try? await bench.client.accountEvent(
        body: Array(AccountEventTests.token(claims).utf8), audiences: ["rest-key"])
      if let userID = event?.userID { #expect(claims.contains("\"\(userID)\"")) }
    }
  }

  @Test("deep nesting, huge numbers and odd encodings never do worse than fail")
  func hostile() async {
    let texts = [
      String(repeating: "[", count: 60_000), String(repeating: #"{"keys":"#, count: 8_000),
      #"{"sub":"\#(String(repeating: "9", count: 10_000))"}"#, #"{"exp":1e999999,"iat":-1e999999,"aud":[[[]]]}"#,
      #"{"iat":9223372036854775807,"exp":9223372036854775807,"iss":"a","aud":"a","sub":"5"}"#,
    ]
    for text in texts {
      _ = await ids(Array(text.utf8))
      let token = AccountEventTests.token(text)
      #expect(await reads(Array(token.utf8), AuthBench()) == false)
    }
    _ = await ids([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])
    _ = await ids([0xEF, 0xBB, 0xBF] + Array("{}".utf8))
    let end = IDToken(
      issuer: "a", audiences: ["a"], userID: 1, issuedAt: Timestamp(milliseconds: .min),
      expiresAt: Timestamp(milliseconds: .max), authenticatedAt: nil, nonce: nil, nickname: nil, picture: nil,
      email: nil)
    #expect(throws: Never.self) { try end.check(issuer: "a", audiences: ["a"], nonce: nil, now: testNow) }
  }
}
