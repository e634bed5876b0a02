import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

@Suite("Definitions")
struct DefinitionTests {
  private func errors(_ files: [CustomerFileDefinition]) -> [String] {
    CustomerFileCheck.diagnostics(files).filter { $0.severity == .error }.map(\.code)
  }

  private func columns(_ count: Int) -> [Column] {
    (0..<count).map { Column(name: "열\($0)", source: .orderCount) }
  }

  @Test("30 columns and 30 files are allowed, 31 are not")
  func limits() {
    #expect(errors([Sample.file(columns: columns(30))]).isEmpty)
    #expect(errors([Sample.file(columns: columns(31))]) == ["too-many-columns"])
    #expect(errors((0..<30).map { Sample.file("파일\($0)") }).isEmpty)
    #expect(errors((0..<31).map { Sample.file("파일\($0)") }) == ["too-many-customer-files"])
  }

  @Test("names may not repeat, in Unicode's sense")
  func duplicates() {
    #expect(errors([Sample.file("가"), Sample.file("\u{1100}\u{1161}")]) == ["duplicate-customer-file"])
    let twice = [Column(name: "가", source: .age), Column(name: "\u{1100}\u{1161}", source: .age)]
    #expect(errors([Sample.file(columns: twice)]) == ["duplicate-column"])
  }

  @Test("reserved and custom text columns are warned about, built-in and numeric ones are not")
  func warnings() {
    let file = Sample.file(columns: [
      Column(name: "전화번호", source: .member(.phone)), Column(name: "회원등급", source: .member(.grade)),
      Column(name: "성별", source: .member(.gender)), Column(name: "주문수", source: .orderCount),
    ])
    let found = CustomerFileCheck.diagnostics([file])
    #expect(found.map(\.code) == ["reserved-column", "custom-text-column"])
    #expect(CustomerFileCheck.diagnostics([Sample.file()]).map(\.code) == ["no-columns"])
    #expect(
      found.allSatisfy { $0.severity == .warning && $0.place.field?.hasPrefix("customer_files[0].columns.") == true })
  }

  @Test("what Kakao would refuse is refused by the planner")
  func planner() async throws {
    let shop = Harness([Sample.file(columns: columns(31))])
    await #expect(throws: Diagnostic.self) { try await shop.plan() }
    let result = try await shop.sync()
    #expect(result.ending == .failed && result.problem?.code == "too-many-columns")
  }

  @Test("the definition's hash changes with everything that decides about rows, and with nothing else")
  func hash() {
    func hash(
      _ file: CustomerFileDefinition, _ undated: UndatedConsentPolicy = .accept, _ currency: String = "KRW"
    ) -> Int64 { DefinitionHash.of(file, in: Sample.settings([file], undated: undated, currency: currency)) }
    let columns = SyncTests.columns
    let plain = hash(Sample.file(columns: columns))
    let others: [Int64] = [
      hash(Sample.file(users: .phone, columns: columns)), hash(Sample.file()),
      hash(Sample.file(columns: columns), .refuse),
      hash(Sample.file(columns: columns), .accept, "USD"),
      hash(Sample.file(columns: columns, consent: .granted([.sms]))),
      hash(Sample.file(columns: columns, consent: .granted([.sms, .night]))),
      hash(Sample.file(columns: [Column(name: "회원등급", source: .member(.grade), kind: .number)])),
      hash(Sample.file(columns: [Column(name: "회원등급", source: .constant("grade"))])),
      hash(Sample.file(columns: columns) { $0.notBlocked = true }),
      hash(Sample.file(columns: columns) { $0.channelFriend = true }),
      hash(Sample.file(columns: columns) { $0.channelFriend = false }),
      hash(Sample.file(columns: columns) { $0.status = [.active, .dormant] }),
      hash(Sample.file(columns: columns) { $0.grade = ["VIP"] }),
      hash(Sample.file(columns: columns) { $0.grade = [] }),
      hash(Sample.file(columns: columns) { $0.region = ["VIP"] }),
      hash(Sample.file(columns: columns) { $0.gender = .male }),
      hash(Sample.file(columns: columns) { $0.age = .init(atLeast: 1) }),
      hash(Sample.file(columns: columns) { $0.age = .init(atMost: 1) }),
      hash(Sample.file(columns: columns) { $0.orderCount = .init(atLeast: 1) }),
      hash(Sample.file(columns: columns) { $0.orderTotalPaid = .init(atLeast: DecimalNumber(1)) }),
      hash(Sample.file(columns: columns) { $0.lastPaid = .within(days: 1) }),
      hash(Sample.file(columns: columns) { $0.lastPaid = .before(days: 1) }),
    ]
    #expect(Set(others + [plain]).count == others.count + 1)
    #expect(hash(Sample.file("다른 이름", columns: columns, maxRemoval: .rows(1))) == plain)
    let two = columns + [Column(name: "나이", source: .age)]
    #expect(hash(Sample.file(columns: two)) == hash(Sample.file(columns: two.reversed())))
  }

  @Test("a plan only evaluates who changed or is due", arguments: [1, 5])
  func incremental(_ changed: Int) async throws {
    let file = Sample.file(columns: [Column(name: "나이", source: .age)])
    let shop = Harness([file])
    for number in 1...20 {
      shop.ledger.put(
        SyncTests.member(number).with {
          $0.member.birthDate = .value(CalendarDate(year: 1990, month: 12, day: number)!)
        })
    }
    try await shop.sync()
    for number in 1...changed { shop.ledger.put(SyncTests.member(number)) }
    _ = try await shop.plan()
    #expect(shop.ledger.state.withLock { $0.evaluations } == changed)
    shop.wait(seconds: 86_400 * 29)  // 20 December
    try await shop.sync()
    #expect(shop.ledger.state.withLock { $0.evaluations } == 20 - changed)
    #expect(shop.held() == shop.wanted(file))
  }
}
