import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@testable import ShopAdapters

/// Webhooks of invented platforms that are as odd as the real ones.
enum Hooks {
  static let received = Timestamp(seconds: 1_793_577_600)

  static func adapter(_ webhook: String) throws -> DeclarativeAdapter {
    let lines = ("verify: { none: true }\n" + webhook).split(separator: "\n", omittingEmptySubsequences: false)
    return try TestManifests.adapter(
      "yes_words: [T, Y, \"true\"]\nno_words: [F, N, \"false\"]\nwebhook:\n"
        + lines.map { "  " + $0 }.joined(separator: "\n"))
  }

  static func decode(
    _ adapter: DeclarativeAdapter, _ body: String, headers: [(String, String)] = [], query: String = "",
    attributes: [AttributeMapping] = []
  ) throws -> DecodedWebhook {
    let request = WebhookRequest(
      headers: headers.map { WebhookRequest.Header($0.0, $0.1) }, query: query, body: Array(body.utf8),
      receivedAt: received)
    let verified = try adapter.verify(request, WebhookSettings(acceptsUnverified: true), now: received)
    return adapter.decode(verified, WebhookOptions(attributes: attributes))
  }

  static func members(_ webhook: DecodedWebhook) -> [Member] {
    webhook.events.compactMap { if case .event(.member(let member)) = $0 { member } else { nil } }
  }

  static func orders(_ webhook: DecodedWebhook) -> [Order] {
    webhook.events.compactMap { if case .event(.order(let order)) = $0 { order } else { nil } }
  }

  /// A number for each event, all below `resource`, ids joined by commas, thin events.
  static let numbered = """
    event: [{ path: event_no }]
    payload: [resource, .]
    members:
      id: { labels: [member_id], separator: "," }
      name: [name]
      phone: { first: [[cellphone], [phone]] }
      email: [email]
      grade: [group_name]
      joined_at: [created_date]
      consents: { sms: [sms], email: [news_mail] }
    orders:
      id: { labels: [order_id], separator: "," }
      member_id: [member_id]
      placed_at: [order_date]
      paid_at: { first: [{ labels: [payment_date], when: { labels: [paid], is: [T] } }] }
      status: { labels: [paid], map: { paid: [T], placed: [F, M] } }
      total: [actual_payment_amount]
    routes:
      "90032": member
      "90063":
        to: link
        when: { labels: [social_name], is: [kakao] }
        kakao_user_id: [social_member_code]
      "90080": { to: refetch, entity: member }
      "90142": { to: kakao_app, when: { labels: [kakaosync_used], is: [T] }, app: [client_id] }
      "90145": { to: member, set: { status: dormant } }
      "90147": member_withdrawn
      "90025": order
      "90026": [{ to: order, set: { status: cancelled } }, { to: refetch, entity: order }]
      "90072": { to: refetch, entity: order }
      "90143": ignore
    """
}

