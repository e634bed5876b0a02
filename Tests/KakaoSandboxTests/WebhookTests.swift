import KakaoSandbox
import Testing

@Suite struct WebhookTests {
  @Test(
    "the unlink webhook is a form or a query, with the primary admin key",
    arguments: [SandboxWebhooks.Method.post, .get])
  func unlink(method: SandboxWebhooks.Method) async throws {
    let bench = try KapiBench()
    try bench.setWebhooks(method)
    try bench.sandbox.unlink(11)
    let sent = try #require(await bench.webhooks(.unlink).first)
    let form = "app_id=1&user_id=11&referrer_type=UNLINK_FROM_APPS"
    #expect(sent.method == method.rawValue)
    #expect(sent.headers["Authorization"] == "KakaoAK primary-key")
    if method == .post {
      #expect(sent.url == "http://127.0.0.1:9/unlink" && sent.text == form)
      #expect(sent.headers["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8")
    } else {
      #expect(sent.url == "http://127.0.0.1:9/unlink?" + form && sent.body.isEmpty)
    }
    // The link is gone before the webhook says so.
    #expect(try await bench.get("/v2/user/me").code == -401)
    try bench.sandbox.unlink(11)
    #expect(await bench.webhooks(.unlink).count == 1)
  }

  @Test("every reason can be given", arguments: SandboxUnlinkReason.allCases)
  func reasons(reason: SandboxUnlinkReason) async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    let answer = try await bench.bench.control("POST", "users/11/unlink", #"{"reason":"\#(reason.rawValue)"}"#)
    #expect(answer.text.contains(#""linked":false"#))
    #expect(await bench.webhooks(.unlink).map(\.text) == ["app_id=1&user_id=11&referrer_type=\(reason.rawValue)"])
  }

