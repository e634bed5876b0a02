import CommonValues
import Crypto
import Foundation
import Testing

@testable import ShopAdapters

/// Signs calls as platforms do, by code of its own.
enum Signing {
  static let now = Timestamp(seconds: 1_793_577_600)

  static func hmac(_ content: String, _ key: Data) -> Data {
    Data(HMAC<SHA256>.authenticationCode(for: Data(content.utf8), using: SymmetricKey(data: key)))
  }

  static func hex(_ data: some Sequence<UInt8>) -> String { data.map { String(format: "%02x", $0) }.joined() }

  static func adapter(_ verify: String) throws -> DeclarativeAdapter {
    try TestManifests.adapter("webhook: { verify: \(verify), event: { path: event } }")
  }

  static func settings(_ secrets: String...) -> WebhookSettings { WebhookSettings(secrets: secrets.map { Secret($0) }) }

  /// Why a call is refused; nil when it is believed.
  static func refusal(
    _ adapter: DeclarativeAdapter, _ settings: WebhookSettings, headers: [(String, String)] = [], query: String = "",
    body: String = #"{"event":"x"}"#, from address: String? = nil, now: Timestamp = now
  ) -> WebhookRefusal? {
    let request = WebhookRequest(
      method: "POST", path: "/hook", headers: headers.map { WebhookRequest.Header($0.0, $0.1) }, query: query,
      body: Array(body.utf8), remoteAddress: address, receivedAt: now)
    do {
      _ = try adapter.verify(request, settings, now: now)
      return nil
    } catch {
      return error
    }
  }
}

