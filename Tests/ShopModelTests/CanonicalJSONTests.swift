import CommonValues
import Foundation
import NaruTestSupport
import ShopModel
import Testing

/// JSON by its meaning: keys without order, numbers as 64-bit integers.
enum JSONValue: Decodable, Equatable {
  case null
  case number(Int64)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let number = try? container.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }
}

@Suite("Canonical JSON")
struct CanonicalJSONTests {
  static let memberText = """
    { "kind": "member", "id": "flower01", "name": "김하나", "phone": "+821012345678", "email": "hana@example.com",
      "gender": "female", "birth_date": "1990-01-31", "grade": "VIP", "region": "서울", "points": 1200,
      "joined_at": "2024-03-02T10:15:00+09:00", "last_login_at": "2026-11-01T08:00:00+09:00", "status": "active",
      "kakao_user_id": "1376016924429759228",
      "consents": [ { "kind": "sms", "state": "granted", "at": "2025-06-01T00:00:00+09:00" },
        { "kind": "email", "state": "denied" } ],
      "attributes": { "추천인": "rose02" }, "updated_at": "2026-11-02T00:00:00+09:00" }
    """
  static let orderText = """
    { "kind": "order", "id": "20261102-0000001", "member_id": "flower01",
      "buyer": { "name": "김하나", "phone": "+821012345678" },
      "placed_at": "2026-11-02T09:00:00+09:00", "paid_at": "2026-11-02T09:01:00+09:00", "status": "paid", "currency": "KRW",
      "total": "24680", "items": [ { "name": "장미", "quantity": 1, "price": "24680" } ],
      "updated_at": "2026-11-02T09:01:00+09:00" }
    """

