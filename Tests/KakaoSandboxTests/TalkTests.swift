import KakaoSandbox
import Testing

@Suite struct TalkTests {
  private static let friends = "/v1/api/talk/friends"
  private static let memo = "/v2/api/talk/memo/"
  private static let send = "/v1/api/talk/friends/message/"
  private static let text = #"{"object_type":"text","text":"안녕","link":{"web_url":"https://shop.example.com/a"}}"#

  private func form(_ pairs: (String, String)...) -> String {
    pairs.map { "\($0)=" + KapiBench.encoded($1) }.joined(separator: "&")
  }

  @Test("friends who are linked and consented, in the order asked for, page by page")
  func friendList() async throws {
    let bench = try KapiBench()
    // 12 is a friend, but has not consented to `friends`.
    let all = try await bench.get(Self.friends)
    #expect(
      all.text
        == #"{"elements":[{"id":13,"uuid":"u13","favorite":true,"profile_nickname":"세찬","profile_thumbnail_image":"","allowed_msg":true},{"id":1376016924429759228,"uuid":"ubig","favorite":false,"profile_nickname":"큰별","profile_thumbnail_image":"","allowed_msg":true}],"total_count":2,"favorite_count":1,"before_url":null,"after_url":null}"#
    )
    let first = try await bench.get(Self.friends, "limit=1&friend_order=nickname&order=desc").text
    #expect(first.contains("ubig") && !first.contains("u13"))
    #expect(
      first.contains(
        #""after_url":"http://kapi.kakao.com/v1/api/talk/friends?offset=1&limit=1&order=desc&friend_order=nickname""#))
    let second = try await bench.get(Self.friends, "offset=1&limit=1&friend_order=age").text
    #expect(second.contains(#""before_url":"http"#) && second.contains(#""after_url":null"#))
    for bad in ["limit=0", "limit=101", "offset=-1", "friend_order=height", "order=up"] {
      #expect(try await bench.get(Self.friends, bad).code == -2, "\(bad)")
    }
    #expect(try await bench.get(Self.friends, "offset=9").text.contains(#""elements":[]"#))
  }

  @Test("who may not list friends: no consent -402 with scopes, item off -3, no KakaoTalk -501, admin key -401")
  func friendListRefused() async throws {
    let bench = try KapiBench()
    let consent = try await bench.get(Self.friends, token: "t12")
    #expect(consent.status == 403)
    #expect(
      consent.text
        == #"{"msg":"insufficient scopes.","code":-402,"api_type":"FRIENDS","required_scopes":["friends"],"allowed_scopes":["profile_nickname"]}"#
    )
    #expect(try await bench.get(Self.friends, token: "t23").code == -3)
    #expect(try await bench.get(Self.friends, "target_id_type=user_id&target_id=11", token: nil).code == -401)
    _ = try await bench.bench.control("POST", "users/13", #"{"profile":{"talk_user":false}}"#)
    let noTalk = try await bench.get(Self.friends, token: "t13")
    #expect(noTalk.status == 400 && noTalk.code == -501)
  }

  @Test("a message to oneself is kept as sent")
  func memoSent() async throws {
    let bench = try KapiBench()
    let sent = try await bench.post(Self.memo + "default/send", form(("template_object", Self.text)))
    #expect(sent.text == #"{"result_code":0}"#)
    #expect(
      try await bench.post(Self.memo + "scrap/send", form(("request_url", "https://shop.example.com/p"))).status == 200)
    let custom = form(("template_id", "500"), ("template_args", #"{"name":"하나"}"#))
    #expect(try await bench.post(Self.memo + "send", custom).status == 200)
    let messages = bench.sandbox.messages()
    #expect(messages.map(\.kind) == [.custom, .scrap, .standard] && messages.allSatisfy(\.isMemo))
    #expect(messages[2].content == Self.text && messages[2].objectType == "text")
    #expect(messages[0].content == #"{"template_id":500,"template_args":{"name":"하나"}}"#)
    #expect(messages[1].content == #"{"request_url":"https://shop.example.com/p"}"#)
    let listed = try await bench.bench.control("GET", "messages", query: "user=11&limit=1")
    #expect(listed.number("total") == 3 && listed.text.contains(#""kind":"custom""#))
    #expect(try await bench.bench.control("GET", "messages", query: "user=12").text.contains(#""messages":[]"#))
    #expect(
      try await bench.post(Self.memo + "default/send", form(("template_object", Self.text)), token: "t12").code == -402)
    #expect(try await bench.bench.control("DELETE", "messages").text.contains(#""messages":[]"#))
  }

