import CommonValues
import HTTPTransport
import NaruTestSupport
import Synchronization
import Testing

@testable import KakaoAPI

@Suite struct MetadataTests {
  private func token(_ key: TestKey) throws -> SignedToken { try SignedToken(Array(key.token("{}").utf8)) }

  @Test("discovery is read and asked for once in six hours; an old one serves while a new one can not be had")
  func discovery() async throws {
    let bench = AuthBench()
    let document = try await bench.client.discovery()
    #expect(document.issuer == "https://kauth.kakao.com")
    #expect(document.keySetURL == "https://kauth.kakao.com/.well-known/jwks.json")
    #expect(document.signingAlgorithms == ["RS256"] && document.codeChallengeMethods == ["S256"])
    _ = try await bench.client.with(timeouts: .init()).discovery()
    #expect(bench.requests("openid-configuration") == 1)
    bench.kauth.state.withLock { $0.discovery = refusal(503) }
    bench.clock.advance(by: .seconds(6 * 3600))
    #expect(try await bench.client.discovery() == document)
    #expect(bench.requests("openid-configuration") == 2)
    // Not with every call.
    #expect(try await bench.client.discovery() == document)
    #expect(bench.requests("openid-configuration") == 2)
    bench.clock.advance(by: .seconds(300))
    bench.kauth.state.withLock {
      $0.discovery = ok(discoveryJSON.replacing("kauth.kakao.com\",\"auth", with: "x\",\"auth"))
    }
    #expect(try await bench.client.discovery().issuer == "https://x")
  }

  @Test("a discovery that failed is not asked for again within seconds")
  func failing() async {
    let bench = AuthBench()
    bench.kauth.state.withLock { $0.discovery = ok("{}") }
    for _ in 0..<5 {
      let error = await failure { () throws(KakaoError) in try await bench.client.discovery() }
      #expect(error?.reason == .unreadableAnswer)
    }
    #expect(bench.requests("openid-configuration") == 1)
    bench.clock.advance(by: .seconds(15))
    _ = await failure { () throws(KakaoError) in try await bench.client.discovery() }
    #expect(bench.requests("openid-configuration") == 2)
  }

  @Test("callers at the same moment fetch once, also when some come to it after the first has been and gone")
  func crowd() async throws {
    for _ in 0..<100 {
      let document = CachedDocument<Int>()
      let fetches = Fetches()
      await withTaskGroup { group in
        for _ in 0..<16 { group.addTask { await fetches.ask(document) } }
      }
      #expect(fetches.count == 1)
    }
  }

