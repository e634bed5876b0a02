import KakaoSandbox
import Testing

@Suite struct UserProfileTests {
  private static let me = "/v2/user/me"

  @Test("a profile has what was consented to, in the documented spelling", arguments: ["GET", "POST"])
  func whole(method: String) async throws {
    let bench = try KapiBench()
    let answer =
      try await method == "GET" ? bench.get(Self.me) : bench.post(Self.me)
    #expect(answer.status == 200)
    #expect(
      answer.text.hasPrefix(
        #"{"id":11,"connected_at":"2026-01-02T03:04:05Z","synched_at":"2026-01-02T03:04:06Z","kakao_account":{"#))
    for part in [
      #""profile_nickname_needs_agreement":false"#, #""nickname":"하나""#, #""is_default_image":false"#,
      #""profile_image_url":"http://img.example.com/a.jpg""#, #""name":"김하나""#,
      #""is_email_valid":true,"is_email_verified":true,"email":"hana@example.com""#, #""age_range":"30~39""#,
      #""birthyear":"1990""#, #""birthday":"0131","birthday_type":"SOLAR""#, #""gender":"female""#,
      #""phone_number":"+82 10-0000-0001""#, #""for_partner":{"uuid":""#,
    ] { #expect(answer.text.contains(part), "\(part)") }
    // The CI is not configured for the app, and nothing deprecated is sent.
    for part in ["ci_needs_agreement", "\"properties\"", "has_signed_up", "has_email"] {
      #expect(!answer.text.contains(part), "\(part)")
    }
  }

  @Test("what was not consented to is missing, and says whether asking would bring it")
  func needs() async throws {
    let text = try await KapiBench().get(Self.me, token: "t12").text
    #expect(!text.contains("duri@example.com") && !text.contains("1985") && !text.contains("+82"))
    // The account has an address and a birth year, but no name and no sex.
    #expect(text.contains(#""email_needs_agreement":true"#) && text.contains(#""birthyear_needs_agreement":true"#))
    #expect(text.contains(#""name_needs_agreement":false"#) && text.contains(#""gender_needs_agreement":false"#))
    #expect(text.contains(#""profile":{"nickname":"두리","is_default_nickname":false}"#))
  }

  @Test(
    "property keys choose groups",
    arguments: [
      (#"["kakao_account.email"]"#, ["hana@example.com"], ["nickname", "gender", "for_partner"]),
      (#"["kakao_account.","properties."]"#, ["hana@example.com", "김하나", "+82"], ["for_partner"]),
      (#"["kakao_account.gender","kakao_account.profile"]"#, ["female", "하나"], ["example.com\"", "+82"]),
      (#"["properties.color"]"#, [#""color":"red""#], ["kakao_account", "size"]),
      ("[]", ["connected_at"], ["kakao_account"]),
    ])
  func propertyKeys(keys: String, present: [String], absent: [String]) async throws {
    let bench = try KapiBench()
    let properties = KapiBench.encoded(#"{"color":"red","size":"L"}"#)
    #expect(try await bench.post("/v1/user/update_profile", "properties=\(properties)").text == #"{"id":11}"#)
    let text = try await bench.get(Self.me, "property_keys=" + KapiBench.encoded(keys)).text
    for part in present { #expect(text.contains(part), "\(part)") }
    for part in absent { #expect(!text.contains(part), "\(part)") }
  }

  @Test("image addresses are https when asked for")
  func secure() async throws {
    let bench = try KapiBench()
    #expect(try await bench.get(Self.me, "secure_resource=true").text.contains("\"https://img.example.com/a.jpg\""))
    #expect(try await bench.get(Self.me, "secure_resource=false").text.contains("\"http://img.example.com/a.jpg\""))
    #expect(try await bench.get(Self.me, "secure_resource=1").code == -2)
  }

  @Test("19 digits of an id stay 19 digits, with a token and with an admin key")
  func bigID() async throws {
    let bench = try KapiBench()
    #expect(try await bench.get(Self.me, token: "tbig").text.hasPrefix(#"{"id":1376016924429759228"#))
    let query = "target_id_type=user_id&target_id=1376016924429759228"
    #expect(try await bench.get(Self.me, query, token: nil).text.hasPrefix(#"{"id":1376016924429759228"#))
  }

  @Test("the spellings that sources disagree on can be chosen")
  func spellings() async throws {
    var settings = SandboxSettings()
    settings.phoneForm = .withZero
    settings.sendsDeprecatedFields = true
    let text = try await KapiBench(settings).get(Self.me).text
    #expect(text.contains(#""phone_number":"+82 010-0000-0001""#))
    #expect(text.contains(#""properties":{"nickname":"하나""#) && text.contains(#""has_email":true"#))
    settings.lowestAgeRange = "0~9"
    let bench = try KapiBench(settings)
    _ = try await bench.bench.control("POST", "users/11", #"{"age":7}"#)
    #expect(try await bench.get(Self.me).text.contains(#""age_range":"0~9""#))
  }

  @Test("one who has not signed up yet shows id, profile and address only, and calls little else")
  func preregistered() async throws {
    let bench = try KapiBench()
    let text = try await bench.get(Self.me, token: "t21").text
    #expect(text.hasPrefix(#"{"id":21,"has_signed_up":false,"connected_at":"2026-11-18T11:00:00Z""#))
    #expect(text.contains("hana@example.com") && !text.contains("gender"))
    #expect(try await bench.get("/v2/user/scopes", token: "t21").code == -101)
    #expect(try await bench.get(Self.me, token: "t23").text.contains(#""has_signed_up":true"#))
  }

  @Test("targets: id, type and category of the key are checked")
  func targets() async throws {
    let bench = try KapiBench()
    for query in [
      "", "target_id=11", "target_id_type=user_id", "target_id_type=phone&target_id=11",
      "target_id_type=user_id&target_id=x", "target_id_type=user_id&target_id=-11",
      "target_id_type=user_id&target_id=011x",
    ] {
      #expect(try await bench.get(Self.me, query, token: nil).code == -2, "\(query)")
    }
    let good = "target_id_type=user_id&target_id=11"
    #expect(try await bench.get(Self.me, good, token: nil).status == 200)
    #expect(try await bench.get(Self.me, good, token: nil, key: "KakaoAK lookup-key").status == 200)
    #expect(try await bench.get(Self.me, good, token: nil, key: "KakaoAK primary-key").code == -3)
    #expect(try await bench.get(Self.me, good, token: nil, key: "KakaoAK rest-key").code == -401)
    #expect(try await bench.get(Self.me, good, token: nil, key: "KakaoAK nobody").code == -401)
    // Another app's admin key does not reach this app's users.
    #expect(try await bench.get(Self.me, good, token: nil, key: "KakaoAK admin-key-2").code == -101)
    #expect(try await bench.get(Self.me, "target_id_type=user_id&target_id=14", token: nil).code == -101)
    // A token speaks for itself: a target beside it is not documented.
    #expect(try await bench.get(Self.me, good).code == -2)
  }

  @Test("a token among the parameters is let through with a hint, and the journal does not keep it")
  func tokenInQuery() async throws {
    let bench = try KapiBench()
    #expect(try await bench.get(Self.me, "access_token=t11-and-more").status == 200)
    #expect(bench.hints.contains { $0.contains("header alone") })
    #expect(bench.sandbox.journal(limit: 1).first?.query.contains("t11") == false)
    let admin = "target_id_type=user_id&target_id=11&access_token=t11"
    #expect(try await bench.get(Self.me, admin, token: nil).code == -2)
  }

  @Test("who may not be answered for: unlinked, dormant, sanctioned, too young, of a suspended app")
  func refused() async throws {
    let bench = try KapiBench()
    #expect(try await bench.get(Self.me, token: "t14").code == -101)
    #expect(try await bench.get(Self.me, token: "none").code == -401)
    let young = try await bench.get(Self.me, token: "t22")
    #expect(young.status == 401 && young.code == -406 && young.text.contains("required age verification."))
    _ = try await bench.bench.control("POST", "users/12", #"{"profile":{"status":"dormant"}}"#)
    #expect(try await bench.get(Self.me, token: "t12").code == -103)
    _ = try await bench.bench.control("POST", "users/12", #"{"profile":{"status":"restricted"}}"#)
    let blocked = try await bench.get(Self.me, token: "t12")
    #expect(blocked.code == -4 && blocked.status == 403)
    try bench.sandbox.updateApp { $0.isSuspended = true }
    let suspended = try await bench.get(Self.me)
    #expect(suspended.code == -12 && suspended.status == 403)
  }

  @Test("several users come as a bare array, or wrapped where the setting says so")
  func appUsers() async throws {
    let bench = try KapiBench()
    func users(_ ids: String, _ more: String = "", on bench: KapiBench) async throws -> Answer {
      try await bench.get(
        "/v2/app/users", "target_id_type=user_id&target_ids=" + KapiBench.encoded(ids) + more, token: nil)
    }
    let basic = try await users("[11,14,999,11]", on: bench)
    #expect(
      basic.text
        == #"[{"id":11,"connected_at":"2026-01-02T03:04:05Z","synched_at":"2026-01-02T03:04:06Z"}]"#)
    #expect(bench.hints.contains { $0.contains("999") })
    let keys = "&property_keys=" + KapiBench.encoded(#"["kakao_account.email"]"#)
    #expect(try await users("[11]", keys, on: bench).text.contains("hana@example.com"))
    func list(_ count: Int) -> String { "[" + (1...count).map(String.init).joined(separator: ",") + "]" }
    #expect(try await users(list(100), on: bench).status == 200)
    #expect(try await users(list(101), on: bench).code == -2)
    #expect(try await users(list(20), keys, on: bench).status == 200)
    #expect(try await users(list(21), keys, on: bench).code == -2)
    for bad in ["1,2", #"["11"]"#, "[]", "{}", "[1.5]", "[-1]", ""] {
      #expect(try await users(bad, on: bench).code == -2, "\(bad)")
    }
    var settings = SandboxSettings()
    settings.wrapsAppUsers = true
    #expect(try await users("[12]", on: try KapiBench(settings)).text.hasPrefix(#"{"elements":[{"id":12"#))
    #expect(try await bench.get("/v2/app/users", "target_id_type=user_id&target_ids=%5B11%5D").code == -401)
  }
}