  private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  private func meaning(_ value: some Encodable) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
  }

  @Test("the member of DESIGN §8 is read as it is written and written as it is read")
  func member() throws {
    let member = try decode(Member.self, Self.memberText)
    var expected = Member(id: "flower01")
    expected.name = .value("김하나")
    expected.phone = .value(try #require(PhoneNumber("010-1234-5678")))
    expected.email = .value("hana@example.com")
    expected.gender = .value(.female)
    expected.birthDate = .value(try #require(CalendarDate(year: 1990, month: 1, day: 31)))
    expected.grade = .value("VIP")
    expected.region = .value("서울")
    expected.points = .value(try #require(DecimalNumber(1200)))
    expected.joinedAt = .value(try #require(Timestamp("2024-03-02T01:15:00Z")))
    expected.lastLoginAt = .value(try #require(Timestamp("2026-10-31T23:00:00Z")))
    expected.status = .value(.active)
    expected.kakaoUserID = .value(1_376_016_924_429_759_228)
    expected.consents = [
      Consent(.sms, .granted, at: Timestamp("2025-05-31T15:00:00Z")), Consent(.email, .denied),
    ]
    expected.attributes = ["추천인": .value("rose02")]
    expected.updatedAt = Timestamp("2026-11-01T15:00:00Z")
    #expect(member == expected)
    #expect(try meaning(member) == decode(JSONValue.self, Self.memberText))
  }

  @Test("the order of DESIGN §8 is read as it is written and written as it is read")
  func order() throws {
    let order = try decode(Order.self, Self.orderText)
    #expect(order.id == "20261102-0000001")
    #expect(order.memberID == "flower01")
    #expect(order.buyer == Order.Buyer(name: "김하나", phone: PhoneNumber("010-1234-5678")))
    #expect(order.placedAt?.utcDescription == "2026-11-02T00:00:00Z")
    #expect(order.paidAt?.utcDescription == "2026-11-02T00:01:00Z")
    #expect(order.status == .paid)
    #expect(order.total == DecimalNumber(24_680))
    #expect(order.items == [Order.Item(name: "장미", quantity: 1, price: DecimalNumber(24_680))])
    #expect(try meaning(order) == decode(JSONValue.self, Self.orderText))
  }

  @Test("random members and orders are the same after their JSON")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 31)
    for _ in 0..<150 {
      var member = generator.member()
      member.updatedAt = Timestamp(milliseconds: generator.time())
      #expect(try JSONDecoder().decode(Member.self, from: JSONEncoder().encode(member)) == member)
      let order = generator.order()
      #expect(try JSONDecoder().decode(Order.self, from: JSONEncoder().encode(order)) == order)
    }
  }

  @Test(
    "64-bit Kakao user ids keep every digit, as text and as number",
    arguments: [1, 9_007_199_254_740_993, 1_376_016_924_429_759_228, .max] as [Int64])
  func kakaoUserID(id: Int64) throws {
    for text in ["\"\(id)\"", "\(id)"] {
      let member = try decode(Member.self, #"{"id":"a","kakao_user_id":\#(text)}"#)
      #expect(member.kakaoUserID == .value(id))
      #expect(
        try meaning(member) == .object(["kind": .text("member"), "id": .text("a"), "kakao_user_id": .text("\(id)")]))
    }
  }

  @Test(
    "what is no Kakao user id is refused",
    arguments: [
      "0", "-5", "\"0\"", "\"-5\"", "\"\"", "\"abc\"", "9223372036854775808", "\"9223372036854775808\"", "1.5", "true",
      "[]",
      "\"1376016924429759228 \"",
    ])
  func noKakaoUserID(text: String) {
    #expect(throws: DecodingError.self) { try decode(Member.self, #"{"id":"a","kakao_user_id":\#(text)}"#) }
  }

  @Test("absent is unknown, null is known to be empty, and both are written back so")
  func absence() throws {
    let text =
      #"{"kind":"member","id":"a","name":null,"phone":null,"points":null,"kakao_user_id":null,"status":null,"attributes":{"a":null}}"#
    let member = try decode(Member.self, text)
    #expect(member.name == .empty)
    #expect(member.phone == .empty)
    #expect(member.points == .empty)
    #expect(member.kakaoUserID == .empty)
    #expect(member.status == .empty)
    #expect(member.attributes == ["a": .empty])
    #expect(member.email == .unknown)
    #expect(member.gender == .unknown)
    #expect(try meaning(member) == decode(JSONValue.self, text))
    #expect(try meaning(Member(id: "a")) == .object(["kind": .text("member"), "id": .text("a")]))
    #expect(try meaning(Order(id: "a")) == .object(["kind": .text("order"), "id": .text("a")]))
  }

  @Test("unknown words are absent and unknown keys are passed over")
  func unknownWords() throws {
    let member = try decode(
      Member.self,
      """
      {"id":"a","status":"sleeping","new_key":{"x":[1]},"consents":[{"kind":"fax","state":"granted"},
      {"kind":"sms","state":"maybe"},{"kind":"sms"},{"kind":"email","state":"granted"}]}
      """)
    #expect(member.status == .unknown)
    #expect(member.consents == [Consent(.email, .granted)])
    #expect(try decode(Order.self, #"{"id":"a","status":"teleported"}"#).status == nil)
  }

  @Test(
    "what can not be read is refused",
    arguments: [
      "{}", #"{"id":null}"#, #"{"id":1}"#, #"{"id":"a","phone":"abc"}"#, #"{"id":"a","birth_date":"2026-02-30"}"#,
      #"{"id":"a","consents":[{"kind":"sms","state":"granted","at":"soon"}]}"#, "[]",
    ])
  func refused(text: String) { #expect(throws: DecodingError.self) { try decode(Member.self, text) } }

  @Test("an attribute of which nothing is known is not written as empty")
  func unknownAttribute() throws {
    var member = Member(id: "a")
    member.attributes = ["a": .unknown]
    #expect(try meaning(member) == meaning(Member(id: "a")))
    #expect(Stored(member, at: 0).bytes.isEmpty)
  }
}
