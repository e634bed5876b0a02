import KakaoSandbox
import Testing

@Suite struct ConsentTests {
  private static let target = "target_id_type=user_id&target_id=11"

  private func list(_ ids: String) -> String { "scopes=" + KapiBench.encoded(ids) }

  @Test("consents are listed with type, use and whether they can be revoked")
  func scopes() async throws {
    let bench = try KapiBench()
    let text = try await bench.get("/v2/user/scopes").text
    #expect(
      text.hasPrefix(
        #"{"id":11,"scopes":[{"id":"profile_nickname","display_name":"닉네임","type":"PRIVACY","using":true,"agreed":true,"revocable":false}"#
      ))
    #expect(
      text.contains(
        #"{"id":"friends","display_name":"카카오 서비스 내 친구목록","type":"SERVICE","using":true,"agreed":true,"revocable":true}"#
      ))
    #expect(!text.contains("account_ci"))
    let one = try await bench.get("/v2/user/scopes", list(#"["account_email","nothing"]"#), token: "t12")
    #expect(
      one.text
        == #"{"id":12,"scopes":[{"id":"account_email","display_name":"카카오계정(이메일)","type":"PRIVACY","using":true,"agreed":false}]}"#
    )
    #expect(try await bench.get("/v2/user/scopes", "scopes=account_email").code == -2)
    #expect(try await bench.get("/v2/user/scopes", Self.target, token: nil).text == text)
    var settings = SandboxSettings()
    settings.acceptsCommaScopes = true
    #expect(try await KapiBench(settings).get("/v2/user/scopes", "scopes=gender,name").text.contains("성별"))
  }

  @Test("consents are revoked; required ones are -3, none at all -2, and the app is not told of its own call")
  func revoke() async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    func revoke(_ ids: String, token: String? = "t11") async throws -> Answer {
      try await bench.post("/v2/user/revoke/scopes", list(ids) + (token == nil ? "&" + Self.target : ""), token: token)
    }
    let done = try await revoke(#"["gender","friends"]"#)
    #expect(done.text.hasPrefix(#"{"id":11,"scopes":[{"id":"gender""#) && done.text.contains(#""agreed":false"#))
    #expect(try await bench.get("/v2/user/me").text.contains(#""gender_needs_agreement":true"#))
    let required = try await revoke(#"["gender","profile_nickname"]"#)
    #expect(required.status == 403 && required.text.contains("[profile_nickname] is not revocable"))
    let none = try await revoke(#"["gender"]"#)
    #expect(none.status == 400 && none.text.contains("There is no scopes to revoke"))
    #expect(try await revoke(#"["name"]"#, token: nil).status == 200)
    #expect(try await bench.post("/v2/user/revoke/scopes").code == -2)
    #expect(await bench.webhooks().isEmpty)
  }

  @Test("terms: those agreed to, or all of the app, or some by tag")
  func terms() async throws {
    let bench = try KapiBench()
    let agreed = try await bench.get("/v2/user/service_terms").text
    #expect(
      agreed.hasPrefix(
        #"{"id":11,"service_terms":[{"tag":"terms","required":true,"agreed":true,"revocable":false,"agreed_at":"2026-01-02T03:04:06Z","agreed_by":"KAUTH"}"#
      ))
    #expect(agreed.contains(#"{"tag":"marketing","required":false,"agreed":true,"revocable":true"#))
    #expect(try await bench.get("/v2/user/service_terms", token: "t12").text == #"{"id":12,"service_terms":[]}"#)
    let all = try await bench.get(
      "/v2/user/service_terms", "result=app_service_terms&tags=marketing,none", token: "t12")
    #expect(
      all.text == #"{"id":12,"service_terms":[{"tag":"marketing","required":false,"agreed":false,"revocable":false}]}"#)
    let none = try await bench.get("/v2/user/service_terms", "tags=none")
    #expect(none.code == -2 && none.text.contains("There is no tags to get service terms"))
    #expect(try await bench.get("/v2/user/service_terms", "result=all").code == -2)
    #expect(try await bench.get("/v2/user/service_terms", "tags=%5B%22terms%22%5D").code == -2)
    // The app without Kakao Sync has none.
    #expect(try await bench.get("/v2/user/service_terms", token: "t23").code == -3)
    var settings = SandboxSettings()
    settings.showsRevocableBeforeAgreement = true
    let shown = try await KapiBench(settings).get("/v2/user/service_terms", "result=app_service_terms", token: "t12")
    #expect(shown.text.contains(#""tag":"marketing","required":false,"agreed":false,"revocable":true"#))
  }

  @Test("agreements are recorded by the app and taken back where that is allowed")
  func changeTerms() async throws {
    let bench = try KapiBench()
    let agreed = try await bench.post(
      "/v2/user/upgrade/service_terms", "tags=marketing,none,terms,marketing", token: "t12")
    #expect(
      agreed.text
        == #"{"id":12,"agreed_service_terms":[{"tag":"marketing","agreed":true,"agreed_at":"2026-11-18T11:06:40Z","agreed_by":"KAPI"},{"tag":"terms","agreed":true,"agreed_at":"2026-11-18T11:06:40Z","agreed_by":"KAPI"}]}"#
    )
    #expect(bench.hints.contains { $0.contains("none") })
    #expect(
      try await bench.post("/v2/user/upgrade/service_terms", "tags=marketing", token: "t12").text.hasSuffix(
        #""agreed_service_terms":[]}"#))
    let revoked = try await bench.post("/v2/user/revoke/service_terms", "tags=marketing,terms,none", token: "t12")
    #expect(revoked.text == #"{"id":12,"revoked_service_terms":[{"tag":"marketing","agreed":false}]}"#)
    let none = try await bench.post("/v2/user/revoke/service_terms", "tags=marketing,terms", token: "t12")
    #expect(none.code == -2 && none.text.contains("There is no tags to revoke"))
    #expect(try await bench.post("/v2/user/revoke/service_terms", "tags=sms").code == -2)
    #expect(
      try await bench.post("/v2/user/revoke/service_terms", "tags=marketing&" + Self.target, token: nil).status == 200)
    #expect(try await bench.post("/v2/user/upgrade/service_terms").code == -2)
  }

  @Test("the first version of the terms has its own names, and takes a token only")
  func legacy() async throws {
    let bench = try KapiBench()
    let text = try await bench.get("/v1/user/service/terms").text
    #expect(
      text.hasPrefix(#"{"user_id":11,"allowed_service_terms":[{"tag":"terms","agreed_at":"2026-01-02T03:04:06Z"}"#))
    #expect(!text.contains("app_service_terms"))
    let extra = try await bench.get("/v1/user/service/terms", "extra=app_service_terms", token: "t12").text
    #expect(
      extra.hasPrefix(
        #"{"user_id":12,"allowed_service_terms":[],"app_service_terms":[{"tag":"terms","created_at":"2026-01-01T00:00:00Z","updated_at":"#
      ))
    #expect(try await bench.get("/v1/user/service/terms", Self.target, token: nil).code == -401)
  }

  @Test("addresses: the default first, the others newest first, paged by the time of the last one")
  func addresses() async throws {
    let bench = try KapiBench()
    func ids(_ query: String) async throws -> [String] {
      try await bench.get("/v1/user/shipping_address", query).text.split(separator: "{\"id\":").dropFirst()
        .map { String($0.prefix { $0 != "," }) }
    }
    #expect(try await ids("") == ["2", "3", "4", "1"])
    #expect(try await ids("page_size=2") == ["2", "3"])
    // Exclusive: the one of that very second is not repeated.
    #expect(try await ids("from_updated_at=1772323200&page_size=2") == ["4", "1"])
    #expect(try await ids("from_updated_at=1767225600") == [])
    #expect(try await ids("address_id=4") == ["4"])
    #expect(try await ids("address_id=99") == [])
    for bad in ["page_size=1", "page_size=x", "address_id=0", "from_updated_at=-1"] {
      #expect(try await bench.get("/v1/user/shipping_address", bad).code == -2, "\(bad)")
    }
    let one = try await bench.get("/v1/user/shipping_address", "address_id=1").text
    #expect(
      one
        == #"{"user_id":11,"shipping_addresses_needs_agreement":false,"shipping_addresses":[{"id":1,"name":"집","is_default":false,"updated_at":1767225600,"type":"NEW","base_address":"서울","zone_number":"04524"}]}"#
    )
    #expect(
      try await bench.get("/v1/user/shipping_address", "address_id=2&" + Self.target, token: nil).text.contains(
        #""receiver_phone_number2":"""#))
    var settings = SandboxSettings()
    settings.repeatsDefaultAddress = true
    let repeated = try await KapiBench(settings).get("/v1/user/shipping_address", "from_updated_at=1767225601").text
    #expect(repeated.contains(#"{"id":2"#) && repeated.contains(#"{"id":1"#))
  }

  @Test("without consent the address list asks for it, or is -402 where the setting says so")
  func addressConsent() async throws {
    let bench = try KapiBench()
    #expect(
      try await bench.get("/v1/user/shipping_address", token: "t12").text
        == #"{"user_id":12,"shipping_addresses_needs_agreement":true}"#)
    #expect(
      try await bench.get("/v1/user/shipping_address", token: "t13").text
        == #"{"user_id":13,"shipping_addresses_needs_agreement":false}"#)
    #expect(try await bench.get("/v1/user/shipping_address", token: "t23").code == -3)
    var settings = SandboxSettings()
    settings.addressesWithoutConsent = .refuse
    let refused = try await KapiBench(settings).get("/v1/user/shipping_address", token: "t12")
    #expect(refused.status == 403)
    #expect(
      refused.text
        == #"{"msg":"insufficient scopes.","code":-402,"api_type":"SHIPPING_ADDRESS","required_scopes":["shipping_address"],"allowed_scopes":["profile_nickname"]}"#
    )
  }
}
