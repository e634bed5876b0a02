import CommonValues
import Foundation
import NaruTestSupport
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

@Suite("Explain")
struct ExplainTests {
  @Test("the explanation agrees with the evaluation and its row with what is sent", arguments: 0..<40)
  func agrees(_ seed: UInt64) async throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<10 {
      let definition = RandomCase.file(&generator)
      let shop = Harness([definition])
      let facts = RandomCase.facts(&generator)
      shop.ledger.put(facts)
      let explained = try await shop.explain("flower01").files[0]
      let evaluation = Sample.evaluator(definition).evaluate(facts)
      #expect(explained.isIn == (evaluation.contentHash != nil))
      #expect(explained.isIn == explained.rules.allSatisfy(\.ok))
      #expect(explained.rules.allSatisfy { !$0.because.korean.isEmpty && !$0.because.english.isEmpty })
      if let row = explained.row {
        let bytes = Sample.evaluator(definition).projection.row(facts)
        #expect(try JSONDecoder().decode([String: RowValue].self, from: Data(bytes)) == row)
      }
    }
  }

  @Test("each rule of the selection is named once, in the order of evaluation")
  func names() async throws {
    let file = Sample.file(consent: .granted([.sms])) {
      $0.notBlocked = true
      $0.channelFriend = true
      $0.grade = ["VIP"]
      $0.gender = .female
      $0.age = .init(atLeast: 20)
      $0.region = ["서울"]
      $0.orderCount = .init(atLeast: 1)
      $0.orderTotalPaid = .init(atLeast: DecimalNumber(1))
      $0.lastPaid = .within(days: 90)
    }
    let shop = Harness([file])
    shop.ledger.put(Sample.facts())
    let rules = try await shop.explain("flower01").files[0].rules
    #expect(
      rules.map(\.rule) == [
        "identity", "status", "consent", "not_blocked", "channel_friend", "grade", "gender", "region", "orders.count",
        "orders.total_paid", "age", "orders.last_paid_on", "stands_for_target",
      ])
    #expect(rules.filter(\.ok).map(\.rule) == ["identity", "status", "not_blocked", "stands_for_target"])
  }

  @Test("no sentence holds a phone number, a name, an e-mail address or a birth date")
  func noPersonalData() async throws {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<50 {
      let shop = Harness([RandomCase.file(&generator), Sample.file("전화", users: .phone)])
      shop.ledger.put(
        RandomCase.facts(&generator).with {
          $0.member.name = .value("김하나")
          $0.member.email = .value("hana@example.com")
          $0.member.phone = Field(PhoneNumber("010-1234-5678"))
          $0.member.birthDate = .value(Sample.day("1990-01-31"))
        })
      for rule in try await shop.explain("flower01").files.flatMap(\.rules) {
        let text = rule.because.korean + rule.because.english
        for word in ["김하나", "hana@", "12345678", "1234-5678", "1990", "1001"] { #expect(!text.contains(word)) }
      }
    }
  }

  @Test("name, phone and e-mail in a row are masked unless asked for")
  func masked() async throws {
    let columns = [
      Column(name: "이름", source: .member(.name)), Column(name: "메일", source: .member(.email)),
      Column(name: "전화", source: .member(.phone)), Column(name: "등급", source: .member(.grade)),
      Column(name: "번호", source: .member(.phone), kind: .number),
    ]
    let shop = Harness([Sample.file(columns: columns)])
    shop.ledger.put(
      Sample.facts {
        $0.member.name = .value("김하나")
        $0.member.email = .value("hana@example.com")
        $0.member.phone = Field(PhoneNumber("010-1234-5678"))
        $0.member.grade = .value("VIP")
      })
    let row = try #require(try await shop.explain("flower01").files[0].row)
    #expect(row["이름"] == .text("김*나") && row["등급"] == .text("VIP"))
    #expect(row["전화"] == .text("+8210****5678") && row["메일"] == .text("h***@e***.com"))
    #expect(row["번호"].map { "\($0)".contains("*") } == true)
    let explainer = MemberExplainer(shop.settings.withLock { $0 }, ledger: shop.ledger)
    let open = try await explainer.explain(memberID: "flower01", today: shop.today, unmasked: true).files[0].row
    #expect(open?["이름"] == .text("김하나") && open?["전화"] == .text("+821012345678"))
  }

  @Test("a member without an id in the file stands for nothing")
  func noTarget() async throws {
    let shop = Harness([Sample.file(users: .phone)])
    shop.ledger.put(Sample.facts())
    let explained = try await shop.explain("flower01").files[0]
    #expect(
      !explained.isIn && explained.row == nil && explained.rules.map(\.rule) == ["identity", "status", "consent"])
  }

  @Test("of equally new records the greater member id stands, as the ledger decides")
  func tie() async throws {
    let shop = Harness([Sample.file(columns: SyncTests.columns)])
    for (id, grade) in [("a", "새싹"), ("b", "VIP")] {
      shop.ledger.put(Sample.facts(id) { $0.member.grade = .value(grade) })
    }
    #expect(try await shop.explain("a").files[0].isIn == false)
    #expect(try await shop.explain("b").files[0].isIn)
    try await shop.sync()
    #expect(shop.held() == [1001: #"{"회원등급":"VIP"}"#])
  }

  @Test("whoever had the Kakao user before the link ended is no rival")
  func endedRival() async throws {
    let shop = Harness([Sample.file()])
    shop.ledger.put(
      Sample.facts("a", at: "2026-01-01"),
      Sample.facts("b", at: "2026-06-01") { $0.endedKakaoUsers = [1001: Sample.time("2026-05-01")] })
    #expect(try await shop.explain("a").files[0].isIn)
  }

  @Test("a consent without a date is said to have none")
  func undated() async throws {
    let shop = Harness([Sample.file(consent: .granted([.sms]))])
    func because() async throws -> String {
      try await shop.explain("flower01").files[0].rules.first { $0.rule == "consent" }?.because.english ?? ""
    }
    shop.ledger.put(Sample.facts { $0.member.consents = [Consent(.sms, .granted)] })
    #expect(try await because().contains("without a date"))
    shop.ledger.put(Sample.facts { $0.member.consents = [Consent(.sms, .granted, at: Sample.time("2025-06-01"))] })
    #expect(try await !because().contains("without a date"))
  }

  @Test("an unknown member is said to be unknown")
  func unknown() async throws {
    let shop = Harness([Sample.file()])
    await #expect(throws: SyncError.unknownMember) { try await shop.explain("nobody") }
  }

  @Test("the JSON has the keys of DESIGN, row is null for who is out")
  func json() async throws {
    let shop = Harness([
      Sample.file(columns: SyncTests.columns + [Column(name: "n", source: .constant("1.5"), kind: .number)])
    ])
    shop.ledger.put(Sample.facts { $0.member.grade = .value("VIP") })
    func text() async throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(try await shop.explain("flower01")), as: UTF8.self)
    }
    let inside = try await text()
    #expect(inside.contains(#""in":true"#) && inside.contains(#""row":{"n":1.5,"회원등급":"VIP"}"#))
    #expect(inside.contains(#""member_id":"flower01""#) && inside.contains(#""because":{"en":"#))
    shop.ledger.put(Sample.facts { $0.member.status = .value(.withdrawn) })
    #expect(try await text().contains(#""row":null"#))
  }
}
