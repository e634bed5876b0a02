import KakaoSandbox
import Synchronization

/// A sandbox with the example seed, a clock that stands still and short ways to call it.
struct Bench: Sendable {
  let sandbox: KakaoSandbox
  let time: TestTime

  static let channel = "_xgTNZs"
  static let key = "KakaoAK sandbox-admin-key"

  init(
    _ settings: SandboxSettings = SandboxSettings(), seed: [UInt8] = KakaoSandbox.exampleSeed,
    clock: any Clock<Duration> = ContinuousClock(),
    sender: (@Sendable (SandboxWebhookRequest) async throws -> Int)? = nil
  ) throws {
    let time = TestTime()
    self.time = time
    self.sandbox = try KakaoSandbox(
      settings: settings, seed: seed, clock: clock, now: { time.now }, sender: sender, nonce: { 7 })
  }

  func send(_ request: SandboxRequest) async throws -> SandboxResponse {
    try await sandbox.respond(to: request)
  }

  func post(
    _ path: String, _ body: String, key: String? = Bench.key, type: String? = "application/json"
  ) async throws -> Answer {
    try await post(path, Array(body.utf8), key: key, type: type)
  }

  func post(
    _ path: String, _ body: [UInt8], key: String? = Bench.key, type: String? = "application/json"
  ) async throws -> Answer {
    var headers: [String: String] = [:]
    headers["authorization"] = key
    headers["content-type"] = type
    return Answer(try await send(SandboxRequest(method: "POST", path: path, headers: headers, body: body)))
  }

  func get(_ path: String, _ query: String = "", key: String? = Bench.key) async throws -> Answer {
    var headers: [String: String] = [:]
    headers["authorization"] = key
    return Answer(try await send(SandboxRequest(method: "GET", path: path, query: query, headers: headers)))
  }

  func control(_ method: String, _ path: String, _ body: String = "", query: String = "") async throws -> Answer {
    Answer(
      try await send(
        SandboxRequest(method: method, path: "/sandbox/api/" + path, query: query, body: Array(body.utf8))))
  }

  func create(
    _ name: String = "전체회원", schema: String = #"{"성별":"string","구매금액":"number"}"#, channel: String = Bench.channel
  ) async throws -> Answer {
    try await post(
      Path.create, #"{"channel_public_id":"\#(channel)","file_name":"\#(name)","schema":\#(schema)}"#)
  }

  /// Makes a file and gives its id.
  func file(_ name: String = "전체회원", schema: String = #"{"성별":"string","구매금액":"number"}"#) async throws -> Int64 {
    _ = try await create(name, schema: schema)
    return sandbox.files().last { $0.name == name }?.id ?? 0
  }

  func update(_ file: Int64, type: String = "app", users: String, channel: String = Bench.channel) async throws
    -> Answer
  {
    try await post(
      Path.update,
      #"{"file_id":\#(file),"channel_public_id":"\#(channel)","user_type":"\#(type)","users":\#(users)}"#)
  }

  func delete(_ file: Int64, type: String = "app", ids: String) async throws -> Answer {
    try await post(
      Path.delete,
      #"{"file_id":\#(file),"channel_public_id":"\#(Self.channel)","user_type":"\#(type)","user_ids":\#(ids)}"#)
  }

  /// `count` people by app user id, each with one field.
  static func users(_ count: Int, from first: Int64 = 1_376_016_924_429_700_000) -> String {
    "[" + (0..<Int64(count)).map { #"{"id":\#(first + $0),"field":{"성별":"여자"}}"# }.joined(separator: ",") + "]"
  }

  /// What the journal says was wrong with the newest request.
  var faults: [String] {
    sandbox.journal(limit: 1).first?.remarks.filter(\.isFault).map(\.text.en) ?? []
  }

  var hints: [String] {
    sandbox.journal(limit: 1).first?.remarks.filter { !$0.isFault }.map(\.text.en) ?? []
  }
}

enum Path {
  static let create = "/v1/talkchannel/create/target_user_file"
  static let list = "/v1/talkchannel/target_user_file"
  static let update = "/v1/talkchannel/update/target_users"
  static let delete = "/v1/talkchannel/delete/target_users"
  static let channels = "/v2/api/talk/channels"
  static let multi = "/v2/api/talk/channels/multi"
}

/// An answer with its body as text.
struct Answer: Sendable {
  let status: Int
  let text: String
  let response: SandboxResponse

  init(_ response: SandboxResponse) {
    self.status = response.status
    self.text = String(decoding: response.body, as: UTF8.self)
    self.response = response
  }

  /// The number after `"code":`.
  var code: Int? { number("code") }
  var success: Int? { number("success_count") }

  func number(_ key: String) -> Int? {
    guard let range = text.range(of: "\"\(key)\":") else { return nil }
    return Int(text[range.upperBound...].prefix { $0 == "-" || $0.isNumber })
  }
}

/// A time that tests move.
final class TestTime: Sendable {
  private let seconds = Mutex<Int64>(1_795_000_000)

  var now: SandboxTime { SandboxTime(seconds: seconds.withLock { $0 }) }

  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

/// A clock that remembers what was slept and returns at once.
final class TestClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private let slept = Mutex<[Duration]>([])

  var now: Instant { Instant(offset: slept.withLock { $0.reduce(.zero, +) }) }
  var minimumResolution: Duration { .zero }
  var sleeps: [Duration] { slept.withLock { $0 } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let duration = now.duration(to: deadline)
    slept.withLock { $0.append(duration) }
  }
}

extension String {
  /// The first place of a text.
  func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
