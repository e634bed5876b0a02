import CommonValues
import CryptoExtras
import Foundation
import HTTPTransport
import Synchronization
import Testing

@testable import KakaoAPI

/// A key of a login server, made for this test run.
struct TestKey: Sendable {
  let id: String
  private let key: _RSA.Signing.PrivateKey

  static let first = TestKey("key-one")
  static let second = TestKey("key-two")

  private init(_ id: String) {
    self.id = id
    guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else {
      preconditionFailure("no key could be made")
    }
    self.key = key
  }

  /// The key as an entry of a key set.
  var jwk: String {
    guard let numbers = try? key.publicKey.getKeyPrimitives() else { return "{}" }
    let n = Base64URL.encode(Array(numbers.modulus))
    let e = Base64URL.encode(Array(numbers.publicExponent))
    return #"{"kid":"\#(id)","kty":"RSA","alg":"RS256","use":"sig","n":"\#(n)","e":"\#(e)"}"#
  }

  /// A JWT with these claims, signed by this key whatever the header says.
  func token(_ claims: String, header: String? = nil) -> String {
    let header = header ?? #"{"typ":"JWT","alg":"RS256","kid":"\#(id)"}"#
    let signed = [header, claims].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
    let signature = try? key.signature(for: Data(signed.utf8), padding: .insecurePKCS1v1_5)
    return signed + "." + Base64URL.encode(Array(signature?.rawRepresentation ?? Data()))
  }
}

func keySet(_ keys: [TestKey]) -> String { #"{"keys":["# + keys.map(\.jwk).joined(separator: ",") + "]}" }

let discoveryJSON = """
  {"issuer":"https://kauth.kakao.com","authorization_endpoint":"https://kauth.kakao.com/oauth/authorize",\
  "token_endpoint":"https://kauth.kakao.com/oauth/token","userinfo_endpoint":"https://kapi.kakao.com/v1/oidc/userinfo",\
  "jwks_uri":"https://kauth.kakao.com/.well-known/jwks.json","id_token_signing_alg_values_supported":["RS256"],\
  "code_challenge_methods_supported":["S256"],"claims_supported":["iss","aud","sub"]}
  """

/// A login server whose public documents and token endpoint can be changed while it is asked.
final class FakeKauth: Sendable {
  struct State {
    var keys: HTTPResponse
    var discovery = ok(discoveryJSON)
    var token: @Sendable (Int) throws(HTTPTransportError) -> HTTPResponse = { _ throws(HTTPTransportError) in
      ok(#"{"access_token":"access-1","expires_in":21599}"#)
    }
  }

  let state: Mutex<State>
  private let tokenCalls = Mutex(0)

  init(keys: [TestKey] = [.first]) { state = Mutex(State(keys: ok(keySet(keys)))) }

  func answer(_ request: HTTPRequest) throws(HTTPTransportError) -> HTTPResponse {
    let path = request.url.split(separator: "?")[0]
    let state = state.withLock { $0 }
    if path.hasSuffix("/jwks.json") { return state.keys }
    if path.hasSuffix("/openid-configuration") { return state.discovery }
    let number = tokenCalls.withLock { calls in
      calls += 1
      return calls
    }
    return try state.token(number)
  }
}

/// A login client, its transport and its clock.
struct AuthBench {
  let kauth: FakeKauth
  let transport: ScriptedTransport
  let clock = ManualClock()
  let client: KakaoAuthClient

  init(keys: [TestKey] = [.first], retry: RetryPolicy = .never, secret: String? = "marked-secret") {
    let kauth = FakeKauth(keys: keys)
    self.kauth = kauth
    transport = ScriptedTransport { request, _ throws(HTTPTransportError) in try kauth.answer(request) }
    client = KakaoAuthClient(
      restAPIKey: Secret("rest-key"), clientSecret: secret.map { Secret($0) }, transport: transport, gate: OpenGate(),
      retry: retry, clock: clock, random: Highest())
  }

  func requests(_ path: String) -> Int { transport.requests.count { $0.url.contains(path) } }
  func setKeys(_ answer: HTTPResponse) { kauth.state.withLock { $0.keys = answer } }
  func setToken(_ answer: @escaping @Sendable (Int) throws(HTTPTransportError) -> HTTPResponse) {
    kauth.state.withLock { $0.token = answer }
  }
}

/// 2026-11-20T00:00:00Z.
let testNow = Timestamp(seconds: 1_795_132_800)
