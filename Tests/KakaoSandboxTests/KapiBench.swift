import KakaoSandbox
import Synchronization

/// A sandbox with people who consented to different things, and a sender that keeps webhooks instead of sending them.
struct KapiBench: Sendable {
  let bench: Bench
  let sent: SentWebhooks

  var sandbox: KakaoSandbox { bench.sandbox }
  var time: TestTime { bench.time }

  static let big: Int64 = 1_376_016_924_429_759_228
  static let admin = "KakaoAK admin-key"

  init(_ settings: SandboxSettings = SandboxSettings(), seed: [UInt8] = KapiBench.seed) throws {
    let sent = SentWebhooks()
    self.sent = sent
    self.bench = try Bench(settings, seed: seed, sender: { request in try sent.take(request) })
  }

  /// Calls with a token of somebody, or with an admin key when `token` is `nil`.
  func get(_ path: String, _ query: String = "", token: String? = "t11", key: String = KapiBench.admin) async throws
    -> Answer
  {
    try await bench.get(path, query, key: token.map { "Bearer \($0)" } ?? key)
  }

  func post(
    _ path: String, _ form: String = "", token: String? = "t11", key: String = KapiBench.admin,
    type: String? = "application/x-www-form-urlencoded;charset=utf-8"
  ) async throws -> Answer {
    try await bench.post(path, form, key: token.map { "Bearer \($0)" } ?? key, type: type)
  }

  /// Percent-encodes a value of a form.
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }

  /// Sets the addresses of app 1 so that every webhook is kept.
  func setWebhooks(_ method: SandboxWebhooks.Method = .post) throws {
    try sandbox.updateApp { app in
      app.webhooks = SandboxWebhooks(
        unlinkURL: "http://127.0.0.1:9/unlink", unlinkMethod: method, channelURL: "http://127.0.0.1:9/channel",
        accountURL: "http://127.0.0.1:9/account")
    }
  }

  /// Sends what is due and gives what was sent, of one kind or of all.
  func webhooks(_ kind: SandboxWebhookRequest.Kind? = nil) async -> [SandboxWebhookRequest] {
    await sandbox.deliverWebhooks()
    return sent.all.filter { kind == nil || $0.kind == kind }
  }

  var faults: [String] { bench.faults }
  var hints: [String] { bench.hints }

  static let seed: [UInt8] = Array(
    """
    { "version": 1,
      "channels": [ { "public_id": "_a", "uuid": "@a", "name": "가게" }, { "public_id": "_b", "uuid": "@b" } ],
      "apps": [
        { "id": 1, "name": "가게", "channels": ["_a", "_b"], "property_keys": ["color", "size"],
          "link_domains": ["https://shop.example.com"],
          "login": { "service_terms": [
            { "tag": "terms", "required": true }, { "tag": "marketing" }, { "tag": "sms", "revocable": false } ] } },
        { "id": 2, "name": "수동", "property_keys": ["color"], "login": { "auto_link": false, "sync": false,
          "age_limit": 14, "consent_items": [ { "id": "profile_nickname" }, { "id": "account_email" }, { "id": "gender" } ] } } ],
      "keys": [
        { "name": "primary", "value": "primary-key", "primary": true, "categories": [] },
        { "name": "admin", "value": "admin-key" }, { "name": "rest", "value": "rest-key", "kind": "rest" },
        { "name": "lookup", "value": "lookup-key", "categories": ["user_lookup"] },
        { "name": "admin2", "value": "admin-key-2", "app": 2 } ],
      "users": [
        { "id": 11, "nickname": "하나", "phone": "821000000001", "tokens": ["t11", "t11b"],
          "connected_at": "2026-01-02T03:04:05Z", "synched_at": "2026-01-02T03:04:06Z",
          "scopes": ["profile_nickname", "profile_image", "account_email", "name", "gender", "age_range", "birthday", "birthyear",
            "phone_number", "shipping_address", "plusfriends", "friends", "talk_message"],
          "service_terms": [ { "tag": "terms", "agreed_at": "2026-01-02T03:04:06Z" },
            { "tag": "marketing", "agreed_at": "2026-01-02T03:04:06Z" }, { "tag": "sms", "agreed_at": "2026-01-02T03:04:06Z" } ],
          "profile": { "email": "hana@example.com", "name": "김하나", "gender": "female", "birthyear": "1990",
            "birthday": "0131", "profile_image_url": "http://img.example.com/a.jpg", "thumbnail_image_url": "http://img.example.com/s.jpg" },
          "addresses": [
            { "id": 1, "name": "집", "updated_at": "2026-01-01T00:00:00Z", "type": "NEW", "base_address": "서울", "zone_number": "04524" },
            { "id": 2, "is_default": true, "updated_at": "2025-01-01T00:00:00Z", "receiver_phone_number2": "" },
            { "id": 3, "updated_at": "2026-03-01T00:00:00Z" }, { "id": 4, "updated_at": "2026-02-01T00:00:00Z" } ] },
        { "id": 12, "nickname": "두리", "phone": "821000000002", "tokens": ["t12"], "connected_at": "2026-02-02T03:04:05Z",
          "scopes": ["profile_nickname"], "profile": { "email": "duri@example.com", "birthyear": "1985" },
          "addresses": [ { "id": 9 } ] },
        { "id": 13, "nickname": "세찬", "tokens": ["t13"], "scopes": ["profile_nickname", "friends", "talk_message"] },
        { "id": 14, "nickname": "네리", "tokens": ["t14"], "linked": false, "scopes": [] },
        { "id": \(big), "nickname": "큰별", "tokens": ["tbig"], "scopes": ["friends", "talk_message"] },
        { "id": 21, "app": 2, "account": "11", "nickname": "하나", "tokens": ["t21"], "preregistered": true, "linked": false,
          "connected_at": "2026-11-18T11:00:00Z", "scopes": ["profile_nickname", "account_email", "gender"],
          "profile": { "email": "hana@example.com", "gender": "female" } },
        { "id": 22, "app": 2, "nickname": "어린이", "tokens": ["t22"], "age": 12 },
        { "id": 23, "app": 2, "nickname": "하람", "tokens": ["t23"], "age": 30, "scopes": ["profile_nickname"] } ],
      "friends": [ { "user": 11, "friend": 13, "uuid": "u13", "favorite": true }, { "user": 11, "friend": \(big), "uuid": "ubig" },
        { "user": 11, "friend": 12, "uuid": "u12" }, { "user": 13, "friend": 11, "uuid": "u11" } ],
      "templates": [ { "id": 500, "kind": "feed", "args": ["name"] }, { "id": 501, "kind": "list" } ] }
    """.utf8)
}

/// Webhooks that were sent, and what the shop answers to the next ones.
final class SentWebhooks: Sendable {
  private let state = Mutex<(all: [SandboxWebhookRequest], status: Int?, error: Bool)>(([], nil, false))

  var all: [SandboxWebhookRequest] { state.withLock { $0.all } }

  /// What the shop answers from now on; `nil` for what Kakao expects.
  func answer(_ status: Int?) { state.withLock { $0.status = status } }

  func fail() { state.withLock { $0.error = true } }

  func take(_ request: SandboxWebhookRequest) throws -> Int {
    try state.withLock { state in
      state.all.append(request)
      if state.error { throw CancellationError() }
      return state.status ?? (request.kind == .account ? 202 : 200)
    }
  }
}

extension SandboxWebhookRequest {
  var text: String { String(decoding: body, as: UTF8.self) }
}
