import KakaoSandbox
import Testing

@Suite struct PagesTests {
  private func page(_ bench: Bench, _ path: String, _ query: String = "") async throws -> Answer {
    Answer(try await bench.send(SandboxRequest(method: "GET", path: path, query: query)))
  }

  private func filled() async throws -> (Bench, Int64) {
    let bench = try Bench()
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_b/\"<x>", name: "<script>채널</script>"))
    let schema = #"{"이름":"string","성별":"string","생년월일":"string","회원등급":"string","연락처":"number","<b>":"number"}"#
    let file = try await bench.file("<script>alert(1)</script>", schema: schema)
    _ = try await bench.update(
      file,
      users: """
        [{"id":1376016924429759228,"field":{"이름":"<script>alert('하나')</script>","성별":"여자","생년월일":"1990-01-31",\
        "회원등급":"VIP","연락처":821000000009,"기타":"\\u003cimg>"}}]
        """)
    let names = (1...120).map { #"{"id":"8210000000\#(100 + $0)","field":{"이름":"김하나"}}"# }
    _ = try await bench.update(file, type: "phone", users: "[" + names.joined(separator: ",") + "]")
    return (bench, file)
  }

  @Test("no page lets text from outside become markup", arguments: ["", "reveal=1"])
  func escapes(query: String) async throws {
    let (bench, file) = try await filled()
    let paths = [
      "/sandbox", "/sandbox/channels/_xgTNZs", "/sandbox/channels/_b%2F%22%3Cx%3E", "/sandbox/files/\(file)",
      "/sandbox/requests", "/sandbox/faults",
    ]
    bench.sandbox.addFault(SandboxFault(path: "/<script>", effect: .quota))
    _ = try await bench.get("/<script>alert(2)</script>", "<script>")
    for path in paths {
      let answer = try await page(bench, path, query)
      #expect(answer.status == 200, "\(path)")
      #expect(!answer.text.contains("<script"), "\(path)")
      #expect(!answer.text.contains("<img"), "\(path)")
      #expect(!answer.text.contains("<b>\u{ad}"), "\(path)")
      #expect(answer.response.headers["content-type"] == "text/html; charset=utf-8")
    }
  }

  @Test("names, phone numbers and ids are masked until revealed")
  func masks() async throws {
    let (bench, file) = try await filled()
    for path in ["/sandbox/files/\(file)", "/sandbox/requests"] {
      let masked = try await page(bench, path).text
      for secret in ["김하나", "1376016924429759228", "8210000000101", "1990-01-31", "821000000009", "alert(&#39;"] {
        #expect(!masked.contains(secret), "\(path): \(secret)")
      }
      let shown = try await page(bench, path, "reveal=1").text
      #expect(shown.contains("김하나") && shown.contains("8210000000101"))
    }
    _ = try await bench.get(Path.channels, key: "Bearer sandbox-token-1")
    _ = try await bench.get(Path.multi, "target_ids=2890113458&target_id_type=user_id")
    let journal = try await page(bench, "/sandbox/requests").text
    #expect(!journal.contains("2890113458") && journal.contains("2890••••58"))
    #expect(!journal.contains("1376016924429759228"))
    let masked = try await page(bench, "/sandbox/files/\(file)").text
    #expect(
      masked.contains("김••") && masked.contains("8210•••••••01") && masked.contains("여자") && masked.contains("VIP"))
    let shown = try await page(bench, "/sandbox/files/\(file)", "reveal=1").text
    #expect(shown.contains("&lt;script&gt;alert(&#39;하나&#39;)&lt;/script&gt;"))
  }

  @Test("a file is listed as the partner centre does, with pages of rows")
  func partnerCentre() async throws {
    let (bench, file) = try await filled()
    let list = try await page(bench, "/sandbox/channels/_xgTNZs").text
    for title in ["파일 ID", "이름", "등록/친구 수", "연결된 그룹", "최근 변경일/최초 등록일", "상태"] {
      #expect(list.contains("<th>\(title)</th>") || list.contains("<th class=\"n\">\(title)</th>"))
    }
    #expect(list.contains("121 / 1") && list.contains(String(file)) && list.contains("2026-11-18 20:06:40"))
    func ids(_ query: String) async throws -> Int {
      try await page(bench, "/sandbox/files/\(file)", query).text.split(separator: "<tr>").count - 2
    }
    #expect(try await ids("page=1") == 50)
    #expect(try await ids("page=3") == 21)
    #expect(try await ids("page=99") == 21)
    #expect(try await ids("page=-4") == 50)
    #expect(try await ids("page=x") == 50)
  }

  @Test("the policy lets in the one style sheet and nothing else")
  func policy() async throws {
    let answer = try await page(try Bench(), "/sandbox")
    let policy = try #require(answer.response.headers["content-security-policy"])
    #expect(policy.contains("default-src 'none'; style-src 'nonce-7';"))
    #expect(answer.text.contains("<style nonce=\"7\">"))
    #expect(!answer.text.contains("style=\"") && !answer.text.contains("http"))
    #expect(answer.response.headers["x-content-type-options"] == "nosniff")
  }

  @Test("the journal page says what was wrong, and the faults page clears")
  func journalAndFaults() async throws {
    let bench = try Bench()
    _ = try await bench.post(Path.create, "a=b", type: "application/x-www-form-urlencoded")
    #expect(try await page(bench, "/sandbox/requests").text.contains("application/json이어야 합니다"))
    bench.sandbox.addFault(SandboxFault(path: "/v9/*", effect: .drop, delay: .milliseconds(1500)))
    let faults = try await page(bench, "/sandbox/faults").text
    #expect(faults.contains("/v9/*") && faults.contains("연결 끊기, 1,500ms 지연"))
    let cleared = try await bench.send(SandboxRequest(method: "POST", path: "/sandbox/faults/clear"))
    #expect(cleared.status == 303)
    #expect(try await page(bench, "/sandbox/faults").text.contains("설정된 장애가 없습니다"))
  }

  @Test(
    "pages that do not exist are 404; the root leads to the overview",
    arguments: ["/sandbox/files/1", "/sandbox/channels/_no", "/sandbox/x"])
  func missing(path: String) async throws {
    let bench = try Bench()
    #expect(try await page(bench, path).status == 404)
    #expect(try await page(bench, "/").response.headers["location"] == "/sandbox")
    #expect(try await bench.send(SandboxRequest(method: "DELETE", path: "/sandbox")).status == 405)
  }
}
