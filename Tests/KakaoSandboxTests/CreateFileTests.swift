import KakaoSandbox
import Testing

@Suite struct CreateFileTests {
  @Test("a file is created and its id is a number")
  func creates() async throws {
    let bench = try Bench()
    let answer = try await bench.create()
    #expect(answer.status == 200)
    let file = try #require(bench.sandbox.files().first)
    #expect(answer.text == #"{"file_id":\#(file.id)}"#)
    #expect(file.schema.map(\.name) == ["성별", "구매금액"])
    #expect(file.schema.map(\.type) == ["string", "number"])
  }

  @Test("escaped Korean is the same as raw Korean")
  func escapedKorean() async throws {
    let bench = try Bench()
    _ = try await bench.create("\\uc804\\uccb4", schema: #"{"\uc131\ubcc4":"string"}"#)
    #expect(bench.sandbox.files().first?.name == "전체")
    #expect(bench.sandbox.files().first?.schema.first?.name == "성별")
  }

  @Test(
    "a key that may not call gets the documented error",
    arguments: [
      (nil, 401, -401), ("KakaoAK wrong", 401, -401), ("Bearer sandbox-token-1", 401, -401),
      ("KakaoAK sandbox-rest-key", 401, -401), ("KakaoAK sandbox-primary-key", 403, -3),
      ("kakaoak sandbox-admin-key", 401, -401), ("KakaoAK", 401, -401),
    ] as [(String?, Int, Int)])
  func keys(key: String?, status: Int, code: Int) async throws {
    let bench = try Bench()
    let body = #"{"channel_public_id":"_xgTNZs","file_name":"a","schema":{"성별":"string"}}"#
    for path in [Path.create, Path.update, Path.delete] {
      let answer = try await bench.post(path, body, key: key)
      #expect(answer.status == status)
      #expect(answer.code == code)
    }
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs", key: key).code == code)
    #expect(bench.sandbox.files().isEmpty)
  }

  @Test("a REST API key is accepted where the setting says so")
  func restKey() async throws {
    let bench = try Bench(.lenient)
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs", key: "KakaoAK sandbox-rest-key").status == 200)
  }

  @Test(
    "only JSON bodies are taken",
    arguments: ["application/x-www-form-urlencoded;charset=utf-8", "text/plain", nil, "application/jsonx"])
  func formBody(type: String?) async throws {
    let bench = try Bench()
    for path in [Path.create, Path.update, Path.delete] {
      let answer = try await bench.post(path, "channel_public_id=_xgTNZs&file_name=a", type: type)
      #expect(answer.status == 400)
      #expect(answer.text == #"{"msg":"INVALID_PARAMETER","code":-2}"#)
    }
  }

  @Test(
    "a charset after the media type and another case are fine",
    arguments: ["application/json; charset=utf-8", "Application/JSON"])
  func mediaType(type: String) async throws {
    let bench = try Bench()
    let body = #"{"channel_public_id":"_xgTNZs","file_name":"a","schema":{"성별":"string"}}"#
    #expect(try await bench.post(Path.create, body, type: type).status == 200)
  }

  @Test(
    "a schema that is not as documented is refused with -2",
    arguments: [
      #"{"a":"String"}"#, #"{"a":"int"}"#, #"{"a":"NUMBER"}"#, #"{"a":1}"#, #"{"a":null}"#, #"{"a":{}}"#, "[]", "null",
      #""string""#, "{}", #"{"앱유저아이디":"string"}"#, #"{"전화번호":"string"}"#, #"{"":"string"}"#,
      #"{"a":"string","a":"string"}"#,
    ])
  func badSchema(schema: String) async throws {
    let bench = try Bench()
    let answer = try await bench.create(schema: schema)
    #expect(answer.status == 400)
    #expect(answer.code == -2)
    #expect(bench.faults.count == 1)
    #expect(bench.sandbox.files().isEmpty)
  }

  @Test("30 schema keys pass, 31 do not", arguments: [30, 31])
  func schemaKeys(count: Int) async throws {
    let bench = try Bench()
    let schema = "{" + (0..<count).map { #""k\#($0)":"number""# }.joined(separator: ",") + "}"
    #expect(try await bench.create(schema: schema).code == (count == 30 ? nil : -2))
  }

  @Test("a custom string column is accepted with a hint")
  func customString() async throws {
    let bench = try Bench()
    #expect(try await bench.create(schema: #"{"이름":"string"}"#).status == 200)
    #expect(bench.hints.count == 1)
  }

  @Test(
    "a name taken in the channel, or not allowed, is -817",
    arguments: ["전체회원", "", "  ", "a\\u0000b", "금지", String(repeating: "가", count: 101)])
  func names(name: String) async throws {
    var settings = SandboxSettings()
    settings.disallowedFileNames = ["금지"]
    let bench = try Bench(settings)
    _ = try await bench.create()
    let answer = try await bench.create(name)
    #expect(answer.status == 400)
    #expect(answer.text == #"{"msg":"INVALID_FILE_NAME","code":-817}"#)
  }

  @Test("the same name in another channel is fine")
  func otherChannel() async throws {
    let bench = try Bench()
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_b"))
    _ = try await bench.create()
    #expect(try await bench.create(channel: "_b").status == 200)
  }

  @Test("30 files fit into a channel, the 31st is -818")
  func slots() async throws {
    let bench = try Bench()
    for number in 1...30 { #expect(try await bench.create("f\(number)").status == 200) }
    let answer = try await bench.create("f31")
    #expect(answer.status == 400)
    #expect(answer.code == -818)
    let list = try await bench.get(Path.list, "channel_public_id=_xgTNZs")
    #expect(list.number("using_slot") == 30)
    #expect(list.number("empty_slot") == 0)
    try bench.sandbox.removeFile(bench.sandbox.files()[0].id)
    #expect(try await bench.create("f31").status == 200)
  }

  @Test("channels that are unknown, not connected or blocked have their codes on every call")
  func channels() async throws {
    let bench = try Bench()
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_loose"), connectedTo: nil)
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_blocked", isBlocked: true))
    for (channel, code) in [("_none", -541), ("@flowershop", -541), ("_loose", -819), ("_blocked", -544)] {
      #expect(try await bench.create(channel: channel).code == code)
      #expect(try await bench.update(1, users: Bench.users(1), channel: channel).code == code)
      #expect(try await bench.get(Path.list, "channel_public_id=\(channel)").code == code)
    }
    try bench.sandbox.setConnected("_loose", true)
    try bench.sandbox.setBlocked("_blocked", false)
    #expect(try await bench.create(channel: "_loose").status == 200)
    #expect(try await bench.create(channel: "_blocked").status == 200)
  }

  @Test("an app whose owner did not accept the policy is told that the property is disabled")
  func disabled() async throws {
    let seed = #"{"apps":[{"id":1,"customer_files":false}],"keys":[{"value":"sandbox-admin-key"}]}"#
    let bench = try Bench(seed: Array(seed.utf8))
    let answer = try await bench.create()
    #expect(answer.status == 403)
    #expect(answer.text == #"{"msg":"TALK_CHANNEL service property disabled","code":-3}"#)
  }

  @Test(
    "missing, mistyped and undocumented parameters are -2",
    arguments: [
      #"{"file_name":"a","schema":{"b":"number"}}"#, #"{"channel_public_id":"_xgTNZs","schema":{"b":"number"}}"#,
      #"{"channel_public_id":"_xgTNZs","file_name":"a"}"#,
      #"{"channel_public_id":1,"file_name":"a","schema":{"b":"number"}}"#,
      #"{"channel_public_id":"_xgTNZs","file_name":["a"],"schema":{"b":"number"}}"#,
      #"{"channel_public_id":"_xgTNZs","file_name":"a","schema":{"b":"number"},"memo":"c"}"#, "[]", "1", "",
    ])
  func parameters(body: String) async throws {
    let bench = try Bench()
    #expect(try await bench.post(Path.create, body).code == -2)
    #expect(bench.faults.count == 1)
  }
}