@Suite("Webhooks by a manifest")
struct WebhookDecodingTests {
  @Test("A full member event")
  func member() throws {
    let body = #"""
      {"event_no": 90032, "resource": {"mall_id": "m", "member_id": "hana01", "name": "김하나", "phone": "", "cellphone": "010-0000-0001",
       "email": "Hana@Example.com", "sms": "T", "news_mail": "X", "created_date": "2026-03-02T10:15:00+09:00", "group_name": null}}
      """#
    let found = try Hooks.decode(Hooks.adapter(Hooks.numbered), body)
    let member = try #require(Hooks.members(found).first)
    #expect(found.name == "90032" && found.occurredAt == Hooks.received)
    #expect(
      member.id == "hana01" && member.phone.value?.e164 == "+821000000001" && member.email == .value("Hana@example.com")
    )
    #expect(member.consents == [Consent(.sms, .granted)] && member.joinedAt == Field(time("2026-03-02T10:15:00+09:00")))
    #expect(member.grade == .empty && member.gender == .unknown && member.status == .unknown)
    #expect(found.warnings.map(\.field) == ["consents.email"])
  }

  @Test("An event number may be a text, and the wrapper may be missing")
  func variants() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    #expect(
      Hooks.members(try Hooks.decode(adapter, #"{"event_no":"90032","resource":{"member_id":"a"}}"#)).map(\.id) == ["a"]
    )
    #expect(Hooks.members(try Hooks.decode(adapter, #"{"event_no":90032,"member_id":"a"}"#)).map(\.id) == ["a"])
  }

  @Test("One body, several members")
  func several() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    let left = try Hooks.decode(adapter, #"{"event_no":90147,"resource":{"member_id":"a, b,c,, a"}}"#)
    #expect(left.events == ["a", "b", "c"].map { .event(.memberWithdrawn(id: $0, at: Hooks.received)) })
    let dormant = try Hooks.decode(adapter, #"{"event_no":90145,"resource":{"member_id":"a, b"}}"#)
    #expect(Hooks.members(dormant).map(\.status) == [.value(.dormant), .value(.dormant)])
  }

  @Test("Thin events ask for ids, each once, in portions")
  func thin() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    let found = try Hooks.decode(adapter, #"{"event_no":90080,"resource":{"member_id":"a","diff_key":["name"]}}"#)
    #expect(found.events == [.refetch(Refetch(.member, ["a"]))])
    let bulk = try Hooks.decode(adapter, #"{"event_no":90072,"resource":{"order_id":"1,2,3,2"}}"#)
    #expect(adapter.refetches(for: bulk, limit: 2) == [Refetch(.order, ["1", "2"]), Refetch(.order, ["3"])])
    #expect(adapter.refetches(for: bulk) == [Refetch(.order, ["1", "2", "3"])])
  }

  @Test("A link of the right provider, with the exact id")
  func link() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    func body(_ provider: String, _ code: String) -> String {
      #"{"event_no":90063,"resource":{"member_id":"a","social_name":"\#(provider)","social_member_code":\#(code)}}"#
    }
    let found = try Hooks.decode(adapter, body("kakao", "9007199254740993"))
    #expect(
      found.events == [.event(.accountLinked(memberID: "a", kakaoUserID: 9_007_199_254_740_993, at: Hooks.received))])
    #expect(try Hooks.decode(adapter, body("naver", "1")).outcome == .events([]))
    guard case .malformed(let problem) = try Hooks.decode(adapter, body("kakao", "\"x1\"")).outcome else {
      Issue.record("not malformed")
      return
    }
    #expect(problem.code == "bad-kakao-user-id")
  }

  @Test("The Kakao app that ids belong to is passed on")
  func app() throws {
    let found = try Hooks.decode(
      Hooks.adapter(Hooks.numbered), #"{"event_no":90142,"resource":{"kakaosync_used":"T","client_id":"abc"}}"#)
    #expect(found.events == [.kakaoApp(restAPIKey: "abc", at: Hooks.received)] && found.kakaoApp == "abc")
  }

  @Test("A value of a body decides on status and times, several routes may follow")
  func orders() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    func order(_ event: Int, _ paid: String) throws -> DecodedWebhook {
      try Hooks.decode(
        adapter,
        #"{"event_no":\#(event),"resource":{"order_id":"1","member_id":"","paid":"\#(paid)","payment_date":"2026-11-01 09:00:00","actual_payment_amount":"24680.00"}}"#
      )
    }
    let paid = try #require(Hooks.orders(order(90025, "T")).first)
    #expect(paid.status == .paid && paid.paidAt == time("2026-11-01 09:00:00") && paid.total == DecimalNumber(24_680))
    let open = try #require(Hooks.orders(order(90025, "F")).first)
    #expect(open.status == .placed && open.paidAt == nil && open.memberID == nil)
    let cancelled = try order(90026, "T")
    #expect(
      Hooks.orders(cancelled).first?.status == .cancelled && cancelled.events.last == .refetch(Refetch(.order, ["1"])))
  }

  @Test("What nobody maps is kept, what is ignored is done, what has no id is malformed")
  func outcomes() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    #expect(try Hooks.decode(adapter, #"{"event_no":99999,"resource":{}}"#).outcome == .unmapped)
    #expect(try Hooks.decode(adapter, #"{"resource":{}}"#).outcome == .unmapped)
    #expect(try Hooks.decode(adapter, #"{"event_no":90143,"resource":{"member_id":"a"}}"#).outcome == .events([]))
    for body in [
      #"{"event_no":90032,"resource":{}}"#, #"{"event_no":90032,"resource":{"member_id":" "}}"#, #"{"event_no":90147}"#,
    ] {
      guard case .malformed(let problem) = try Hooks.decode(adapter, body).outcome else {
        Issue.record("not malformed: \(body)")
        continue
      }
      #expect(problem.code == "no-id")
    }
    guard case .malformed(let problem) = try Hooks.decode(adapter, "<xml/>").outcome else {
      Issue.record("not malformed")
      return
    }
    #expect(problem.code == "bad-json")
  }

  @Test("The same body has the same key, another event or body another")
  func dedup() throws {
    let adapter = try Hooks.adapter(Hooks.numbered)
    let first = try Hooks.decode(adapter, #"{"event_no":90147,"resource":{"member_id":"a"}}"#)
    #expect(first.dedupKey.hasPrefix("hash:") && first.dedupKey.utf8.count == 69)
    #expect(try Hooks.decode(adapter, #"{"event_no":90147,"resource":{"member_id":"a"}}"#).dedupKey == first.dedupKey)
    #expect(try Hooks.decode(adapter, #"{"event_no":90147,"resource":{"member_id":"b"}}"#).dedupKey != first.dedupKey)
  }

  @Test("What is stored holds neither proof nor other headers")
  func stripped() throws {
    let adapter = try TestManifests.adapter(
      "webhook: { verify: { header: X-Key }, event: { header: X-Topic }, dedup: { query: id }, routes: { \"*\": ignore } }"
    )
    let request = WebhookRequest(
      path: "/hooks/secret",
      headers: [
        .init("X-Key", "s"), .init("x-topic", "t"), .init("Cookie", "c"), .init("Content-Type", "application/json"),
      ],
      query: "token=s&id=7", body: Array("{}".utf8), receivedAt: Hooks.received)
    let verified = try adapter.verify(request, WebhookSettings(secrets: [Secret("s")]), now: Hooks.received)
    #expect(
      verified.request.headers.map(\.name) == ["x-topic", "Content-Type"] && verified.request.query == "id=7"
        && verified.request.path.isEmpty)
    let decoded = adapter.decode(verified)
    #expect(decoded.dedupKey == "id:7" && decoded.name == "t" && decoded.outcome == .events([]))
    #expect(adapter.decode(VerifiedWebhook(storedAfterVerification: verified.request)) == decoded)
    #expect("\(request)".contains("secret") == false && "\(verified)".contains("token") == false)
  }

  @Test("A ping of that one form is answered and not believed")
  func ping() throws {
    let adapter = try TestManifests.adapter("webhook: { verify: { header: X-Key }, ping: { form: webhook_id } }")
    func outcome(_ body: String) throws -> DecodedWebhook.Outcome {
      let request = WebhookRequest(body: Array(body.utf8), receivedAt: Hooks.received)
      return adapter.decode(try adapter.verify(request, Signing.settings("s"), now: Hooks.received)).outcome
    }
    #expect(try outcome("webhook_id=12") == .ping)
    for body in [
      "webhook_id=12&member_id=a", "webhook_id=x", "webhook_id=", "webhook=1", "webhook_id=12345678901234567890123",
      "{}",
    ] {
      #expect(throws: WebhookRefusal.noProof) { try outcome(body) }
    }
  }
}

@Suite("Webhooks: places, times, lists")
struct WebhookPlacesTests {
  @Test("Fields below `data`, else at the root; many members in one body")
  func payload() throws {
    let adapter = try Hooks.adapter(
      """
      event: { path: eventType }
      at: { path: eventTime }
      payload: [data, .]
      members: { id: [memberUid], name: [name] }
      routes: { BULK: member, ONE: member, LEFT: { to: member_withdrawn, ids: [data.who] } }
      """)
    let bulk = try Hooks.decode(
      adapter,
      #"{"eventType":"BULK","eventTime":"2026-10-01T00:00:00Z","data":[{"memberUid":"a"},{"name":"x"},7,{"memberUid":"b"}]}"#
    )
    #expect(Hooks.members(bulk).map(\.id) == ["a", "b"] && bulk.rejected.map(\.index) == [1])
    #expect(bulk.occurredAt == time("2026-10-01T00:00:00Z"))
    let root = try Hooks.decode(adapter, #"{"eventType":"ONE","memberUid":"a","name":"n","data":{}}"#)
    #expect(Hooks.members(root).map(\.name) == [.value("n")])
  }

  @Test(
    "The time of an event",
    arguments: [
      (#"{"t":"1790000000"}"#, "2026-09-21T14:13:20Z"), (#"{"t":0,"ms":1790000000123}"#, "2026-09-21T14:13:20.123Z"),
      (#"{"gmt":"2026-09-21T14:13:20"}"#, "2026-09-21T14:13:20Z"),
      (#"{"local":"2026-09-21 23:13:20"}"#, "2026-09-21T14:13:20Z"),
      (#"{"local":"20260921231320"}"#, "2026-09-21T14:13:20Z"), (#"{"local":"soon","gmt":""}"#, "2026-11-02T00:00:00Z"),
      (#"{"t":4102444800}"#, "2026-11-02T00:00:00Z"), (#"{"t":99999999999999999999}"#, "2026-11-02T00:00:00Z"),
    ])
  func times(body: String, expected: String) throws {
    let adapter = try Hooks.adapter(
      """
      at:
        - { path: t, format: unix_seconds }
        - { path: ms, format: unix_milliseconds }
        - { path: gmt, zone: utc }
        - { path: local }
      routes: { "*": ignore }
      """)
    #expect(try Hooks.decode(adapter, body).occurredAt == time(expected))
  }

  @Test("Topics in a header, items in a list, an erasure")
  func topics() throws {
    let adapter = try Hooks.adapter(
      """
      event: { header: X-Topic }
      dedup: { header: X-Delivery }
      members: { id: [id], kakao_user_id: ["meta_data[key=kakao_id].value"] }
      orders:
        id: [id]
        total: [total_price]
        currency: [currency]
        placed_at: [created_at]
        items: { each: [line_items], name: [title], quantity: [quantity], price: [price], id: [id] }
      routes:
        customers/update: member
        customers/redact: { to: erase, ids: [customer.id] }
        orders/paid: { to: order, set: { status: paid, paid_at: event_time } }
      """)
    let order = try Hooks.decode(
      adapter,
      #"{"id":450789469,"total_price":"27580","currency":"KRW","created_at":"2026-11-01T09:00:00+09:00","line_items":[{"id":1,"title":"장미, 빨강","quantity":2,"price":"10000"},{"id":2,"title":"화병","quantity":1,"price":7580.0}]}"#,
      headers: [("x-topic", "orders/paid"), ("X-Delivery", "d-1")])
    let found = try #require(Hooks.orders(order).first)
    #expect(
      order.dedupKey == "id:d-1" && found.id == "450789469" && found.status == .paid && found.paidAt == Hooks.received)
    #expect(
      found.items == [
        Order.Item(name: "장미, 빨강", quantity: 2, price: DecimalNumber(10_000)),
        Order.Item(name: "화병", quantity: 1, price: DecimalNumber(7_580)),
      ])
    #expect(found.total == DecimalNumber(27_580))
    let redact = try Hooks.decode(
      adapter, #"{"customer":{"id":207119551}}"#, headers: [("X-Topic", "customers/redact")])
    #expect(redact.events == [.erase(memberID: "207119551", at: Hooks.received)])
    let linked = try Hooks.decode(
      adapter, #"{"id":1,"meta_data":[{"key":"x","value":"1"},{"key":"kakao_id","value":"1376016924429759228"}]}"#,
      headers: [("X-Topic", "customers/update")])
    #expect(Hooks.members(linked).first?.kakaoUserID == .value(1_376_016_924_429_759_228))
  }

  @Test("Items in lists within lists")
  func nested() throws {
    let adapter = try Hooks.adapter(
      """
      orders: { id: [orderNo], items: { each: ["sections[].sectionItems[]"], name: [productInfo.name] } }
      routes: { "*": order }
      """)
    let body =
      #"{"orderNo":"1","sections":[{"sectionItems":[{"productInfo":{"name":"a"}},{"productInfo":{"name":"b"}}]},{"sectionItems":[{"productInfo":{"name":"c"}}]}]}"#
    #expect(Hooks.orders(try Hooks.decode(adapter, body)).first?.items.map(\.name) == ["a", "b", "c"])
  }

  @Test("An amount that can not be read makes an order malformed")
  func amount() throws {
    let adapter = try Hooks.adapter("orders: { id: [id], total: [total] }\nroutes: { \"*\": order }")
    let found = try Hooks.decode(adapter, #"{"id":"1","total":"a lot"}"#)
    guard case .malformed(let problem) = found.outcome else {
      Issue.record("not malformed")
      return
    }
    #expect(problem.code == "unreadable-amount" && found.rejected.map(\.id) == ["1"])
  }

  @Test("A path that is missing leaves a field, null and blanks empty it")
  func absence() throws {
    let adapter = try Hooks.adapter(
      "members: { id: [id], name: [name], email: { first: [[mail], [email]] }, points: [points], attributes: { 추천인: [ref] } }\nroutes: { \"*\": member }"
    )
    let nothing = try #require(Hooks.members(Hooks.decode(adapter, #"{"id":"a"}"#)).first)
    #expect(nothing == Member(id: "a"))
    let blank = try #require(
      Hooks.members(Hooks.decode(adapter, #"{"id":"a","name":null,"email":"","points":"-","ref":null}"#)).first)
    #expect(
      blank.name == .empty && blank.email == .empty && blank.points == .empty && blank.attributes == ["추천인": .empty])
    let own = try Hooks.decode(
      adapter, #"{"id":"a","vip":"y","ref":"r"}"#, attributes: [AttributeMapping(name: "등급2", labels: ["vip"])])
    #expect(Hooks.members(own).first?.attributes == ["등급2": .value("y"), "추천인": .value("r")])
  }

  @Test("Unlinked by the member, or by the Kakao user")
  func unlink() throws {
    let adapter = try Hooks.adapter(
      """
      event: { path: e }
      members: { id: [id] }
      routes: { m: unlink, k: { to: unlink, kakao_user_id: [kid], at: { labels: [when], format: unix_seconds } } }
      """)
    let member = try #require(Hooks.members(Hooks.decode(adapter, #"{"e":"m","id":"a"}"#)).first)
    #expect(member.kakaoUserID == .empty && member.updatedAt == Hooks.received)
    let user = try Hooks.decode(adapter, #"{"e":"k","kid":"77","when":1790000000}"#)
    #expect(user.events == [.event(.accountUnlinked(kakaoUserID: 77, at: Timestamp(seconds: 1_790_000_000)))])
  }

  @Test("A form body's fields are found by their names")
  func form() throws {
    let adapter = try Hooks.adapter(
      "event: { path: event.name }\nmembers: { id: [user_id], name: [name] }\nroutes: { joined: member }")
    let found = try Hooks.decode(
      adapter, "event.name=joined&user_id=a%2Bb&name=%EA%B9%80",
      headers: [("content-type", "application/x-www-form-urlencoded; charset=utf-8")])
    #expect(Hooks.members(found).map(\.id) == ["a+b"] && Hooks.members(found).first?.name == .value("김"))
  }

  @Test("Canonical objects need no route, in any adapter")
  func canonical() throws {
    let adapter = try Hooks.adapter("event: { path: type }\npayload: [data, .]\nroutes: { mine: ignore }")
    let found = try Hooks.decode(
      adapter,
      #"{"type":"member.updated","data":{"kind":"member","id":"a","kakao_user_id":null,"consents":[{"kind":"sms","state":"denied"}]}}"#
    )
    let member = try #require(Hooks.members(found).first)
    #expect(member.kakaoUserID == .empty && member.consents == [Consent(.sms, .denied)])
    let list = try Hooks.decode(
      adapter,
      #"[{"kind":"member_withdrawn","id":"a"},{"kind":"nonsense","id":"b"},{"kind":"refetch","entity":"order","ids":["1"]}]"#
    )
    #expect(list.events == [.event(.memberWithdrawn(id: "a", at: Hooks.received)), .refetch(Refetch(.order, ["1"]))])
    #expect(list.rejected.map(\.reason.code) == ["unknown-kind"] && list.rejected.map(\.id) == ["b"])
    #expect(try Hooks.decode(adapter, #"{"type":"mine","data":{"kind":"member","id":"a"}}"#).outcome == .events([]))
  }

  @Test("Hostile bodies are understood or malformed, and nothing else", arguments: 0..<6)
  func hostile(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let adapter = try Hooks.adapter(Hooks.numbered)
    let values = [
      "null", "true", "[]", "{}", "[[]]", "{\"a\":{}}", "1e999", "-0", "\"\"", "\"=cmd|' /C calc'!A0\"", "\"\\u202e\"",
      "\"90032\"", "\"a,b,,\"",
      "\"" + String(repeating: "9", count: 70_000) + "\"", "\"'; DROP TABLE--\"", "99999999999999999999999",
      "[\"a\",\"b\"]", "\"T\"", "\"kakao\"",
    ]
    let keys = [
      "member_id", "order_id", "name", "sms", "paid", "payment_date", "actual_payment_amount", "social_name",
      "social_member_code", "client_id", "created_date",
    ]
    for _ in 0..<60 {
      let fields = keys.map { "\"\($0)\":\(values.randomElement(using: &random) ?? "1")" }.joined(separator: ",")
      let event = [90032, 90063, 90080, 90142, 90145, 90147, 90025, 90026, 90072].randomElement(using: &random) ?? 0
      let found = try Hooks.decode(adapter, "{\"event_no\":\(event),\"resource\":{\(fields)}}")
      for member in Hooks.members(found) { #expect((1...512).contains(member.id.utf8.count)) }
      if case .malformed(let problem) = found.outcome { #expect(!problem.reason.korean.isEmpty) }
    }
  }
}
