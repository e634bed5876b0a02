import CommonValues
import Foundation
import NaruTestSupport
import ShopModel
import Testing

@Suite("Decimal numbers")
struct DecimalNumberTests {
  @Test(
    "each spelling is the number that it means",
    arguments: [
      ("24680", "24680"), ("24680.00", "24680"), ("1,000원", "1000"), ("₩1,000", "1000"), ("￦1,000", "1000"),
      ("KRW 1000", "1000"),
      ("1000 KRW", "1000"), ("krw1000", "1000"), ("(1,000)", "-1000"), ("-1,000", "-1000"), ("-₩1,000", "-1000"),
      ("₩-1,000", "-1000"), ("+5", "5"), ("12 %", "12"), ("12%", "12"), ("0", "0"), ("-0", "0"), ("000123", "123"),
      (".5", "0.5"),
      ("1.", "1"), ("1.50", "1.5"), ("0.0001", "0.0001"), ("-0.05", "-0.05"), ("1.23450000", "1.2345"),
      (" 1,234,567 원 ", "1234567"), ("922337203685477.5807", "922337203685477.5807"),
      ("-922337203685477.5807", "-922337203685477.5807"), ("00000000000000000000000001", "1"), ("\u{3000}5\u{A0}", "5"),
    ])
  func spelling(text: String, number: String) { #expect(DecimalNumber(text)?.description == number) }

  @Test(
    "what is no number, too fine or too large is nil",
    arguments: [
      "", " ", "-", "원", "₩", "%", "(", ")", "()", ".", ",", "abc", "1a", "a1", "1e5", "0x10", "--5", "(-5)", "1-2",
      "(5", "5)",
      "1.2.3", "1.00001", "922337203685477.5808", "922337203685478", "99999999999999999999", "1 000", "1,000원 2,000원",
      "1원2",
      "12%5", "1 .5", "$5", "5 USD", "N/A", "없음", "NaN", "inf", "５",
    ])
  func garbage(text: String) { #expect(DecimalNumber(text) == nil) }

  @Test("a number is the same after its text and its JSON")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 41)
    for round in 0..<3_000 {
      let shift = Int64(round % 63)
      let number = DecimalNumber(
        tenThousandths: Int64.random(in: -(.max >> shift)...(.max >> shift), using: &generator))
      #expect(DecimalNumber(number.description) == number)
    }
    let numbers = [try #require(DecimalNumber("-1.5")), .zero]
    let data = try JSONEncoder().encode(numbers)
    #expect(String(decoding: data, as: UTF8.self) == #"["-1.5","0"]"#)
    #expect(try JSONDecoder().decode([DecimalNumber].self, from: data) == numbers)
    #expect(try JSONDecoder().decode([DecimalNumber].self, from: Data("[1200]".utf8)) == [DecimalNumber(1200)])
    for bad in ["[1.5]", "[true]", #"["x"]"#, "[922337203685478]", "[null]"] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode([DecimalNumber].self, from: Data(bad.utf8)) }
    }
  }

  @Test("arithmetic that leaves the range is nil")
  func overflow() {
    let largest = DecimalNumber(tenThousandths: .max)
    let one = DecimalNumber(tenThousandths: 1)
    #expect(largest.adding(one) == nil)
    #expect(DecimalNumber(tenThousandths: .min).subtracting(one) == nil)
    #expect(largest.subtracting(one)?.adding(one) == largest)
    #expect(DecimalNumber(922_337_203_685_477) != nil)
    #expect(DecimalNumber(922_337_203_685_478) == nil)
    #expect(DecimalNumber(Int64.min) == nil)
    #expect(DecimalNumber(tenThousandths: .min).description == "-922337203685477.5808")
  }

  @Test(
    "division rounds half up, away from zero",
    arguments: [
      ("10", 4, 0, "3"), ("10", 3, 0, "3"), ("5", 2, 0, "3"), ("-5", 2, 0, "-3"), ("1", 3, 4, "0.3333"),
      ("2", 3, 4, "0.6667"),
      ("1", 3, 2, "0.33"), ("0.5", 1, 0, "1"), ("0.4999", 1, 0, "0"), ("0", 7, 0, "0"), ("24680", 1, 0, "24680"),
      ("7", 2, 1, "3.5"),
      ("0.25", 1, 1, "0.3"), ("922337203685477.5807", 1, 0, "922337203685477"),
      ("922337203685477.5807", 1, 4, "922337203685477.5807"),
      ("1", Int.max, 0, "0"),
    ])
  func division(text: String, count: Int, places: Int, result: String) throws {
    #expect(try #require(DecimalNumber(text)).divided(by: count, places: places).description == result)
  }

  @Test("the smallest number can be divided")
  func smallest() {
    let smallest = DecimalNumber(tenThousandths: .min)
    #expect(smallest.divided(by: 1, places: 4) < DecimalNumber(tenThousandths: .min + 2))
    #expect(smallest.divided(by: 1, places: 0).description == "-922337203685477")
  }

  @Test("division agrees with whole-number arithmetic")
  func divisionProperty() {
    var generator = SplitMix64(seed: 42)
    for _ in 0..<3_000 {
      let number = Int64.random(in: -1_000_000_000...1_000_000_000, using: &generator)
      let count = Int64.random(in: 1...1_000, using: &generator)
      let quotient = DecimalNumber(tenThousandths: number).divided(by: Int(count), places: 4).tenThousandths
      let twice = 2 * abs(number) - 2 * abs(quotient) * count
      #expect(-count <= twice && twice < count, "\(number) by \(count)")
    }
  }

  @Test("random bytes never crash, and what is read can be read again")
  func randomBytes() {
    var generator = SplitMix64(seed: 43)
    let alphabet: [UInt8] = Array("0123456789.,-+()% KRW".utf8) + Array("원₩".utf8)
    for _ in 0..<10_000 {
      let bytes = generator.bytes(upTo: 24, alphabet: alphabet)
      guard let number = bytes.withUnsafeBufferPointer({ DecimalNumber(bytes: $0) }) else { continue }
      #expect(DecimalNumber(number.description) == number)
    }
  }

  @Test("money is an amount and a currency, in JSON a text and a text")
  func money() throws {
    let money = Money(try #require(DecimalNumber("24680")), "KRW")
    let data = try JSONEncoder().encode(money)
    #expect(
      try JSONDecoder().decode([String: String].self, from: data) == ["amount": "24680", "currency": "KRW"])
    #expect(try JSONDecoder().decode(Money.self, from: data) == money)
    #expect(money != Money(money.amount, "USD"))
  }
}

@Suite("Names and words")
struct WordTests {
  @Test(
    "shop ids are lower-case letters, digits, - and _",
    arguments: ["flower", "a", "0", "flower-shop_2", "a-", "a_", String(repeating: "a", count: 63)])
  func shopID(text: String) throws {
    let id = try #require(ShopID(text))
    #expect(id.description == text)
    #expect(try JSONDecoder().decode([ShopID].self, from: JSONEncoder().encode([id])) == [id])
  }

