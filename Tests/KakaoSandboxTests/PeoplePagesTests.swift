import KakaoSandbox
import Testing

@Suite struct PeoplePagesTests {
  private func page(_ bench: KapiBench, _ path: String, _ query: String = "") async throws -> Answer {
    Answer(try await bench.bench.send(SandboxRequest(method: "GET", path: path, query: query)))
  }

  private func click(_ bench: KapiBench, _ path: String, _ form: String = "", site: String = "same-origin") async throws
    -> Answer
  {
    let headers = ["content-type": "application/x-www-form-urlencoded", "sec-fetch-site": site]
    return Answer(
      try await bench.bench.send(
        SandboxRequest(method: "POST", path: path, headers: headers, body: Array(form.utf8))))
  }

  private static let pages = [
    "/sandbox/people", "/sandbox/people/1/11", "/sandbox/people/2/21", "/sandbox/apps", "/sandbox/deliveries",
    "/sandbox/messages",
  ]

  @Test("the pages open, in Korean, without a script and with no text of others as markup", arguments: pages)
  func opens(path: String) async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    let evil = #"{"nickname":"<script>x</script>","profile":{"name":"<img src=x>","email":"\"><b>@example.com"}}"#
    _ = try await bench.bench.control("POST", "users/11", evil)
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_c\"<", name: "<script>"))
    let object = KapiBench.encoded(#"{"object_type":"text","text":"<script>","link":{}}"#)
    _ = try await bench.post("/v2/api/talk/memo/default/send", "template_object=" + object)
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    for query in ["", "reveal=1"] {
      let answer = try await page(bench, path, query)
      #expect(answer.status == 200 && answer.text.contains("<html lang=\"ko\">"))
      #expect(!answer.text.contains("<script") && !answer.text.contains("<img") && !answer.text.contains("style=\""))
      #expect(!answer.text.contains("primary-key") && !answer.text.contains("t11b"))
    }
  }

  @Test(
    "who somebody is stays hidden until asked for",
    arguments: ["/sandbox/people", "/sandbox/people/1/11", "/sandbox/messages"])
  func masks(path: String) async throws {
    let bench = try KapiBench()
    _ = try await bench.bench.control("POST", "users/11", #"{"nickname":"김하나둘"}"#)
    let object = KapiBench.encoded(#"{"object_type":"text","text":"비밀이야기","link":{}}"#)
    _ = try await bench.post("/v2/api/talk/memo/default/send", "template_object=" + object)
    let masked = try await page(bench, path).text
    for secret in ["김하나둘", "821000000001", "hana@example.com", "비밀이야기", "1990-01-31"] {
      #expect(!masked.contains(secret), "\(secret)")
    }
    #expect(try await page(bench, path, "reveal=1").text.contains("김하나둘"))
  }

  @Test("the fields of a form are decoded on the page of requests, and hidden until asked for")
  func forms() async throws {
    let bench = try KapiBench()
    _ = try await bench.post("/v1/user/update_profile", "properties=" + KapiBench.encoded(#"{"color":"비밀색"}"#))
    _ = try await bench.post("/v1/user/logout", "target_id_type=user_id&target_id=\(KapiBench.big)", token: nil)
    let masked = try await page(bench, "/sandbox/requests").text
    #expect(!masked.contains("비밀색") && masked.contains("비••") && masked.contains("target_id_type=user_id"))
    #expect(!masked.contains(String(KapiBench.big)))
    let shown = try await page(bench, "/sandbox/requests", "reveal=1").text
    #expect(shown.contains("비밀색") && shown.contains(String(KapiBench.big)))
  }

  @Test("a click blocks the channel, unlinks, deletes, and the app is told")
  func clicks() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    let blocked = try await click(bench, "/sandbox/people/1/11/relation", "channel=_a&relation=BLOCKED&back=person")
    #expect(blocked.status == 303 && blocked.response.headers["location"] == "/sandbox/people/1/11")
    #expect(await bench.webhooks(.channel).first?.text.hasPrefix(#"{"event":"blocked""#) == true)
    let unlinked = try await click(bench, "/sandbox/people/1/11/unlink", "back=list")
    #expect(unlinked.response.headers["location"] == "/sandbox/people")
    #expect(await bench.webhooks(.unlink).count == 1)
    _ = try await click(bench, "/sandbox/people/1/12/delete")
    #expect(await bench.webhooks(.unlink).last?.text.hasSuffix("ACCOUNT_DELETE") == true)
    #expect(try await page(bench, "/sandbox/people").text.contains("계정 삭제됨"))
    _ = try await click(bench, "/sandbox/deliveries/1")
    #expect(bench.sandbox.deliveries().first?.request == bench.sandbox.deliveries().last?.request)
  }

  @Test("consents and terms are changed by a click")
  func consents() async throws {
    let bench = try KapiBench()
    _ = try await click(bench, "/sandbox/people/1/12/consent", "scope=account_email&grant=1")
    _ = try await click(bench, "/sandbox/people/1/12/term", "tag=terms&agree=1")
    let user = try #require(bench.sandbox.users.first { $0.id == 12 })
    #expect(user.scopes.contains("account_email") && user.agreements["terms"] != nil)
    _ = try await click(bench, "/sandbox/people/1/12/consent", "scope=account_email&grant=0")
    #expect(bench.sandbox.users.first { $0.id == 12 }?.scopes.contains("account_email") == false)
  }

  @Test("somebody new is added by a form, with what the app requires")
  func adds() async throws {
    let bench = try KapiBench()
    let form = "nickname=%EB%8B%A4%EC%98%A8&phone=821000000077&email=daon%40example.com&age=20&app=1&linked=1"
    let added = try await click(bench, "/sandbox/people", form)
    let user = try #require(bench.sandbox.users.first { $0.nickname == "다온" })
    #expect(added.response.headers["location"] == "/sandbox/people/1/\(user.id)")
    #expect(
      user.isLinked && user.scopes == ["profile_nickname"] && user.phone == "821000000077" && user.statedAge == 20)
    #expect(try await click(bench, "/sandbox/people", "nickname=x&app=9").status == 404)
  }

  @Test(
    "forms of other sites, of no address and with nonsense do nothing",
    arguments: [
      "/sandbox/people/1/11/unlink", "/sandbox/people/1/11/delete", "/sandbox/people", "/sandbox/deliveries/1",
    ])
  func guarded(path: String) async throws {
    let bench = try KapiBench()
    let before = bench.sandbox.exportState()
    #expect(try await click(bench, path, "nickname=x", site: "cross-site").status == 403)
    #expect(try await click(bench, "/sandbox/people/1/99/unlink").status == 405)
    #expect(try await click(bench, "/sandbox/people/1/11/dance").status == 405)
    #expect(try await click(bench, "/sandbox/people/1/11/relation", "channel=_a&relation=LOVED").status == 405)
    #expect(try await click(bench, "/sandbox/people/1/11/relation", "channel=_none&relation=ADDED").status == 404)
    #expect(bench.sandbox.exportState() == before)
    #expect(try await page(bench, "/sandbox/people/1/99").status == 404)
  }
}