  @Test("adding and blocking a channel is told with both generations of names; nothing new is not told")
  func channel() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    try bench.sandbox.setRelation(.none, of: 11, to: "_a")
    bench.time.advance(60)
    try bench.sandbox.setRelation(.blocked, of: 11, to: "_b")
    let sent = await bench.webhooks(.channel)
    #expect(
      sent.map(\.text) == [
        #"{"event":"added","id":"11","id_type":"app_user_id","channel_public_id":"_a","channel_uuid":"@a","updated_at":"2026-11-18T11:06:40Z","plus_friend_public_id":"_a","plus_friend_uuid":"@a","timestamp":1795000000000}"#,
        #"{"event":"blocked","id":"11","id_type":"app_user_id","channel_public_id":"_b","channel_uuid":"@b","updated_at":"2026-11-18T11:07:40Z","plus_friend_public_id":"_b","plus_friend_uuid":"@b","timestamp":1795000060000}"#,
      ])
    #expect(sent.allSatisfy { $0.headers["Authorization"] == "KakaoAK primary-key" && $0.method == "POST" })
    #expect(
      sent.allSatisfy {
        $0.headers["User-Agent"] == "KakaoOpenAPI/1.0" && $0.headers["Content-Type"] == "application/json"
      })
    #expect(Set(sent.compactMap { $0.headers["X-Kakao-Resource-ID"] }).count == 2)
  }

  @Test("one who did not consent to the channel item is an open id, the same every time")
  func openID() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    try bench.sandbox.setRelation(.added, of: 12, to: "_a")
    try bench.sandbox.setRelation(.blocked, of: 12, to: "_a")
    try bench.sandbox.setRelation(.added, of: 14, to: "_a")
    let sent = await bench.webhooks(.channel).map(\.text)
    func id(_ text: String) -> String {
      guard let range = text.range(of: #""id":""#) else { return "" }
      return String(text[range.upperBound...].prefix { $0 != "\"" })
    }
    #expect(sent.allSatisfy { $0.contains(#""id_type":"open_id""#) })
    #expect(id(sent[0]) == id(sent[1]) && id(sent[0]) != id(sent[2]) && id(sent[0]) != "12")
  }

  @Test("names of one generation alone can be had", arguments: [true, false])
  func names(old: Bool) async throws {
    var settings = SandboxSettings()
    settings.channelWebhookNames = old ? .old : .new
    let bench = try KapiBench(settings)
    try bench.setWebhooks()
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    let text = try #require(await bench.webhooks(.channel).first?.text)
    #expect(text.contains("channel_public_id") == !old && text.contains("plus_friend_public_id") == old)
    #expect(text.contains("timestamp") == old)
  }

  @Test("a channel that is not connected, an app without addresses and one without a primary key send nothing")
  func nothing() async throws {
    let bench = try KapiBench()
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    try bench.sandbox.unlink(12)
    #expect(await bench.webhooks().isEmpty && bench.sandbox.deliveries().isEmpty)
    try bench.setWebhooks()
    try bench.sandbox.setConnected("_b", false)
    try bench.sandbox.setRelation(.added, of: 11, to: "_b")
    #expect(bench.sandbox.deliveries().isEmpty)
    try bench.sandbox.removeKey(named: "primary")
    try bench.sandbox.setRelation(.blocked, of: 11, to: "_a")
    #expect(await bench.webhooks().isEmpty)
    guard case .failed(let text) = bench.sandbox.deliveries().first?.outcome else {
      Issue.record("no failed delivery")
      return
    }
    #expect(text.en.contains("primary admin key"))
  }

  @Test("a deleted account is unlinked from every app, each is told, and its data is gone")
  func deleted() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    try bench.sandbox.addKey(SandboxKey(name: "p2", value: "primary-2", isPrimary: true, app: 2))
    try bench.sandbox.updateApp(2) { $0.webhooks.unlinkURL = "http://127.0.0.1:9/two" }
    #expect(try await bench.bench.control("POST", "users/11/delete").status == 200)
    let sent = await bench.webhooks(.unlink)
    #expect(
      sent.map(\.text) == [
        "app_id=1&user_id=11&referrer_type=ACCOUNT_DELETE", "app_id=2&user_id=21&referrer_type=ACCOUNT_DELETE",
      ])
    #expect(await bench.webhooks(.account).count == 2)
    let user = try #require(bench.sandbox.users.first { $0.id == 11 && $0.app == 1 })
    #expect(user.phone == nil && user.profile.email == nil && user.addresses.isEmpty && user.relations.isEmpty)
    #expect(try await bench.get("/v2/user/me", "target_id_type=user_id&target_id=11", token: nil).code == -103)
    #expect(!(try await bench.get("/v1/api/talk/friends", token: "t13").text.contains("u11")))
  }

  @Test("changes of consents, account and profile are security events; the app's choice of events is kept to")
  func events() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    try bench.sandbox.updateApp {
      $0.webhooks.accountEvents = [
        "user-scope-consent", "user-scope-withdraw", "account-disabled", "account-enabled", "identifier-changed",
        "user-profile-changed",
      ]
    }
    _ = try await bench.bench.control("POST", "users/11/consents", #"{"grant":["account_ci"],"withdraw":["gender"]}"#)
    _ = try await bench.bench.control("POST", "users/11", #"{"profile":{"status":"dormant"}}"#)
    _ = try await bench.bench.control("POST", "users/11", #"{"profile":{"status":"active"}}"#)
    _ = try await bench.bench.control("POST", "users/11", #"{"phone":"821000000009","nickname":"새하나"}"#)
    try bench.sandbox.unlink(11)
    let about = bench.sandbox.deliveries().reversed().filter { $0.request.kind == .account }.map(\.about.en)
    #expect(
      about == [
        "User 11 user-scope-consent", "User 11 user-scope-withdraw", "User 11 account-disabled",
        "User 11 account-enabled",
        "User 11 identifier-changed", "User 11 user-profile-changed",
      ])
    let sent = await bench.webhooks(.account)
    #expect(sent.allSatisfy { $0.headers == ["Content-Type": "application/secevent+jwt"] && $0.method == "POST" })
  }

  @Test("what the shop answers is judged as Kakao judges it", arguments: [200, 201, 202, 204, 302, 400, 500])
  func outcomes(status: Int) async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    bench.sent.answer(status)
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    try bench.sandbox.unlink(11)
    await bench.sandbox.deliverWebhooks()
    for delivery in bench.sandbox.deliveries() {
      let accepted =
        switch delivery.request.kind {
        case .unlink: status == 200
        case .channel: status < 300
        case .account: status == 202
        }
      #expect(delivery.outcome == (accepted ? .accepted(status: status) : .refused(status: status)))
    }
    // A refused one is not sent again by itself.
    #expect(await bench.sandbox.deliverWebhooks() == 0)
    #expect(bench.sent.all.count == 3)
  }

  @Test("no answer is a failed delivery, and one can be sent again by hand")
  func again() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    bench.sent.fail()
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    await bench.sandbox.deliverWebhooks()
    #expect(bench.sandbox.deliveries().first?.outcome.name == "failed")
    #expect(try await bench.bench.control("POST", "deliveries/1").status == 200)
    #expect(try await bench.bench.control("POST", "deliveries/9").status == 404)
    #expect(await bench.webhooks().count == 2)
    #expect(bench.sent.all[0] == bench.sent.all[1])
  }

  @Test("the control plane sends what is due and lists deliveries without the key")
  func control() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    _ = try await bench.bench.control("PUT", "users/11/relations/_a", #"{"relation":"ADDED"}"#)
    #expect(try await bench.bench.control("POST", "deliveries").text == #"{"sent":1}"#)
    let listed = try await bench.bench.control("GET", "deliveries").text
    #expect(listed.contains(#""outcome":"accepted","status":200"#) && listed.contains("KakaoAK (primary)"))
    #expect(!listed.contains("primary-key"))
    let foreign = SandboxRequest(
      method: "POST", path: "/sandbox/api/deliveries", headers: ["sec-fetch-site": "cross-site"])
    #expect(try await bench.bench.send(foreign).status == 403)
    _ = try await bench.bench.control("DELETE", "deliveries")
    #expect(bench.sandbox.deliveries().isEmpty)
  }

  // MARK: Faults

  @Test("a webhook can be lost, doubled or late, once, of one kind")
  func faults() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    for kind in ["webhook_lost", "webhook_doubled"] {
      _ = try await bench.bench.control("POST", "faults", #"{"path":"channel","kind":"\#(kind)"}"#)
      try bench.sandbox.setRelation(kind == "webhook_lost" ? .added : .blocked, of: 11, to: "_a")
    }
    let sent = await bench.webhooks(.channel)
    #expect(sent.count == 2 && sent[0] == sent[1] && sent[0].text.contains("blocked"))
    #expect(bench.sandbox.deliveries().map(\.outcome.name) == ["accepted", "accepted", "lost"])
    try bench.sandbox.unlink(12)
    #expect(await bench.webhooks(.unlink).count == 1)
  }

  @Test("a late webhook waits for the sandbox's clock while others pass it")
  func late() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    let fault = #"{"path":"unlink","kind":"webhook_late","delay_ms":600000}"#
    #expect(try await bench.bench.control("POST", "faults", fault).text.contains(#""kind":"webhook_late""#))
    try bench.sandbox.unlink(11)
    try bench.sandbox.unlink(12)
    #expect(await bench.webhooks(.unlink).map(\.text) == ["app_id=1&user_id=12&referrer_type=UNLINK_FROM_APPS"])
    try bench.sandbox.advanceClock(by: 599)
    #expect(await bench.webhooks(.unlink).count == 1)
    try bench.sandbox.advanceClock(by: 1)
    #expect(await bench.webhooks(.unlink).count == 2)
  }

  @Test("webhook faults harm no request, and faults of paths no webhook")
  func separate() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    bench.sandbox.addFault(SandboxFault(path: "*", effect: .webhookLost, times: nil))
    #expect(try await bench.get("/v2/user/me").status == 200)
    bench.sandbox.clearFaults()
    bench.sandbox.addFault(SandboxFault(path: "*", effect: .drop, times: nil))
    try bench.sandbox.unlink(11)
    #expect(await bench.webhooks(.unlink).count == 1)
  }
}