  @Test(
    "anything else is no shop id",
    arguments: [
      "", "-a", "_a", "Flower", "a b", "a/b", "..", "a.b", "꽃", "ａ", "a\n", "a\u{0}", "a'",
      String(repeating: "a", count: 64),
    ])
  func noShopID(text: String) {
    #expect(ShopID(text) == nil)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([ShopID].self, from: JSONEncoder().encode([text])) }
  }

  @Test(
    "Kakao's relation words are known in any case and unknown ones are kept",
    arguments: [
      ("ADDED", ChannelRelation.State.added, "ADDED"), ("added", .added, "ADDED"), ("BLOCKED", .blocked, "BLOCKED"),
      ("NONE", .none, "NONE"), ("Muted", .other("Muted"), "Muted"), ("", .other(""), ""),
    ])
  func relation(word: String, state: ChannelRelation.State, raw: String) {
    #expect(ChannelRelation.State(rawValue: word) == state)
    #expect(state.rawValue == raw)
  }

  @Test("an unknown relation is neither friend nor blocked")
  func unknownRelation() {
    let state = ChannelRelation.State(rawValue: "MUTED")
    #expect(state != .added && state != .blocked && state != .none)
  }

  @Test("the words of the canonical model are those of DESIGN §8")
  func words() {
    #expect(MemberStatus.allCases.map(\.rawValue) == ["active", "dormant", "withdrawn"])
    #expect(
      OrderStatus.allCases.map(\.rawValue)
        == ["placed", "paid", "preparing", "shipped", "delivered", "cancelled", "returned", "refunded"])
    #expect(
      ConsentKind.allCases.map(\.rawValue) == ["sms", "email", "kakao", "push", "night", "third_party", "marketing"])
    #expect(OrderStatus.allCases.filter(\.isPaid) == [.paid, .preparing, .shipped, .delivered])
    #expect(Gender.allCases.map(\.rawValue) == ["female", "male"])
  }

  @Test("the stored numbers of fields and words never change")
  func storedNumbers() {
    #expect(MemberField.allCases.map(\.rawValue) == Array(1...12))
    #expect(OrderField.allCases.map(\.rawValue) == Array(1...10))
    #expect(ConsentKind.allCases.map(\.storedOrder) == Array(0...6))
    #expect(MemberStatus.allCases.map(\.storedByte) == [1, 2, 3])
    #expect(OrderStatus.allCases.map(\.storedByte) == Array(1...8))
    #expect(Gender.allCases.map(\.storedByte) == [1, 2])
    #expect(MemberField.name.rawValue == 1 && MemberField.kakaoUserID.rawValue == 12)
  }

  @Test("fields are found by the names of canonical JSON")
  func fieldNames() {
    for field in MemberField.allCases { #expect(MemberField(name: field.name) == field) }
    #expect(MemberField(name: "kakao_user_id") == .kakaoUserID)
    #expect(MemberField(name: "birthDate") == nil)
    #expect(MemberField.allCases.filter { !$0.canFillColumn } == [.kakaoUserID])
    #expect(Set(OrderField.allCases.map(\.name)).count == OrderField.allCases.count)
  }

  @Test("a field knows absent, empty and value apart")
  func field() {
    #expect(Field<Int>(nil) == .unknown)
    #expect(Field(5) == .value(5))
    #expect(Field<Int>.empty.value == nil)
    #expect(Field<Int>.unknown != .empty)
  }
}
