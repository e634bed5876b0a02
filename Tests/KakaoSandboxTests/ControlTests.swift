import KakaoSandbox
import Testing

@Suite struct ControlTests {
  @Test("channels are made, connected and blocked")
  func channels() async throws {
    let bench = try Bench(seed: Array("{}".utf8))
    let made = try await bench.control(
      "POST", "channels", #"{"public_id":"_a","uuid":"@a","name":"가게","connected":false}"#)
    #expect(
      made.text == #"{"channels":[{"public_id":"_a","uuid":"@a","name":"가게","blocked":false,"apps":[],"files":0}]}"#)
    let changed = try await bench.control("POST", "channels/_a", #"{"connected":true,"blocked":true}"#)
    #expect(changed.text.contains(#""blocked":true,"apps":[1]"#))
    #expect(try await bench.control("POST", "channels", #"{"public_id":"_a"}"#).status == 409)
    #expect(try await bench.control("POST", "channels/_b", "{}").status == 404)
    #expect(try await bench.control("GET", "channels").text == changed.text)
  }

  @Test("keys are added and removed, and never shown whole")
  func keys() async throws {
    let bench = try Bench(seed: Array("{}".utf8))
    let added = try await bench.control(
      "POST", "keys", #"{"name":"new","value":"0123456789abcdef","categories":["channel_lookup"]}"#)
    #expect(added.text.contains(#""value":"…cdef""#))
    #expect(!added.text.contains("0123456789"))
    #expect(try await bench.get(Path.list, "channel_public_id=_a", key: "KakaoAK 0123456789abcdef").code == -3)
    #expect(try await bench.control("POST", "keys", #"{"name":"x","value":"y","categories":["all"]}"#).status == 400)
    #expect(try await bench.control("DELETE", "keys/new").text == #"{"keys":[]}"#)
    #expect(try await bench.control("DELETE", "keys/new").status == 404)
    #expect(try await bench.get(Path.list, "channel_public_id=_a", key: "KakaoAK 0123456789abcdef").code == -401)
  }

  @Test("people are made, several at once or none, and their relation is changed")
  func users() async throws {
    let bench = try Bench()
    let body = #"[{"id":11,"nickname":"새"},{"id":1376016924429759228}]"#
    #expect(try await bench.control("POST", "users", body).status == 409)
    #expect(bench.sandbox.users.count == 4)
    let added = try await bench.control("POST", "users", #"{"id":11,"nickname":"새","phone":"821000000011"}"#)
    #expect(added.text == #"{"added":1,"total":5}"#)
    let changed = try await bench.control("PUT", "users/11/relations/_xgTNZs", #"{"relation":"BLOCKED"}"#)
    #expect(changed.text.contains(#""relation":"BLOCKED","created_at":null,"updated_at":"2026-11-18T11:06:40Z""#))
    #expect(try await bench.control("PUT", "users/11/relations/_xgTNZs", #"{"relation":"LOVED"}"#).status == 400)
    #expect(try await bench.control("PUT", "users/12/relations/_xgTNZs", #"{"relation":"ADDED"}"#).status == 404)
    let unlinked = try await bench.control("POST", "users/11", #"{"linked":false,"scopes":[]}"#)
    #expect(unlinked.text.contains(#""linked":false,"scopes":[]"#))
    let page = try await bench.control("GET", "users", query: "offset=4&limit=1")
    #expect(page.text.hasPrefix(#"{"total":5,"users":[{"id":1376016924429759229"#))
    #expect(!page.text.contains("sandbox-token"))
  }

  @Test("files are shown whole, page by page, and removed")
  func files() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    _ = try await bench.update(file, users: Bench.users(5, from: 1))
    _ = try await bench.update(file, type: "phone", users: #"[{"id":"821000000001","field":{"구매금액":1.0}}]"#)
    let page = try await bench.control("GET", "files/\(file)", query: "offset=4&limit=2")
    #expect(
      page.text.contains(
        #""rows":[{"user_type":"app","id":5,"field":{"성별":"여자"}},{"user_type":"phone","id":"821000000001","field":{"구매금액":1.0}}]"#
      ))
    #expect(page.number("registered") == 6)
    #expect(try await bench.control("GET", "files").number("phone_rows") == 1)
    #expect(try await bench.control("GET", "files/\(file)", query: "offset=-1").status == 400)
    #expect(try await bench.control("DELETE", "files/\(file)").status == 200)
    #expect(try await bench.control("GET", "files/\(file)").status == 404)
  }

  @Test("the journal has every request with its answer, newest first, and never a key")
  func journal() async throws {
    let bench = try Bench()
    _ = try await bench.create()
    _ = try await bench.create()
    _ = try await bench.get(Path.channels, key: "Bearer sandbox-token-1")
    let entries = bench.sandbox.journal()
    #expect(entries.map(\.number) == [3, 2, 1])
    #expect(entries.map(\.status) == [200, 400, 200])
    #expect(entries[2].authorization == "KakaoAK (calling)")
    #expect(entries[0].authorization == "Bearer (1376016924429759228)")
    #expect(entries[1].requestBody.contains("전체회원"))
    #expect(entries[1].answerBody.contains("-817"))
    #expect(entries[1].remarks.first { $0.isFault }?.text.ko.contains("같은 이름") == true)
    let text = try await bench.control("GET", "journal", query: "after=1&limit=5").text
    #expect(text.contains(#""number":3"#) && !text.contains(#""number":1,"#))
    #expect(!text.contains("sandbox-admin-key") && !text.contains("sandbox-token-1"))
    _ = try await bench.control("DELETE", "journal")
    #expect(bench.sandbox.journal().isEmpty)
  }

  @Test("the journal forgets the oldest and cuts long bodies, but counts all")
  func journalLimits() async throws {
    var settings = SandboxSettings()
    settings.journalEntries = 10
    settings.journalBodyBytes = 20
    let bench = try Bench(settings)
    for number in 0..<40 { _ = try await bench.create("f\(number)") }
    #expect(bench.sandbox.journal().count == 10)
    #expect(bench.sandbox.journal().allSatisfy { $0.requestBody.utf8.count <= 20 && $0.requestBytes > 20 })
    let count = bench.sandbox.counts["POST " + Path.create]
    #expect(count?.total == 40)
    #expect(count?.byStatus == [200: 30, 400: 10])
    #expect(try await bench.control("GET", "counts").number("requests") == 40)
  }

  @Test("paths that nobody serves are counted under one name")
  func scan() async throws {
    let bench = try Bench()
    for number in 0..<5 { _ = try await bench.get("/x\(number)") }
    #expect(bench.sandbox.counts.keys.sorted() == ["other"])
    #expect(bench.sandbox.counts["other"]?.byStatus == [404: 5])
  }

  @Test("a page of another site can not change anything")
  func crossSite() async throws {
    let bench = try Bench()
    for headers in [
      ["sec-fetch-site": "cross-site"], ["origin": "https://evil.example.com", "host": "127.0.0.1:9"],
      ["origin": "null"],
    ] {
      for path in ["/sandbox/api/reset", "/sandbox/api/faults", "/sandbox/faults/clear"] {
        let response = try await bench.send(SandboxRequest(method: "POST", path: path, headers: headers))
        #expect(response.status == 403)
      }
    }
    let own = SandboxRequest(
      method: "POST", path: "/sandbox/faults/clear",
      headers: ["origin": "http://127.0.0.1:9", "host": "127.0.0.1:9", "sec-fetch-site": "same-origin"])
    #expect(try await bench.send(own).status == 303)
  }

  @Test(
    "control paths that do not exist are 404 with both languages", arguments: ["nothing", "files/x", "state/1", ""])
  func unknown(path: String) async throws {
    let answer = try await Bench().control("GET", path)
    #expect(answer.status == 404)
    #expect(answer.text.contains(#""ko":""#) && answer.text.contains(#""en":""#))
  }
}
