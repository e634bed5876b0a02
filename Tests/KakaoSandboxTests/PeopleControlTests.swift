import KakaoSandbox
import Testing

@Suite struct PeopleControlTests {
  @Test("one person is shown with friends, never with tokens")
  func person() async throws {
    let bench = try KapiBench()
    let text = try await bench.bench.control("GET", "users/11").text
    #expect(text.contains(#""friends":[{"user":11,"friend":13,"uuid":"u13","favorite":true"#) && !text.contains("t11"))
    #expect(try await bench.bench.control("GET", "users/21", query: "app=2").text.contains(#""preregistered":true"#))
    #expect(try await bench.bench.control("GET", "users/21").status == 404)
    #expect(try await bench.bench.control("GET", "users/x").status == 404)
  }

  @Test("addresses are added, replaced and removed; a new default is the only one")
  func addresses() async throws {
    let bench = try KapiBench()
    let added = try await bench.bench.control(
      "POST", "users/11/addresses", #"{"id":5,"is_default":true,"base_address":"부산"}"#)
    #expect(added.status == 200)
    let list = try #require(bench.sandbox.users.first { $0.id == 11 && $0.app == 1 }).addresses
    #expect(list.filter(\.isDefault).map(\.id) == [5] && list.last?.updatedAt == bench.sandbox.time)
    #expect(try await bench.get("/v1/user/shipping_address", "page_size=2").text.contains("부산"))
    #expect(try await bench.bench.control("DELETE", "users/11/addresses/5").status == 200)
    #expect(try await bench.bench.control("DELETE", "users/11/addresses/5").status == 404)
    #expect(try await bench.bench.control("POST", "users/11/addresses", #"{"base":"x"}"#).status == 400)
  }

  @Test("terms and consents are changed as the person does it")
  func consents() async throws {
    let bench = try KapiBench()
    _ = try await bench.bench.control("POST", "users/12/service_terms", #"{"agree":["marketing"]}"#)
    #expect(try await bench.get("/v2/user/service_terms", token: "t12").text.contains(#""agreed_by":"KAUTH""#))
    _ = try await bench.bench.control("POST", "users/12/service_terms", #"{"withdraw":["marketing"]}"#)
    #expect(try await bench.get("/v2/user/service_terms", token: "t12").text.contains(#""service_terms":[]"#))
    _ = try await bench.bench.control("POST", "users/12/consents", #"{"grant":["account_email"]}"#)
    #expect(try await bench.get("/v2/user/me", token: "t12").text.contains("duri@example.com"))
    #expect(try await bench.bench.control("POST", "users/12/consents", #"{"add":[]}"#).status == 400)
  }

  @Test("friends are made both ways unless said, changed and ended")
  func friends() async throws {
    let bench = try KapiBench()
    _ = try await bench.bench.control("PUT", "users/13/friends/1376016924429759228", #"{"favorite":true}"#)
    #expect(try await bench.get("/v1/api/talk/friends", token: "tbig").number("total_count") == 1)
    _ = try await bench.bench.control("PUT", "users/12/friends/14", #"{"mutual":false,"uuid":"x"}"#)
    #expect(try await bench.bench.control("GET", "users/14/friends").text.contains(#""friends":[]"#))
    #expect(try await bench.bench.control("DELETE", "users/13/friends/1376016924429759228").status == 200)
    #expect(try await bench.get("/v1/api/talk/friends", token: "tbig").number("total_count") == 0)
    #expect(try await bench.bench.control("DELETE", "users/13/friends/1376016924429759228").status == 404)
    #expect(try await bench.bench.control("PUT", "users/13/friends/13", "{}").status == 400)
    #expect(try await bench.bench.control("PUT", "users/13/friends/99", "{}").status == 404)
  }

  @Test("templates are added and removed")
  func templates() async throws {
    let bench = try KapiBench()
    #expect(try await bench.bench.control("POST", "templates", #"{"id":500}"#).status == 409)
    #expect(try await bench.bench.control("POST", "templates", #"[{"id":502,"kind":"commerce"}]"#).text.contains("502"))
    #expect(try await bench.bench.control("POST", "templates", #"{"id":503,"kind":"text"}"#).status == 400)
    #expect(try await bench.bench.control("DELETE", "templates/502").status == 200)
    #expect(try await bench.bench.control("DELETE", "templates/502").status == 404)
  }

  @Test(
    "a refused change changes nothing",
    arguments: ["unlink", "delete", "consents", "service_terms", "events", "nothing"])
  func refused(action: String) async throws {
    let bench = try KapiBench()
    let before = bench.sandbox.exportState()
    #expect(try await bench.bench.control("POST", "users/11/\(action)", #"{"typo":1}"#).status >= 400)
    #expect(bench.sandbox.exportState() == before)
  }

  @Test("people doing things in any order: the export comes back the same and answers the same", arguments: 1...40)
  func roundTrip(seed: Int) async throws {
    var generator = SeededGenerator(state: UInt64(seed))
    let bench = try KapiBench()
    for _ in 0..<25 { try await Self.step(bench, &generator) }
    let exported = bench.sandbox.exportState()
    let other = try KapiBench(seed: exported)
    #expect(other.sandbox.exportState() == exported)
    #expect(other.sandbox.users == bench.sandbox.users && other.sandbox.messages() == bench.sandbox.messages())
    for _ in 0..<10 {
      var copy = generator
      try await Self.step(bench, &generator)
      try await Self.step(other, &copy)
    }
    #expect(other.sandbox.exportState() == bench.sandbox.exportState())
    _ = try await other.bench.control("POST", "reset")
    #expect(other.sandbox.exportState() == exported)
  }

  private static func step(_ bench: KapiBench, _ generator: inout SeededGenerator) async throws {
    let user = [11, 12, 13, 14].randomElement(using: &generator) ?? 11
    let token = "t\(user)"
    let text = KapiBench.encoded(#"{"object_type":"text","text":"a","link":{}}"#)
    let scope = ["gender", "friends", "talk_message", "account_email"].randomElement(using: &generator) ?? ""
    switch Int.random(in: 0..<14, using: &generator) {
    case 0: _ = try await bench.post("/v1/user/unlink", token: token)
    case 1: _ = try await bench.bench.control("POST", "users/\(user)", #"{"linked":true,"tokens":["\#(token)"]}"#)
    case 2: _ = try await bench.bench.control("POST", "users/\(user)/consents", #"{"grant":["\#(scope)"]}"#)
    case 3: _ = try await bench.post("/v2/user/revoke/scopes", "scopes=%5B%22\(scope)%22%5D", token: token)
    case 4: _ = try await bench.post("/v2/user/upgrade/service_terms", "tags=terms,marketing", token: token)
    case 5: _ = try await bench.post("/v2/user/revoke/service_terms", "tags=marketing", token: token)
    case 6: _ = try await bench.post("/v2/api/talk/memo/default/send", "template_object=" + text, token: token)
    case 7:
      let form = "receiver_uuids=%5B%22u13%22,%22ubig%22%5D&template_object=" + text
      _ = try await bench.post("/v1/api/talk/friends/message/default/send", form, token: token)
    case 8: try bench.sandbox.setRelation(Bool.random(using: &generator) ? .added : .blocked, of: Int64(user), to: "_a")
    case 9:
      _ = try await bench.post("/v1/user/update_profile", "properties=%7B%22color%22:%22\(user)%22%7D", token: token)
    case 10: _ = try await bench.bench.control("PUT", "users/\(user)/friends/13", #"{"favorite":true}"#)
    case 11: _ = try await bench.bench.control("DELETE", "users/\(user)/friends/13")
    case 12: try bench.sandbox.advanceClock(by: Int64.random(in: 0...40_000, using: &generator))
    default: _ = try await bench.post("/v1/user/logout", token: token)
    }
  }
}