  @Test("an unknown key is looked up at most once in five minutes, and found after a rotation")
  func rotation() async throws {
    let bench = AuthBench(keys: [.first])
    let old = try token(.first)
    let new = try token(.second)
    #expect(try await bench.client.keys(for: old).verifies(old))
    #expect(bench.requests("jwks.json") == 1)
    bench.setKeys(ok(keySet([.first, .second])))
    for _ in 0..<10 { #expect(try await bench.client.keys(for: new).has(keyFor: new) == false) }
    #expect(bench.requests("jwks.json") == 1)
    bench.clock.advance(by: .seconds(300))
    #expect(try await bench.client.keys(for: new).verifies(new))
    #expect(try await bench.client.keys(for: old).verifies(old))
    #expect(bench.requests("jwks.json") == 2)
  }

  @Test("known keys keep working while the key set can not be fetched, or has nothing usable in it")
  func stale() async throws {
    let bench = AuthBench(keys: [.first])
    let old = try token(.first)
    _ = try await bench.client.keys(for: old)
    for answer in [
      refusal(500), ok("{}"), ok(#"{"keys":[]}"#), ok(#"{"keys":[{"kid":"x","kty":"RSA","n":"AQAB","e":"AQAB"}]}"#),
    ] {
      bench.setKeys(answer)
      bench.clock.advance(by: .seconds(7 * 3600))
      let before = bench.requests("jwks.json")
      #expect(try await bench.client.keys(for: old).verifies(old))
      #expect(bench.requests("jwks.json") == before + 1)
      #expect(try await bench.client.keys(for: try token(.second)).has(keyFor: try token(.second)) == false)
      #expect(bench.requests("jwks.json") == before + 1)
    }
  }

  @Test("many who need the keys at once make one request")
  func singleFlight() async throws {
    let kauth = FakeKauth()
    let gate = AsyncStream<Void>.makeStream()
    let transport = ScriptedTransport { request, _ async throws(HTTPTransportError) in
      if request.url.hasSuffix("openid-configuration") {
        for await _ in gate.stream { break }
      }
      return try kauth.answer(request)
    }
    let client = KakaoAuthClient(restAPIKey: Secret("k"), transport: transport, gate: OpenGate(), clock: ManualClock())
    let wanted = try token(.first)
    let verified = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 { group.addTask { try await client.keys(for: wanted).verifies(wanted) } }
      gate.continuation.yield()
      return try await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(verified == Array(repeating: true, count: 50))
    #expect(transport.requests.count == 2)
  }

  @Test("keys are not taken from an address that others can change on the way")
  func insecure() async throws {
    let bench = AuthBench()
    bench.kauth.state.withLock {
      $0.discovery = ok(
        #"{"issuer":"https://kauth.kakao.com","jwks_uri":"http://kauth.kakao.com/.well-known/jwks.json"}"#)
    }
    let wanted = try token(.first)
    let error = await failure { () throws(KakaoError) in try await bench.client.keys(for: wanted) }
    #expect(error?.retryClass == .configuration && bench.requests("jwks") == 0)
    let local = ScriptedTransport { request, _ throws(HTTPTransportError) in
      request.url.hasSuffix("jwks.json")
        ? ok(keySet([.first])) : ok(#"{"issuer":"http://127.0.0.1:9","jwks_uri":"http://127.0.0.1:9/jwks.json"}"#)
    }
    let client = KakaoAuthClient(
      baseURL: "http://127.0.0.1:9", restAPIKey: Secret("k"), transport: local, gate: OpenGate(), clock: ManualClock())
    #expect(try await client.keys(for: wanted).verifies(wanted))
  }

  @Test("of a key set, what is no RSA key for RS256 is left out")
  func keySetEntries() async throws {
    let entry = TestKey.first.jwk
    let bad = [
      entry.replacing(#""kty":"RSA""#, with: #""kty":"EC""#), entry.replacing("RS256", with: "HS256"),
      entry.replacing(#""use":"sig""#, with: #""use":"enc""#), entry.replacing(#""e":"AQAB""#, with: #""e":"""#),
      entry.replacing(#""e":"AQAB""#, with: #""e":"AQABAQAB""#), entry.replacing(#""e":"AQAB""#, with: #""e":"Ag""#),
      entry.replacing(#""n":""#, with: #""n":"!"#), entry.replacing(#""kid":"key-one""#, with: #""kid":"""#), "7",
      "null",
    ]
    for text in bad {
      let wire = try #require(decodeJSON(WireKeySet.self, from: Array(#"{"keys":[\#(text)]}"#.utf8)))
      #expect(await KeySet(wire).isEmpty, "\(text.prefix(80))")
      let both = try #require(decodeJSON(WireKeySet.self, from: Array(#"{"keys":[\#(text),\#(entry)]}"#.utf8)))
      #expect(await KeySet(both).isEmpty == false)
    }
  }

  @Test("the configuration of account webhooks is read")
  func securityEvents() async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in
      ok(
        #"{"issuer":"https://kauth.kakao.com","jwks_uri":"https://kauth.kakao.com/.well-known/jwks.json","delivery_methods_supported":["http://schemas.openid.net/secevent/risc/delivery-method/push"]}"#
      )
    }
    let client = KakaoAuthClient(restAPIKey: Secret("k"), transport: transport, gate: OpenGate(), clock: ManualClock())
    let document = try await client.securityEventConfiguration()
    #expect(document.issuer == "https://kauth.kakao.com" && document.deliveryMethods.count == 1)
    #expect(transport.requests[0].url == "https://kauth.kakao.com/.well-known/sse-configuration")
  }

  @Test("a document cache uses, fetches and fails by the clock", arguments: 0..<200)
  func cacheProperty(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var cache = DocumentCache<Int>()
    var now = Duration.zero
    var tries: [Duration] = []
    for _ in 0..<60 {
      now += .seconds(Int(random.next() % 400))
      let lacks = random.next() % 2 == 0
      switch cache.step(at: now, lacks: { _ in lacks }) {
      case .use, .fail: break
      case .fetch:
        if random.next() % 3 == 0 {
          cache.failed(.cancelled(mayHaveBeenProcessed: false), at: now)
        } else {
          cache.fetched(1, at: now)
        }
        tries.append(now)
      }
    }
    for (one, next) in zip(tries, tries.dropFirst()) { #expect(next - one >= .seconds(15)) }
  }
}

/// Counts how often a document was fetched.
private final class Fetches: Sendable {
  private let fetched = Mutex(0)
  private let clock = ElapsedClock(ManualClock())
  var count: Int { fetched.withLock { $0 } }

  func ask(_ document: CachedDocument<Int>) async {
    let lacks: @Sendable (Int) -> Bool = { _ in true }
    _ = try? await document.value(at: clock, lacks: lacks) { () async throws(KakaoError) -> Int in
      self.fetched.withLock { $0 += 1 }
      return 1
    }
  }
}
