import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

@Suite("Sync")
struct SyncTests {
  static let columns = [Column(name: "회원등급", source: .member(.grade))]
  static let file = Sample.file(columns: columns)

  static func member(_ number: Int, grade: String = "VIP") -> MemberFacts {
    Sample.facts("m\(number)", user: Int64(number)) { $0.member.grade = .value(grade) }
  }

  static func shop(_ count: Int, batchSize: Int = 2000, _ file: CustomerFileDefinition = file) -> Harness {
    let harness = Harness([file], batchSize: batchSize)
    for number in 1..<(count + 1) { harness.ledger.put(member(number)) }
    return harness
  }

  @Test("the first sync creates the file and fills it; then there is nothing to do and no call is made")
  func firstSync() async throws {
    let shop = Self.shop(3)
    let plan = try await shop.plan()
    #expect(plan.files.map(\.add) == [3] && plan.files.map(\.calls) == [1])
    #expect(shop.kakao.calls.isEmpty)
    let result = try await shop.sync()
    #expect(result.ending == .complete && result.exitCode == 0)
    #expect(result.files.map(\.sent) == [3] && result.files.map(\.failed) == [0])
    #expect(shop.held() == shop.wanted(Self.file) && shop.held().count == 3)
    #expect(shop.held()[1] == #"{"회원등급":"VIP"}"#)
    let calls = shop.kakao.calls
    #expect(calls == [.list, .create("전체회원"), .add(3)])
    #expect(try await !shop.plan().hasWork)
    let again = try await shop.sync()
    #expect(again.files.map(\.sent) == [0] && again.files.map(\.plan.unchanged) == [3])
    #expect(shop.kakao.calls == calls)
    #expect(shop.ledger.state.withLock { $0.runs.map(\.outcome) } == [.succeeded, .succeeded])
  }

  @Test("no call has more than 2,000 rows", arguments: [(1999, 1), (2000, 1), (2001, 2), (4000, 2), (4001, 3)])
  func batches(_ count: Int, _ calls: Int) async throws {
    let shop = Self.shop(count)
    #expect(try await shop.plan().files[0].calls == calls)
    try await shop.sync()
    #expect(shop.held().count == count)
    let sizes = shop.kakao.calls.compactMap { if case .add(let size) = $0 { size } else { nil } }
    #expect(sizes.count == calls && sizes.allSatisfy { $0 <= 2000 } && sizes.reduce(0, +) == count)
    for number in 1...count {
      shop.ledger.put(Self.member(number).with { $0.member.status = .value(.withdrawn) })
    }
    #expect(try await shop.plan().files[0].calls == calls)
    try await shop.sync()
    let removals = shop.kakao.calls.compactMap { if case .remove(let size) = $0 { size } else { nil } }
    #expect(removals == sizes && shop.held().isEmpty)
  }

  @Test("removals go first, and only what changed is sent")
  func difference() async throws {
    let shop = Self.shop(10)
    try await shop.sync()
    shop.ledger.put(
      Self.member(1).with { $0.member.status = .value(.withdrawn) }, Self.member(2, grade: "새싹"), Self.member(11))
    let before = shop.kakao.calls.count
    let result = try await shop.sync()
    #expect(Array(shop.kakao.calls[before...]) == [.list, .remove(1), .add(2)])
    let plan = result.files[0].plan
    #expect([plan.add, plan.update, plan.remove, plan.unchanged, plan.calls] == [1, 1, 1, 8, 2])
    #expect(result.files[0].sent == 3 && shop.held() == shop.wanted(Self.file))
  }

  @Test("whose consent is withdrawn is out with the next sync, and an older record never brings them back")
  func consentWithdrawn() async throws {
    let file = Sample.file(columns: Self.columns, consent: .granted([.sms]))
    let shop = Harness([file])
    let granted = Self.member(1).with { $0.member.consents = [Consent(.sms, .granted)] }
    shop.ledger.put(granted)
    try await shop.sync()
    #expect(shop.held().count == 1)
    shop.ledger.put(
      granted.with {
        $0.member.consents = [Consent(.sms, .denied)]
        $0.recordTime = Sample.time("2026-11-21T00:00:00+09:00")
      })
    try await shop.sync()
    #expect(shop.held().isEmpty)
    // Another member with the same Kakao user and an older record that still says yes.
    shop.ledger.put(Sample.facts("older", user: 1) { $0.member.consents = [Consent(.sms, .granted)] })
    #expect(try await !shop.plan().hasWork)
    try await shop.sync()
    #expect(shop.held().isEmpty)
  }