  @Test(
    "templates of all six kinds are taken",
    arguments: [
      #"{"object_type":"feed","content":{"title":"t","image_url":"https://img.example.com/a","image_width":1,"image_height":2,"description":"d","link":{}},"item_content":{"profile_text":"p","items":[{"item":"a","item_op":"1"}],"sum":"s","sum_op":"2"},"social":{"like_count":1,"view_count":2},"buttons":[{"title":"b","link":{"mobile_web_url":"https://shop.example.com"}}]}"#,
      #"{"object_type":"list","header_title":"h","header_link":{},"contents":[{"link":{}},{"title":"b","link":{}}],"button_title":"x"}"#,
      #"{"object_type":"location","address":"서울","address_title":"본점","content":{"link":{}},"social":{"shared_count":3}}"#,
      #"{"object_type":"commerce","content":{"link":{}},"commerce":{"regular_price":1000,"discount_price":900,"discount_rate":10,"fixed_discount_price":100,"product_name":"장미","currency_unit":"원","currency_unit_position":0}}"#,
      text, #"{"object_type":"calendar","id_type":"event","id":"1","content":{"title":"t","link":{}},"buttons":[]}"#,
    ])
  func templates(object: String) async throws {
    let bench = try KapiBench()
    let answer = try await bench.post(Self.memo + "default/send", form(("template_object", object)))
    #expect(answer.status == 200, "\(bench.faults)")
    #expect(bench.sandbox.messages().first?.objectType.map { object.contains("\"\($0)\"") } == true)
  }