@Suite("Proofs: secrets in the call")
struct TokenVerifierTests {
  @Test("A secret in a header")
  func header() throws {
    let adapter = try Signing.adapter("{ header: X-API-Key }")
    let settings = Signing.settings("new-secret", "old-secret")
    #expect(Signing.refusal(adapter, settings, headers: [("x-api-key", "new-secret")]) == nil)
    #expect(Signing.refusal(adapter, settings, headers: [("X-API-Key", "old-secret")]) == nil)
    #expect(Signing.refusal(adapter, settings, headers: [("X-API-Key", "older-secret")]) == .wrongProof)
    #expect(Signing.refusal(adapter, settings, headers: [("X-API-Key", "new-secret ")]) == .wrongProof)
    #expect(Signing.refusal(adapter, settings, headers: [("X-API-Key", "")]) == .wrongProof)
    #expect(Signing.refusal(adapter, settings) == .noProof)
    #expect(
      Signing.refusal(adapter, settings, headers: [("X-API-Key", "new-secret"), ("x-api-key", "x")]) == .noProof)
    #expect(Signing.refusal(adapter, Signing.settings(), headers: [("X-API-Key", "")]) == .notConfigured)
    #expect(Signing.refusal(adapter, Signing.settings(""), headers: [("X-API-Key", "")]) == .notConfigured)
  }

  @Test("A secret behind a prefix")
  func prefix() throws {
    let adapter = try Signing.adapter(#"{ header: Authorization, prefix: "Bearer " }"#)
    #expect(Signing.refusal(adapter, Signing.settings("s"), headers: [("Authorization", "Bearer s")]) == nil)
    #expect(Signing.refusal(adapter, Signing.settings("s"), headers: [("Authorization", "s")]) == .malformedProof)
  }

  @Test("A secret in the URL")
  func query() throws {
    let adapter = try Signing.adapter("{ query: token }")
    #expect(Signing.refusal(adapter, Signing.settings("s+1"), query: "a=1&token=s%2B1") == nil)
    #expect(Signing.refusal(adapter, Signing.settings("s"), query: "token=S") == .wrongProof)
    #expect(Signing.refusal(adapter, Signing.settings("s"), query: "token=s&token=s") == .noProof)
    #expect(Signing.refusal(adapter, Signing.settings("s"), query: "") == .noProof)
  }

  @Test("A secret whose place the shop's config moves")
  func token() throws {
    let adapter = try Signing.adapter("{ token: { query: token } }")
    var settings = Signing.settings("s")
    #expect(Signing.refusal(adapter, settings, query: "token=s") == nil)
    settings.tokenPlace = .header(name: "X-Other", prefix: "T ")
    #expect(Signing.refusal(adapter, settings, query: "token=s") == .noProof)
    #expect(Signing.refusal(adapter, settings, headers: [("X-Other", "T s")]) == nil)
  }

  @Test("Senders are asked for besides the proof")
  func senders() throws {
    let adapter = try Signing.adapter("{ header: K }")
    var settings = Signing.settings("s")
    settings.allowedSenders = [try #require(IPNetwork("203.0.113.0/24"))]
    let headers = [("K", "s")]
    #expect(Signing.refusal(adapter, settings, headers: headers, from: "203.0.113.9") == nil)
    #expect(Signing.refusal(adapter, settings, headers: headers, from: "203.0.114.9") == .senderNotAllowed)
    #expect(Signing.refusal(adapter, settings, headers: headers) == .senderNotAllowed)
    #expect(Signing.refusal(adapter, settings, from: "203.0.113.9") == .noProof)
  }

  @Test("Nothing at all must be said in so many words")
  func none() throws {
    let adapter = try Signing.adapter("{ none: true }")
    #expect(Signing.refusal(adapter, WebhookSettings()) == .notConfigured)
    #expect(Signing.refusal(adapter, WebhookSettings(acceptsUnverified: true)) == nil)
    let listed = try Signing.adapter("{ none: { allow: [203.0.113.7] } }")
    #expect(Signing.refusal(listed, WebhookSettings(), from: "203.0.113.7") == nil)
    #expect(Signing.refusal(listed, WebhookSettings(acceptsUnverified: true), from: "203.0.113.8") == .senderNotAllowed)
    let own = WebhookSettings(allowedSenders: [try #require(IPNetwork("2001:db8::/32"))])
    #expect(Signing.refusal(listed, own, from: "2001:db8:1::7") == nil)
    #expect(Signing.refusal(listed, own, from: "203.0.113.7") == .senderNotAllowed)
  }

  @Test("An adapter without webhooks believes nobody")
  func without() throws {
    let adapter = try TestManifests.adapter("members: { id: [ID] }")
    #expect(Signing.refusal(adapter, WebhookSettings(acceptsUnverified: true)) == .notConfigured)
  }

  @Test("A body over the limit is refused before anything is computed")
  func large() throws {
    let adapter = try Signing.adapter("{ none: true }")
    let body = String(repeating: "x", count: WebhookRefusal.bodyLimit + 1)
    #expect(Signing.refusal(adapter, WebhookSettings(acceptsUnverified: true), body: body) == .tooLarge)
  }

  @Test(
    "Addresses and networks",
    arguments: [
      ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.1.2.3", "10.1.2.3", true),
      ("10.1.2.3", "::ffff:10.1.2.3", true), ("::1", "0:0:0:0:0:0:0:1", true),
      ("2001:db8::/33", "2001:db8:8000::1", false),
      ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("10.1.2.3", "10.1.2.3.4", false),
      ("10.1.2.3", "", false),
    ])
  func networks(network: String, address: String, isIn: Bool) throws {
    #expect(try #require(IPNetwork(network)).contains(address) == isIn)
  }

  @Test(
    "What is no network is refused",
    arguments: [
      "", "10.0.0", "10.0.0.0/33", "10.0.0.256", "010.0.0.1", "::1::", "1:2:3", "g::", "::/129", "10.0.0.0/x",
    ])
  func wrongNetworks(text: String) { #expect(IPNetwork(text) == nil) }
}

@Suite("Proofs: HMAC")
struct HMACVerifierTests {
  private let body = #"{"event":"x","n":1}"#

  @Test("A signature over the raw body, in base64")
  func base64() throws {
    let adapter = try Signing.adapter("{ hmac: { header: X-Sig } }")
    let good = Signing.hmac(body, Data("secret".utf8)).base64EncodedString()
    let settings = Signing.settings("secret")
    #expect(Signing.refusal(adapter, settings, headers: [("X-Sig", good)], body: body) == nil)
    #expect(Signing.refusal(adapter, settings, headers: [("X-Sig", good)], body: body + " ") == .wrongProof)
    #expect(Signing.refusal(adapter, settings, headers: [("X-Sig", "not base64!")], body: body) == .malformedProof)
    #expect(Signing.refusal(adapter, settings, headers: [("X-Sig", "AAAA")], body: body) == .wrongProof)
    #expect(Signing.refusal(adapter, settings, headers: [("X-Sig", "")], body: body) == .wrongProof)
    #expect(Signing.refusal(adapter, settings, body: body) == .noProof)
    #expect(Signing.refusal(adapter, Signing.settings("other"), headers: [("X-Sig", good)], body: body) == .wrongProof)
    #expect(
      Signing.refusal(adapter, Signing.settings("other", "secret"), headers: [("X-Sig", good)], body: body) == nil)
    #expect(Signing.refusal(adapter, Signing.settings(), headers: [("X-Sig", good)], body: body) == .notConfigured)
  }

  @Test("The order of a body's bytes counts, not what they mean")
  func rawBytes() throws {
    let adapter = try Signing.adapter("{ hmac: { header: X-Sig } }")
    let good = Signing.hmac(#"{"a":1,"b":2}"#, Data("s".utf8)).base64EncodedString()
    #expect(
      Signing.refusal(adapter, Signing.settings("s"), headers: [("X-Sig", good)], body: #"{"b":2,"a":1}"#)
        == .wrongProof)
  }

  @Test("Other algorithms, encodings, keys, prefixes and lists")
  func variants() throws {
    let data = Data(body.utf8)
    let key = SymmetricKey(data: Data([1, 2, 3]))
    let sha1 = "sha1=" + Signing.hex(HMAC<Insecure.SHA1>.authenticationCode(for: data, using: key))
    let first = try Signing.adapter("{ hmac: { header: S, algorithm: sha1, encoding: hex, key: hex, prefix: sha1= } }")
    #expect(Signing.refusal(first, Signing.settings("010203"), headers: [("S", sha1)], body: body) == nil)
    #expect(
      Signing.refusal(first, Signing.settings("010203"), headers: [("S", String(sha1.dropFirst(5)))], body: body)
        == .malformedProof)
    #expect(Signing.refusal(first, Signing.settings("xyz"), headers: [("S", sha1)], body: body) == .notConfigured)
    let sha512 = Data(HMAC<SHA512>.authenticationCode(for: data, using: key)).base64EncodedString()
    let second = try Signing.adapter(#"{ hmac: { header: S, algorithm: sha512, key: base64, separator: "," } }"#)
    #expect(Signing.refusal(second, Signing.settings("AQID"), headers: [("S", "AAAA, \(sha512)")], body: body) == nil)
  }

  @Test("A signed time must lie within five minutes, either way")
  func window() throws {
    let adapter = try Signing.adapter(
      #"{ hmac: { header: S, encoding: hex, timestamp: { header: T }, signed: "{timestamp}.{method}.{path}.{header:X-Id}.{query:q}.{body}" } }"#
    )
    func refusal(_ seconds: Int64, stamp: Int64? = nil, id: String = "7") -> WebhookRefusal? {
      let time = 1_793_577_600 + seconds
      let signature = Signing.hex(Signing.hmac("\(time).POST./hook.7.z.\(body)", Data("s".utf8)))
      return Signing.refusal(
        adapter, Signing.settings("s"), headers: [("S", signature), ("T", "\(stamp ?? time)"), ("X-Id", id)],
        query: "q=z",
        body: body)
    }
    #expect(refusal(0) == nil && refusal(300) == nil && refusal(-300) == nil)
    #expect(refusal(301) == .outsideWindow && refusal(-301) == .outsideWindow)
    #expect(refusal(-10_000, stamp: 1_793_577_600) == .wrongProof)
    #expect(refusal(0, id: "8") == .wrongProof)
  }

  @Test("Every changed bit of a signature is refused", arguments: 0..<32)
  func bits(byte: Int) throws {
    let adapter = try Signing.adapter("{ hmac: { header: S, encoding: hex } }")
    var signature = Array(Signing.hmac(body, Data("s".utf8)))
    signature[byte] ^= 1 << (byte % 8)
    #expect(
      Signing.refusal(adapter, Signing.settings("s"), headers: [("S", Signing.hex(signature))], body: body)
        == .wrongProof)
  }

  @Test(
    "A proof that could never hold is a fault of the manifest",
    arguments: [
      ("{ }", "one-of-keys"), ("{ header: A, query: b }", "one-of-keys"), ("{ header: \"a b\" }", "wrong-shape"),
      ("{ hmac: { header: A, signed: \"{timestamp}.{body}\" } }", "missing-key"),
      ("{ hmac: { header: A, signed: \"{header:X}\" } }", "missing-key"),
      ("{ hmac: { header: A, signed: \"{bdy}{body}\" } }", "unknown-value"),
      ("{ hmac: { header: A, timestamp: { header: T } } }", "missing-key"),
      ("{ hmac: { header: A, algorithm: md5 } }", "unknown-value"),
      ("{ none: false }", "unknown-value"), ("{ none: { allow: [] } }", "wrong-shape"),
      ("{ none: { allow: [x] } }", "wrong-shape"),
      ("{ query: a, prefix: b }", "key-not-for-field"), ("{ standard_webhooks: yes }", "unknown-value"),
      ("{ token: { header: A, query: b } }", "one-of-keys"),
    ])
  func faults(verify: String, code: String) {
    let faults = TestManifests.faults(TestManifests.head + "webhook: { verify: \(verify) }\n")
    #expect(faults.map(\.code) == [code], "\(faults)")
  }
}

@Suite("Proofs: Standard Webhooks")
struct StandardWebhooksTests {
  private let secret = "whsec_" + Data("a secret of 24 bytes ....".utf8).base64EncodedString()
  private let other = "whsec_" + Data("another secret, 24 bytes.".utf8).base64EncodedString()

  private func headers(
    _ secret: String, at seconds: Int64 = 1_793_577_600, id: String = "msg_1", body: String, also: String = ""
  ) -> [(String, String)] {
    let key = Data(base64Encoded: String(secret.dropFirst(6))) ?? Data()
    let signature = Signing.hmac("\(id).\(seconds).\(body)", key).base64EncodedString()
    return [("webhook-id", id), ("webhook-timestamp", "\(seconds)"), ("webhook-signature", also + "v1,\(signature)")]
  }

  @Test("The right signature is believed, also in a list and with a rotated secret")
  func right() throws {
    let adapter = try Signing.adapter("{ standard_webhooks: true }")
    let body = #"{"type":"x"}"#
    #expect(Signing.refusal(adapter, Signing.settings(secret), headers: headers(secret, body: body), body: body) == nil)
    #expect(
      Signing.refusal(adapter, Signing.settings(other, secret), headers: headers(secret, body: body), body: body) == nil
    )
    let list = headers(secret, body: body, also: "v1a,AAAA v1,AAAA ")
    #expect(Signing.refusal(adapter, Signing.settings(secret), headers: list, body: body) == nil)
    #expect(
      Signing.refusal(
        adapter, Signing.settings(String(secret.dropFirst(6))), headers: headers(secret, body: body), body: body) == nil
    )
    // As many as a header may hold, the right one last.
    let many = String(repeating: "v1,AAAA ", count: 1_000)
    #expect(
      Signing.refusal(
        adapter, Signing.settings(other, secret), headers: headers(secret, body: body, also: many), body: body) == nil)
    #expect(
      Signing.refusal(
        adapter, Signing.settings(other), headers: headers(secret, body: body, also: many), body: body) == .wrongProof)
  }

  @Test("Everything else is refused")
  func wrong() throws {
    let adapter = try Signing.adapter("{ standard_webhooks: true }")
    let body = #"{"type":"x"}"#
    let good = headers(secret, body: body)
    let settings = Signing.settings(secret)
    #expect(Signing.refusal(adapter, Signing.settings(other), headers: good, body: body) == .wrongProof)
    #expect(Signing.refusal(adapter, settings, headers: good, body: body + "\n") == .wrongProof)
    #expect(Signing.refusal(adapter, settings, headers: Array(good.dropFirst()), body: body) == .noProof)
    #expect(
      Signing.refusal(adapter, settings, headers: [("webhook-id", "msg_2")] + good.dropFirst(), body: body)
        == .wrongProof)
    #expect(
      Signing.refusal(
        adapter, settings,
        headers: headers(secret, body: body).map {
          ($0.0, $0.0 == "webhook-signature" ? "v2," + $0.1.dropFirst(3) : $0.1)
        }, body: body) == .malformedProof)
    #expect(
      Signing.refusal(
        adapter, settings, headers: good.map { ($0.0, $0.0 == "webhook-timestamp" ? "soon" : $0.1) }, body: body)
        == .malformedProof)
    #expect(Signing.refusal(adapter, Signing.settings("whsec_***"), headers: good, body: body) == .notConfigured)
  }

  @Test("A replay is refused when five minutes are over, and a clock that runs ahead likewise")
  func replay() throws {
    let adapter = try Signing.adapter("{ standard_webhooks: true }")
    let good = headers(secret, body: "{}")
    for (seconds, refusal) in [(300, nil), (-300, nil), (301, .outsideWindow), (-301, .outsideWindow)]
      as [(Int64, WebhookRefusal?)]
    {
      let now = Signing.now.adding(milliseconds: seconds * 1_000)
      #expect(Signing.refusal(adapter, Signing.settings(secret), headers: good, body: "{}", now: now) == refusal)
    }
  }
}
