import KakaoSandbox
import Testing

@Suite struct StateTests {
  private func filled(_ settings: SandboxSettings = SandboxSettings()) async throws -> Bench {
    let bench = try Bench(settings)
    let file = try await bench.file("전체 \\\"회원\\\"")
    _ = try await bench.update(
      bench.sandbox.files()[0].id,
      users: #"[{"id":1376016924429759228,"field":{"성별":"여\n자","구매금액":1.50,"기타":"x"}},{"id":2,"field":{"구매금액":2}}]"#)
    _ = try await bench.update(
      bench.sandbox.files()[0].id, type: "phone", users: #"[{"id":"821000000001","field":{"성별":"남자"}}]"#)
    _ = try await bench.delete(bench.sandbox.files()[0].id, ids: "[2]")
    bench.sandbox.addFault(
      SandboxFault(
        path: "/v2/*", method: "GET", effect: .error(status: 500, code: -1, message: "m"), skip: 1, times: nil))
    _ = file
    return bench
  }

  @Test("an exported state, imported elsewhere, is exported the same and behaves the same")
  func roundTrip() async throws {
    let bench = try await filled()
    let exported = bench.sandbox.exportState()
    let other = try Bench(seed: exported)
    #expect(other.sandbox.exportState() == exported)
    #expect(other.sandbox.files() == bench.sandbox.files())
    let file = bench.sandbox.files()[0].id
    #expect(try other.sandbox.rows(of: file) == bench.sandbox.rows(of: file))
    #expect(try await other.create("다음").text == bench.create("다음").text)
    #expect(other.sandbox.users == bench.sandbox.users)
  }

  @Test("the control plane exports and imports the same bytes")
  func control() async throws {
    let bench = try await filled()
    let answer = try await bench.control("GET", "state")
    #expect(answer.status == 200)
    let exported = bench.sandbox.exportState()
    let other = try Bench(seed: Array("{}".utf8))
    let put = try await other.control("PUT", "state", String(decoding: exported, as: UTF8.self))
    #expect(put.number("rows") == 2)
    #expect(other.sandbox.exportState() == exported)
  }

  @Test("reset goes back to the seed and forgets journal and faults")
  func reset() async throws {
    let bench = try await filled()
    #expect(try await bench.control("POST", "reset").status == 200)
    #expect(bench.sandbox.files().isEmpty)
    #expect(bench.sandbox.journal().isEmpty)
    #expect(bench.sandbox.exportState() == (try Bench()).sandbox.exportState())
  }

  @Test("the same seed and the same requests give the same answers and the same state")
  func deterministic() async throws {
    let (one, two) = (try await filled(), try await filled())
    #expect(one.sandbox.exportState() == two.sandbox.exportState())
    #expect(one.sandbox.journal() == two.sandbox.journal())
    var settings = SandboxSettings()
    settings.seed = 1
    #expect(try await filled(settings).sandbox.files()[0].id != one.sandbox.files()[0].id)
  }

  @Test("20,000 rows go out and come back")
  func manyRows() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    for start in stride(from: Int64(1), to: 20_000, by: 2000) {
      _ = try await bench.update(file, users: Bench.users(2000, from: start))
    }
    let exported = bench.sandbox.exportState()
    let other = try Bench(seed: exported)
    #expect(other.sandbox.files()[0].registered == 20_000)
    #expect(other.sandbox.exportState() == exported)
    #expect(try other.sandbox.rows(of: file, offset: 19_999, limit: 5).map(\.id) == ["20000"])
  }

  @Test("a birth year that is no year gives no age", arguments: ["-9223372036854775808", "0", "10000", "x"])
  func birthyear(text: String) {
    var user = SandboxUser(id: 1)
    user.profile.birthyear = text
    #expect(user.age(at: SandboxTime(seconds: 1_795_000_000)) == nil)
  }

  @Test(
    "a seed that can not be read is an error that names the place, and the state stays",
    arguments: [
      ("", "empty"), ("[]", "This is not JSON"), ("{\"version\":2}", "version"), (#"{"typo":1}"#, "typo"),
      (#"{"keys":[{}]}"#, "keys[0].value"), (#"{"keys":[{"value":"a","app":5}]}"#, "app 5"),
      (#"{"users":[{"id":"1"}]}"#, "users[0].id"), (#"{"users":[{"id":1},{"id":1}]}"#, "User 1 exists"),
      (#"{"users":[{"id":1,"relations":[{"channel":"_a"}]}]}"#, "_a"),
      (#"{"apps":[{"id":1,"channels":["_a"]}]}"#, "_a"),
      (
        #"{"channels":[{"public_id":"_a"}],"files":[{"file_id":1,"channel":"_a","schema":{"a":"int"}}]}"#,
        "files[0].schema"
      ),
      (
        #"{"channels":[{"public_id":"_a"}],"files":[{"file_id":1,"channel":"_a","schema":{},"app_rows":[[1]]}]}"#,
        "[id, {…}]"
      ),
      (#"{"files":[{"file_id":1,"channel":"_a","schema":{}}]}"#, "_a"),
      (#"{"users":[{"id":1,"relations":[{"channel":"_a","created_at":"yesterday"}]}]}"#, "created_at"),
      (#"{"clock_offset":9223372036854775807}"#, "100 years"), (#"{"clock_offset":-9223372036854775808}"#, "100 years"),
      (#"{"last_file_id":9223372036854775807}"#, "last_file_id"),
      (#"{"login":{"last_grant":9223372036854775807}}"#, "last_grant"),
      (#"{"login":{"access_issues":[{"user":1,"at":[-9223372036854775808]}]}}"#, "access_issues[0].at"),
      (#"{"login":{"codes":[{"value":"a","user":1,"expires":9223372036854775807}]}}"#, "codes[0].expires"),
      (#"{"channels":[{"public_id":"_a"}],"files":[{"file_id":-1,"channel":"_a","schema":{}}]}"#, "file_id"),
      (#"{"generator":"x"}"#, "generator"), (#"{"faults":[{"path":"/","kind":"no"}]}"#, "faults[0].kind"),
    ])
  func badSeeds(text: String, place: String) throws {
    let bench = try Bench()
    let before = bench.sandbox.exportState()
    let error = #expect(throws: SandboxError.self) { try bench.sandbox.importState(Array(text.utf8)) }
    #expect(error?.text.en.contains(place) == true, "\(error?.text.en ?? "")")
    #expect(error?.text.ko.isEmpty == false)
    #expect(bench.sandbox.exportState() == before)
  }
}