  @Test(
    "what is wrong with a template is -2, and the journal names the place",
    arguments: [
      ("[]", "template_object"), ("{", "template_object"), (#"{"object_type":"video"}"#, "object_type"),
      ("{}", "object_type"),
      (#"{"object_type":"text","link":{}}"#, "template_object.text"),
      (#"{"object_type":"text","text":"a"}"#, "template_object.link"),
      (#"{"object_type":"text","text":1,"link":{}}"#, "template_object.text"),
      (#"{"object_type":"text","text":"a","link":{},"color":"red"}"#, "color"),
      (#"{"object_type":"text","text":"a","link":{"web_url":"https://evil.example.com"}}"#, "web_url"),
      (
        #"{"object_type":"text","text":"a","link":{"web_url":"https://shop.example.com.evil.example.com/"}}"#, "web_url"
      ),
      (#"{"object_type":"text","text":"a","link":"https://shop.example.com"}"#, "template_object.link"),
      (#"{"object_type":"feed","content":{"title":"t"}}"#, "content.link"),
      (#"{"object_type":"feed","content":{"link":{},"image_width":"1"}}"#, "image_width"),
      (
        #"{"object_type":"feed","content":{"link":{}},"buttons":[{"title":"a","link":{}},{"title":"b","link":{}},{"title":"c","link":{}}]}"#,
        "buttons"
      ),
      (#"{"object_type":"feed","content":{"link":{}},"buttons":[{"title":"a"}]}"#, "buttons[0].link"),
      (#"{"object_type":"list","header_title":"h","header_link":{},"contents":[{"link":{}}]}"#, "contents"),
      (#"{"object_type":"location","content":{"link":{}}}"#, "address"),
      (#"{"object_type":"commerce","content":{"link":{}},"commerce":{}}"#, "regular_price"),
      (
        #"{"object_type":"commerce","content":{"link":{}},"commerce":{"regular_price":1,"currency_unit_position":2}}"#,
        "currency_unit_position"
      ),
      (#"{"object_type":"calendar","id_type":"day","id":"1","content":{"link":{}}}"#, "id_type"),
    ])
  func badTemplates(object: String, place: String) async throws {
    let bench = try KapiBench()
    let answer = try await bench.post(Self.memo + "default/send", form(("template_object", object)))
    #expect(answer.status == 400 && answer.code == -2)
    #expect(bench.faults.first?.contains(place) == true, "\(bench.faults)")
    #expect(bench.sandbox.messages().isEmpty)
  }

  @Test("a text of 200 characters is taken, one of 201 is not")
  func textLength() async throws {
    let bench = try KapiBench()
    for (count, status) in [(200, 200), (201, 400)] {
      let object = #"{"object_type":"text","text":"\#(String(repeating: "가", count: count))","link":{}}"#
      #expect(try await bench.post(Self.memo + "default/send", form(("template_object", object))).status == status)
    }
  }

  @Test("scrap and custom messages are checked too")
  func otherForms() async throws {
    let bench = try KapiBench()
    func code(_ path: String, _ pairs: (String, String)...) async throws -> Int? {
      try await bench.post(Self.memo + path, pairs.map { "\($0)=" + KapiBench.encoded($1) }.joined(separator: "&")).code
    }
    #expect(try await code("scrap/send") == -2)
    #expect(try await code("scrap/send", ("request_url", "ftp://shop.example.com")) == -2)
    #expect(try await code("scrap/send", ("request_url", "https://other.example.com")) == -2)
    #expect(try await code("scrap/send", ("request_url", "https://shop.example.com"), ("template_id", "7")) == -2)
    #expect(try await code("send") == -2)
    #expect(try await code("send", ("template_id", "7")) == -2)
    #expect(try await code("send", ("template_id", "x")) == -2)
    #expect(try await code("send", ("template_id", "500"), ("template_args", #"{"age":"1"}"#)) == -2)
    #expect(try await code("send", ("template_id", "500"), ("template_args", #"{"name":1}"#)) == -2)
    #expect(try await code("send", ("template_id", "501"), ("template_args", #"{"any":"1"}"#)) == nil)
  }

  @Test("messages to friends reach those who can be reached, in an answer with HTTP 200")
  func partial() async throws {
    let bench = try KapiBench()
    let uuids = ("receiver_uuids", #"["u13","u12","nobody","ubig"]"#)
    let answer = try await bench.post(Self.send + "default/send", form(uuids, ("template_object", Self.text)))
    #expect(
      answer.text
        == #"{"successful_receiver_uuids":["u13","ubig"],"failure_info":[{"code":-502,"msg":"receiver is not a friend.","receiver_uuids":["u12","nobody"]}]}"#
    )
    #expect(bench.sandbox.messages().map(\.receiver) == [KapiBench.big, 13])
    let whole = try await bench.post(
      Self.send + "send", form(("receiver_uuids", #"["u13"]"#), ("template_id", "501")))
    #expect(whole.text == #"{"successful_receiver_uuids":["u13"]}"#)
    let scrap = form(("receiver_uuids", #"["u13"]"#), ("request_url", "https://shop.example.com/"))
    #expect(try await bench.post(Self.send + "scrap/send", scrap).status == 200)
  }

  @Test("nobody reached is an error with its reason, or an answer where the setting says so")
  func nobody() async throws {
    let bench = try KapiBench()
    let pairs = form(("receiver_uuids", #"["u12"]"#), ("template_object", Self.text))
    let answer = try await bench.post(Self.send + "default/send", pairs)
    #expect(answer.status == 400 && answer.code == -502)
    var settings = SandboxSettings()
    settings.failsWhenNobodyIsReached = false
    let partial = try await KapiBench(settings).post(Self.send + "default/send", pairs)
    #expect(
      partial.status == 200 && partial.text.contains(#""successful_receiver_uuids":[],"failure_info":[{"code":-502"#))
  }

  @Test("receivers: at most five, each once, not the sender; refusing is -530, without KakaoTalk -501")
  func receivers() async throws {
    let bench = try KapiBench()
    func send(_ uuids: String) async throws -> Answer {
      try await bench.post(Self.send + "default/send", form(("receiver_uuids", uuids), ("template_object", Self.text)))
    }
    for bad in ["", "[]", "null", #"["u13","u13"]"#, "u13", "[13]", #"["1","2","3","4","5","6"]"#] {
      #expect(try await send(bad).code == -2, "\(bad)")
    }
    let me = try await bench.get("/v2/user/me").text
    let range = try #require(me.range(of: #""uuid":""#))
    let own = String(me[range.upperBound...].prefix { $0 != "\"" })
    #expect(try await send(#"["\#(own)"]"#).code == -2)
    _ = try await bench.bench.control("PUT", "users/11/friends/13", #"{"allowed_msg":false}"#)
    #expect(try await send(#"["u13"]"#).code == -530)
    _ = try await bench.bench.control("PUT", "users/11/friends/13", #"{"allowed_msg":true}"#)
    _ = try await bench.bench.control("POST", "users/13", #"{"profile":{"talk_user":false}}"#)
    #expect(try await send(#"["u13"]"#).code == -501)
    #expect(bench.sandbox.messages().isEmpty)
  }

  @Test("daily limits: 20 a pair -536, 100 a sender -532, 100 a receiver -533, and a new day in Seoul begins anew")
  func limits() async throws {
    let bench = try KapiBench()
    func send(_ uuid: String, token: String = "t11") async throws -> Int? {
      try await bench.post(
        Self.send + "default/send", form(("receiver_uuids", #"["\#(uuid)"]"#), ("template_object", Self.text)),
        token: token
      ).code
    }
    for _ in 0..<20 { #expect(try await send("u13") == nil) }
    #expect(try await send("u13") == -536)
    #expect(try await send("ubig") == nil)
    func memo() async throws -> Int? {
      try await bench.post(Self.memo + "default/send", form(("template_object", Self.text))).code
    }
    for _ in 0..<79 { #expect(try await memo() == nil) }
    #expect(try await memo() == -532)
    #expect(try await send("ubig") == -532)
    // 2026-11-18 20:06:40 in Seoul: four hours on it is the next day.
    bench.time.advance(3 * 3600)
    #expect(try await memo() == -532)
    bench.time.advance(3600)
    #expect(try await send("u13") == nil)
    // Friends write to one person until that person's day is full.
    var settings = SandboxSettings()
    settings.messagesPerReceiver = 3
    settings.messagesPerApp = 5
    let small = try KapiBench(settings)
    func sendSmall(_ token: String, _ uuid: String) async throws -> Int? {
      try await small.post(
        Self.send + "default/send", form(("receiver_uuids", #"["\#(uuid)"]"#), ("template_object", Self.text)),
        token: token
      ).code
    }
    for _ in 0..<3 { #expect(try await sendSmall("t11", "u13") == nil) }
    #expect(try await sendSmall("t11", "u13") == -533)
    #expect(try await sendSmall("t13", "u11") == nil)
    #expect(try await sendSmall("t13", "u11") == nil)
    #expect(try await sendSmall("t13", "u11") == -10)
  }
}
