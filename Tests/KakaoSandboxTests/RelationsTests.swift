import KakaoSandbox
import Testing

@Suite struct RelationsTests {
  static let hana = "1376016924429759228"

  @Test("a user's token answers for that user, with times in UTC")
  func byToken() async throws {
    let answer = try await Bench().get(Path.channels, key: "Bearer sandbox-token-1")
    #expect(answer.status == 200)
    #expect(
      answer.text == """
        {"user_id":1376016924429759228,"channels":[{"channel_uuid":"@flowershop","channel_public_id":"_xgTNZs",\
        "relation":"ADDED","created_at":"2026-03-02T01:15:00Z","updated_at":"2026-03-02T01:15:00Z"}]}
        """)
  }

  @Test("an admin key answers for the target user; NONE has no times")
  func byKey() async throws {
    let answer = try await Bench().get(
      Path.channels, "target_id_type=user_id&target_id=2890113457&channel_ids=_xgTNZs&channel_id_type=channel_public_id"
    )
    #expect(
      answer.text == """
        {"user_id":2890113457,"channels":[{"channel_uuid":"@flowershop","channel_public_id":"_xgTNZs","relation":"NONE"}]}
        """)
  }

  @Test(
    "callers without the right get the documented error",
    arguments: [
      ("Bearer nobody", 401, -401), ("KakaoAK nobody", 401, -401), ("KakaoAK sandbox-primary-key", 403, -3),
      ("KakaoAK sandbox-rest-key", 401, -401), (nil, 401, -401),
    ] as [(String?, Int, Int)])
  func callers(key: String?, status: Int, code: Int) async throws {
    let bench = try Bench()
    for path in [Path.channels, Path.multi] where path == Path.channels || key?.hasPrefix("Bearer") != true {
      let answer = try await bench.get(path, "target_id_type=user_id&target_id=1&target_ids=1", key: key)
      #expect(answer.status == status)
      #expect(answer.code == code)
    }
  }

  @Test("many users take an admin key only")
  func multiToken() async throws {
    let answer = try await Bench().get(Path.multi, "target_ids=1&target_id_type=user_id", key: "Bearer sandbox-token-1")
    #expect(answer.code == -401)
  }

  @Test("the first version takes a JSON array, knows no time of the first adding, and refuses what the second takes")
  func legacy() async throws {
    let bench = try Bench()
    let path = "/v1/api/talk/channels"
    let whole = try await bench.get(path, key: "Bearer sandbox-token-1")
    #expect(
      whole.text == """
        {"user_id":1376016924429759228,"channels":[{"channel_uuid":"@flowershop","channel_public_id":"_xgTNZs",\
        "relation":"ADDED","updated_at":"2026-03-02T01:15:00Z"}]}
        """)
    let target = "target_id_type=user_id&target_id=1376016924429759228&"
    #expect(try await bench.get(path, target + "channel_public_ids=%5B%22_xgTNZs%22%5D").text == whole.text)
    #expect(try await bench.get(path, target + "channel_public_ids=%5B%22_no%22%5D").code == -541)
    for bad in ["channel_public_ids=_xgTNZs", "channel_ids=_xgTNZs", "channel_public_ids=%5B1%5D"] {
      #expect(try await bench.get(path, target + bad).code == -2, "\(bad)")
    }
  }

  @Test("a suspended app, an account out of use, one not signed up yet and an item switched off are refused here too")
  func unfit() async throws {
    let bench = try KapiBench()
    func many() async throws -> Answer {
      try await bench.get(Path.multi, "target_id_type=user_id&target_ids=11", token: nil)
    }
    _ = try await bench.bench.control("POST", "users/11", #"{"profile":{"status":"dormant"}}"#)
    #expect(try await bench.get(Path.channels, token: "t11").code == -103)
    #expect(try await many().text == "[]")
    _ = try await bench.bench.control("POST", "users/11", #"{"profile":{"status":"restricted"}}"#)
    #expect(try await bench.get(Path.channels, token: "t11").code == -4)
    #expect(try await bench.get(Path.channels, token: "t21").code == -101)
    _ = try await bench.bench.control("POST", "users/11", #"{"profile":{"status":"active"}}"#)
    try bench.sandbox.updateApp { app in
      app.login.items = app.login.items.map { item in
        var item = item
        if item.id == "plusfriends" { item.level = .off }
        return item
      }
    }
    #expect(try await bench.get(Path.channels, token: "t11").code == -3)
    #expect(try await many().code == -3)
    try bench.sandbox.updateApp { $0.isSuspended = true }
    #expect(try await bench.get(Path.channels, token: "t11").code == -12)
    #expect(try await many().code == -12)
    #expect(try await bench.get(Path.list, "channel_public_id=_a", token: nil).code == -12)
  }

  @Test("a user who is not linked is -101, one without consent -402 with its scopes")
  func consent() async throws {
    let bench = try Bench()
    #expect(try await bench.get(Path.channels, "target_id_type=user_id&target_id=77").code == -101)
    let answer = try await bench.get(Path.channels, "target_id_type=user_id&target_id=2890113458")
    #expect(answer.status == 403)
    #expect(
      answer.text == """
        {"msg":"insufficient scopes.","code":-402,"api_type":"TALK_CHANNEL","required_scopes":["plusfriends"],\
        "allowed_scopes":[]}
        """)
    try bench.sandbox.setUser(2_890_113_457, linked: false)
    #expect(try await bench.get(Path.channels, "target_id_type=user_id&target_id=2890113457").code == -101)
  }

  @Test("asking for a channel that is unknown or blocked fails; one that is not connected is left out")
  func channels() async throws {
    let bench = try Bench()
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_loose"), connectedTo: nil)
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_blocked", isBlocked: true))
    func ask(_ ids: String) async throws -> Answer {
      try await bench.get(Path.channels, "channel_ids=\(ids)", key: "Bearer sandbox-token-1")
    }
    #expect(try await ask("_xgTNZs%2C_none").code == -541)
    #expect(try await ask("_blocked").code == -544)
    let answer = try await ask("_loose,_xgTNZs")
    #expect(answer.status == 200)
    #expect(!answer.text.contains("_loose"))
    #expect(try await bench.get(Path.channels, "channel_id_type=uuid", key: "Bearer sandbox-token-1").code == -2)
  }

  @Test("many users come as a bare array, by id, and those who can not be answered for are left out")
  func multi() async throws {
    let bench = try Bench()
    let answer = try await bench.get(
      Path.multi, "target_ids=2890113458,1376016924429759229,77,2890113457&target_id_type=user_id")
    #expect(
      answer.text == """
        [{"user_id":2890113457,"channels":[{"channel_uuid":"@flowershop","channel_public_id":"_xgTNZs",\
        "relation":"NONE"}]},{"user_id":1376016924429759229,"channels":[{"channel_uuid":"@flowershop",\
        "channel_public_id":"_xgTNZs","relation":"BLOCKED","created_at":"2026-03-02T01:15:00Z",\
        "updated_at":"2026-05-01T03:00:00Z"}]}]
        """)
    #expect(bench.hints.count == 2)
  }

  @Test("where the setting says so, one such user refuses the call", arguments: [("77", -101), ("2890113458", -402)])
  func refuseCall(id: String, code: Int) async throws {
    var settings = SandboxSettings()
    settings.absentUser = .refuseCall
    let bench = try Bench(settings)
    #expect(try await bench.get(Path.multi, "target_ids=\(Self.hana),\(id)&target_id_type=user_id").code == code)
  }

  @Test("200 users pass, 201 do not", arguments: [200, 201])
  func limit(count: Int) async throws {
    let ids = (1...count).map(String.init).joined(separator: ",")
    let answer = try await Bench().get(Path.multi, "target_ids=\(ids)&target_id_type=user_id")
    #expect(answer.code == (count == 200 ? nil : -2))
  }

  @Test(
    "target ids are digits with commas, and the type is user_id",
    arguments: [
      "target_ids=%5B1,2%5D&target_id_type=user_id", "target_ids=1,,2&target_id_type=user_id",
      "target_ids=&target_id_type=user_id", "target_id_type=user_id", "target_ids=1",
      "target_ids=1&target_id_type=phone",
      "target_ids=99999999999999999999&target_id_type=user_id", "target_ids=-1&target_id_type=user_id",
    ])
  func targetIDs(query: String) async throws {
    #expect(try await Bench().get(Path.multi, query).code == -2)
  }

  @Test("a relation that changes is stamped; NONE takes the stamp away, and the first adding stays")
  func change() async throws {
    let bench = try Bench()
    func relation() async throws -> String {
      try await bench.get(Path.channels, key: "Bearer sandbox-token-3").text
    }
    try bench.sandbox.setRelation(.added, of: 2_890_113_457, to: Bench.channel)
    #expect(
      try await relation().contains(#""ADDED","created_at":"2026-11-18T11:06:40Z","updated_at":"2026-11-18T11:06:40Z""#)
    )
    bench.time.advance(10)
    try bench.sandbox.setRelation(.blocked, of: 2_890_113_457, to: Bench.channel)
    #expect(
      try await relation().contains(
        #""BLOCKED","created_at":"2026-11-18T11:06:40Z","updated_at":"2026-11-18T11:06:50Z""#))
    try bench.sandbox.setRelation(.none, of: 2_890_113_457, to: Bench.channel)
    #expect(try await relation().contains(#""NONE","created_at":"2026-11-18T11:06:40Z"}"#))
  }
}
