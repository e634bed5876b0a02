import KakaoSandbox
import Testing

@Suite struct FaultTests {
  private func listing(_ bench: Bench) async throws -> Answer {
    try await bench.get(Path.list, "channel_public_id=_xgTNZs")
  }

  @Test("quota is HTTP 400 with -10, once, and nothing is done")
  func quota() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    bench.sandbox.addFault(SandboxFault(path: "/v1/talkchannel/update/*", effect: .quota))
    let answer = try await bench.update(file, users: Bench.users(1))
    #expect(answer.status == 400)
    #expect(answer.text == #"{"msg":"API limit has been exceeded.","code":-10}"#)
    #expect(bench.sandbox.files().first?.registered == 0)
    #expect(bench.sandbox.journal(limit: 1).first?.fault == 1)
    #expect(bench.sandbox.journal(limit: 1).first?.processed == false)
    #expect(try await bench.update(file, users: Bench.users(1)).success == 1)
  }

  /// Every code of the facts, with an HTTP status that it comes with (400 where none is known), those that the sandbox
  /// gives by itself included.
  private static let kapi: [(Int, [Int])] = [
    (
      400,
      [
        -1, -2, -7, -8, -9, -10, -11, -101, -102, -103, -201, -301, -405, -421, -422, -423, -451, -452, -453, -480,
        -481,
        -501, -502, -504, -530, -531, -532, -533, -534, -535, -536, -541, -544, -602, -603, -606, -815, -816, -817,
        -818,
        -819, -903, -911,
      ]
    ),
    (401, [-401, -406]), (403, [-3, -4, -5, -6, -12, -402]), (429, [-10]), (503, [-9798]),
  ]
  private static let kapiCases: [(Int, Int)] = kapi.flatMap { (status, codes) -> [(Int, Int)] in
    codes.map { ($0, status) }
  }
  private static let kauth: [Int] = [
    Array(1...10), [23, 24], Array(25...28), Array(101...110), Array(123...125), Array(201...205),
    [207, 232, 233, 237],
    [303, 310, 319, 320, 322, 400],
  ].flatMap { (part: [Int]) -> [Int] in part }

  @Test("any code and status can be made to come", arguments: kapiCases)
  func codes(code: Int, status: Int) async throws {
    let bench = try Bench()
    let body = #"{"path":"/v1/*","kind":"status","status":\#(status),"code":\#(code),"msg":"m"}"#
    #expect(try await bench.control("POST", "faults", body).status == 200)
    let answer = try await listing(bench)
    #expect(answer.status == status)
    #expect(answer.text == #"{"msg":"m","code":\#(code)}"#)
    #expect(try await listing(bench).status == 200)
  }

  @Test("so can any code of the login server", arguments: kauth)
  func loginCodes(number: Int) async throws {
    let bench = try Bench()
    let code = "KOE" + String(repeating: "0", count: 3 - String(number).count) + String(number)
    let body = #"{"path":"/oauth/token","kind":"koe","code":"\#(code)","error":"e","msg":"m"}"#
    #expect(try await bench.control("POST", "faults", body).status == 200)
    let answer = try await bench.post("/oauth/token", "", key: nil, type: "application/x-www-form-urlencoded")
    #expect(answer.status == 400)
    #expect(answer.text == #"{"error":"e","error_description":"m","error_code":"\#(code)"}"#)
  }

  @Test("an error can come after the request took effect")
  func processed() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    bench.sandbox.addFault(
      SandboxFault(
        path: Path.update, effect: .error(status: 503, code: -9798, message: "maintenance"), processed: true))
    let answer = try await bench.update(file, users: Bench.users(2))
    #expect(answer.status == 503)
    #expect(answer.code == -9798)
    #expect(bench.sandbox.files().first?.registered == 2)
  }

  @Test("the n-th requests are harmed, as many as said", arguments: [(0, 1), (2, 2), (1, 3)])
  func nth(skip: Int, times: Int) async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: "*", effect: .emptyBody(status: 500), skip: skip, times: times))
    var statuses: [Int] = []
    for _ in 0..<6 { statuses.append(try await listing(bench).status) }
    let expected = (0..<6).map { $0 >= skip && $0 < skip + times ? 500 : 200 }
    #expect(statuses == expected)
  }

  @Test("a rule without an end goes on, and clearing ends it")
  func always() async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: "/v1/*file", method: "GET", effect: .htmlBody(status: 502), times: nil))
    for _ in 0..<3 {
      let answer = try await listing(bench)
      #expect(answer.status == 502)
      #expect(answer.response.headers["content-type"] == "text/html")
      #expect(answer.text.hasPrefix("<html>"))
    }
    bench.sandbox.clearFaults()
    #expect(try await listing(bench).status == 200)
  }

  @Test("an empty body has no byte and no media type")
  func empty() async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: Path.list, effect: .emptyBody(status: 200)))
    let answer = try await listing(bench)
    #expect(answer.status == 200)
    #expect(answer.response.body.isEmpty)
    #expect(answer.response.headers.isEmpty)
  }

  @Test("a cut answer is the real one to its middle", arguments: [true, false])
  func truncated(processed: Bool) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    bench.sandbox.addFault(SandboxFault(path: Path.update, effect: .truncatedBody, processed: processed))
    let answer = try await bench.update(file, users: Bench.users(1))
    #expect(answer.text.contains("success_count"))
    #expect(answer.response.delivery == .truncated(answer.response.body.count / 2))
    #expect(bench.sandbox.files().first?.registered == (processed ? 1 : 0))
  }

  @Test("a dropped connection has no status in the journal", arguments: [true, false])
  func drop(processed: Bool) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    bench.sandbox.addFault(SandboxFault(path: Path.update, effect: .drop, processed: processed))
    let answer = try await bench.update(file, users: Bench.users(1))
    #expect(answer.response.delivery == .dropped)
    #expect(bench.sandbox.files().first?.registered == (processed ? 1 : 0))
    #expect(bench.sandbox.journal(limit: 1).first?.status == nil)
    #expect(bench.sandbox.counts["POST " + Path.update]?.dropped == 1)
  }

  @Test("a delay is slept by the clock that was given, and the request is done")
  func delay() async throws {
    let clock = TestClock()
    let bench = try Bench(clock: clock)
    bench.sandbox.addFault(SandboxFault(path: Path.create, effect: .delay, delay: .seconds(30)))
    #expect(try await bench.create().status == 200)
    #expect(clock.sleeps == [.seconds(30)])
    #expect(try await listing(bench).status == 200)
    #expect(clock.sleeps.count == 1)
  }

  @Test("the first rule that is in force harms; the others count the request all the same")
  func order() async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: "*", effect: .emptyBody(status: 500)))
    bench.sandbox.addFault(SandboxFault(path: "*", effect: .emptyBody(status: 502), skip: 1))
    #expect(try await listing(bench).status == 500)
    #expect(try await listing(bench).status == 502)
    #expect(try await listing(bench).status == 200)
  }

  @Test(
    "patterns",
    arguments: [
      ("/v1/*", true), ("*", true), ("/v1/talkchannel/target_user_file", true), ("/v1/talkchannel", false), ("", false),
      ("*file", true), ("*user*", true), ("/v1/*/update/*", false), ("**", true), ("*files", false),
    ])
  func patterns(pattern: String, matches: Bool) async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: pattern, effect: .quota))
    #expect(try await listing(bench).status == (matches ? 400 : 200))
  }

  @Test(
    "every kind is made through the control plane and shown as it was made",
    arguments: ["delay", "status", "quota", "drop", "empty_body", "truncated_body", "html_body"])
  func control(kind: String) async throws {
    let bench = try Bench()
    let made = try await bench.control(
      "POST", "faults", #"{"path":"/v1/*","kind":"\#(kind)","delay_ms":5,"skip":1,"times":2,"processed":true}"#)
    #expect(made.status == 200)
    for part in [
      #""id":1"#, #""kind":"\#(kind)""#, #""delay_ms":5"#, #""skip":1"#, #""times":2"#, #""processed":true"#,
    ] {
      #expect(made.text.contains(part))
    }
    #expect(try await bench.control("DELETE", "faults/1").text == #"{"faults":[]}"#)
    #expect(try await bench.control("DELETE", "faults/1").status == 404)
  }

  @Test(
    "a rule that is not as documented is refused whole",
    arguments: [
      "{}", #"{"path":"/x"}"#, #"{"path":"/x","kind":"boom"}"#, #"{"path":"/x","kind":"status","status":99}"#,
      #"{"path":"/x","kind":"delay","delay_ms":-1}"#, #"{"path":"/x","kind":"delay","typo":1}"#,
      #"[{"path":"/x","kind":"drop"},{}]"#, "", "[",
    ])
  func badRules(body: String) async throws {
    let bench = try Bench()
    #expect(try await bench.control("POST", "faults", body).status == 400)
    #expect(try await bench.control("GET", "faults").text == #"{"faults":[]}"#)
  }
}