  @Test("who blocks the channel is out with the next sync")
  func blocked() async throws {
    let file = Sample.file { $0.notBlocked = true }
    let shop = Harness([file])
    shop.ledger.put(Self.member(1), Self.member(2))
    try await shop.sync()
    shop.ledger.put(Self.member(1).with { $0.relations = Sample.relation(.blocked, user: 1) })
    try await shop.sync()
    #expect(shop.held() == [2: "{}"])
  }

  @Test("when a link ends the person goes, and the export's old id does not bring them back")
  func endedLink() async throws {
    let shop = Self.shop(2)
    try await shop.sync()
    shop.ledger.put(Self.member(1).with { $0.endedKakaoUsers = [1: Sample.time("2026-11-20")] })
    try await shop.sync()
    #expect(Array(shop.held().keys) == [2])
  }

  @Test("two members with one phone: the newest record stands for it, also when it is kept out")
  func onePhone() async throws {
    let file = Sample.file(users: .phone, columns: Self.columns, consent: .granted([.sms]))
    let shop = Harness([file])
    func put(_ id: String, _ state: Consent.State, at time: String, grade: String) {
      shop.ledger.put(
        Sample.facts(id, user: nil, at: time) {
          $0.member.phone = Field(PhoneNumber("010-0000-1234"))
          $0.member.consents = [Consent(.sms, state)]
          $0.member.grade = .value(grade)
        })
    }
    put("old", .granted, at: "2026-01-01", grade: "새싹")
    put("new", .granted, at: "2026-06-01", grade: "VIP")
    try await shop.sync()
    #expect(shop.held() == [821_000_001_234: #"{"회원등급":"VIP"}"#])
    put("new", .denied, at: "2026-07-01", grade: "VIP")
    try await shop.sync()
    #expect(shop.held().isEmpty)
    let old = try await shop.explain("old").files[0]
    #expect(!old.isIn && old.rules.last?.ok == false)
    #expect(old.rules.last?.because.english.contains("new") == true)
    put("old", .granted, at: "2026-08-01", grade: "새싹")
    try await shop.sync()
    #expect(shop.held() == [821_000_001_234: #"{"회원등급":"새싹"}"#])
  }

  @Test("rows are projected at the moment of sending")
  func freshContent() async throws {
    let shop = Self.shop(2)
    _ = try await shop.plan()
    let changed = Self.member(1, grade: "새싹")
    // The change arrives after the plan: while the file is being created.
    shop.kakao.during.withLock { $0 = { number in if number == 2 { shop.ledger.put(changed) } } }
    try await shop.sync()
    #expect(shop.held()[1] == #"{"회원등급":"새싹"}"#)
    #expect(try await !shop.plan().hasWork)
  }

  @Test("who no longer belongs in the file at the moment of sending is not sent")
  func goneMeanwhile() async throws {
    let shop = Self.shop(2)
    let left = Self.member(1).with { $0.member.status = .value(.withdrawn) }
    shop.kakao.during.withLock { $0 = { number in if number == 2 { shop.ledger.put(left) } } }
    let result = try await shop.sync()
    #expect(Array(shop.held().keys) == [2] && result.files[0].sent == 1)
    #expect(try await !shop.plan().hasWork)
  }

  @Test("progress counts up to the rows of the file")
  func progress() async throws {
    let shop = Self.shop(5, batchSize: 2)
    let seen = Collected<SyncProgress>()
    try await shop.sync(progress: { seen.append($0) })
    #expect(seen.values.map(\.done) == [2, 4, 5] && seen.values.allSatisfy { $0.total == 5 && $0.file == "전체회원" })
  }

  @Test("only the file that was asked for is sent, and an unknown name is refused")
  func oneFile() async throws {
    let shop = Harness([Self.file, Sample.file("둘째")])
    shop.ledger.put(Self.member(1))
    try await shop.sync(file: "둘째")
    #expect(shop.kakao.file("전체회원") == nil && shop.held("둘째").count == 1)
    await #expect(throws: SyncError.unknownFile("셋째")) { try await shop.sync(file: "셋째") }
    #expect(shop.ledger.state.withLock { $0.lease == nil })
  }

  @Test("the result's JSON has the keys of DESIGN")
  func json() async throws {
    let shop = Self.shop(1)
    let summary = try await shop.sync().summary()
    for key in [
      "run_id", "outcome", "files", "name", "add", "update", "remove", "unchanged", "calls", "guard", "sent", "failed",
    ] {
      #expect(summary.contains("\"\(key)\":"), "\(key)")
    }
    #expect(summary.contains(#""guard":null"#))
    #expect(shop.ledger.state.withLock { $0.runs.map(\.summary) } == [summary])
  }
}

extension MemberFacts {
  func with(_ change: (inout MemberFacts) -> Void) -> MemberFacts {
    var copy = self
    change(&copy)
    return copy
  }
}
