import KakaoSandbox
import Testing

@Suite struct ListFilesTests {
  @Test("an empty channel has 30 free slots")
  func empty() async throws {
    let answer = try await Bench().get(Path.list, "channel_public_id=_xgTNZs")
    #expect(answer.status == 200)
    #expect(answer.text == #"{"results":[],"using_slot":0,"empty_slot":30}"#)
  }

  @Test("the schema is JSON text, and {} while nobody is in the file")
  func schemaText() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    var answer = try await bench.get(Path.list, "channel_public_id=_xgTNZs")
    #expect(
      answer.text == """
        {"results":[{"file_id":\(file),"file_name":"전체회원","status":"using","update_at":"2026-11-18T11:06:40Z",\
        "schema":"{}"}],"using_slot":1,"empty_slot":29}
        """)
    _ = try await bench.update(file, users: Bench.users(1))
    answer = try await bench.get(Path.list, "channel_public_id=_xgTNZs")
    #expect(answer.text.contains(#""schema":"{\"성별\":\"string\",\"구매금액\":\"number\"}""#))
    _ = try await bench.delete(file, ids: "[1376016924429700000]")
    answer = try await bench.get(Path.list, "channel_public_id=_xgTNZs")
    #expect(answer.text.contains(#""schema":"{}""#))
  }

  @Test("update_at moves with a change, and only then, in the form that is set")
  func updateAt() async throws {
    var settings = SandboxSettings()
    settings.timeFormat = .seoul
    let bench = try Bench(settings)
    let file = try await bench.file()
    bench.time.advance(60)
    _ = try await bench.delete(file, ids: "[5]")
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs").text.contains("2026-11-18 20:06:40"))
    _ = try await bench.update(file, users: Bench.users(1))
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs").text.contains("2026-11-18 20:07:40"))
  }

  @Test("a file is aggregated for as long as the settings say")
  func aggregating() async throws {
    var settings = SandboxSettings()
    settings.aggregationSeconds = 30
    let bench = try Bench(settings)
    let file = try await bench.file()
    bench.time.advance(1)
    _ = try await bench.update(file, users: Bench.users(1))
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs").text.contains(#""status":"aggregating""#))
    bench.time.advance(30)
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs").text.contains(#""status":"using""#))
  }

  @Test(
    "missing, undocumented, doubled and malformed parameters are -2",
    arguments: [
      "", "channel_public_id=", "channel_public_id=_xgTNZs&file_id=1", "channel_public_id=%zz", "channel_public_id=%ff",
      "channel_public_id=_xgTNZs&channel_public_id=_xgTNZs",
    ])
  func parameters(query: String) async throws {
    let bench = try Bench()
    #expect(try await bench.get(Path.list, query).code == -2)
  }

  @Test("a lenient sandbox lets undocumented parameters pass, with a hint")
  func lenient() async throws {
    let bench = try Bench(.lenient)
    #expect(try await bench.get(Path.list, "channel_public_id=_xgTNZs&file_id=1").status == 200)
    #expect(bench.hints.count == 1)
  }

  @Test("paths that samples have wrong are 404, and the journal names the right one")
  func mistakenPaths() async throws {
    let bench = try Bench()
    let answer = try await bench.post("/v1/talkchannel/update/target_user_file", "{}")
    #expect(answer.status == 404)
    #expect(answer.text.isEmpty)
    #expect(bench.faults.first?.contains("/v1/talkchannel/update/target_users") == true)
    #expect(try await bench.get(Path.update).status == 405)
  }
}
