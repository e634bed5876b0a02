import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

@Suite("Files that change, appear and vanish")
struct FileChangeTests {
  static let wider = Sample.file(columns: SyncTests.columns + [Column(name: "지역", source: .member(.region))])

  private func codes(_ result: SyncResult) -> [String] { result.notices.map(\.code) }

  @Test(
    "another set of columns is a new file: it waits for a yes, is filled, and then the old one is emptied and named")
  func columnsChanged() async throws {
    let shop = SyncTests.shop(3)
    try await shop.sync()
    shop.configure([Self.wider])
    let plan = try await shop.plan()
    #expect(plan.files.map(\.name) == ["전체회원 (2)", "전체회원"])
    #expect(plan.files.map(\.state) == [.active, .superseded])
    #expect(plan.files.map(\.stop?.code) == [.columnsChanged, .columnsChanged])
    #expect(plan.files.map(\.add) == [3, 0] && plan.files.map(\.remove) == [0, 3])
    #expect(try await shop.sync().ending == .guarded)
    #expect(shop.kakao.file("전체회원 (2)") == nil && shop.held().count == 3)

    let result = try await shop.sync(confirmed: true)
    #expect(result.ending == .complete)
    #expect(shop.held("전체회원 (2)") == shop.wanted(Self.wider) && shop.held().isEmpty)
    #expect(shop.kakao.file("전체회원 (2)")?.columns == ["회원등급": "string", "지역": "string"])
    let emptied = result.notices.first { $0.code == "customer-file-emptied" }
    #expect(emptied?.place.field == "전체회원")
    #expect(try await shop.plan().files.map(\.name) == ["전체회원 (2)"])
    #expect(try await !shop.plan().hasWork)
  }

  @Test("the third set of columns is called (3)")
  func thirdColumns() async throws {
    let shop = SyncTests.shop(1)
    try await shop.sync()
    shop.configure([Self.wider])
    try await shop.sync(confirmed: true)
    shop.configure([Sample.file(columns: [Column(name: "회원등급", source: .member(.grade), kind: .number)])])
    try await shop.sync(confirmed: true)
    #expect(shop.kakao.file("전체회원 (3)")?.rows == [1: "{}"])
    #expect(shop.held().isEmpty && shop.held("전체회원 (2)").isEmpty)
  }

  @Test("going back to the old columns without having said yes brings the old file back untouched")
  func backAgain() async throws {
    let shop = SyncTests.shop(3)
    try await shop.sync()
    shop.configure([Self.wider])
    _ = try await shop.plan()
    shop.configure([SyncTests.file])
    let plan = try await shop.plan()
    #expect(plan.files.map(\.name) == ["전체회원"] && !plan.hasWork)
    #expect(plan.files[0].stop == nil && plan.files[0].unchanged == 3)
  }

  @Test("while the new file is not fully confirmed the old one is left alone")
  func oldStays() async throws {
    let shop = SyncTests.shop(3)
    try await shop.sync()
    shop.configure([Self.wider])
    let addition = shop.kakao.calls.count + 3
    shop.kakao.state.withLock {
      $0.replies[addition] = .init(counts: RowCounts(requested: 3, succeeded: 2), isDone: true)
    }
    let result = try await shop.sync(confirmed: true)
    #expect(result.ending == .failed && shop.held().count == 3)
    // The yes was given when the first rows went out; the next run goes on without one.
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held().isEmpty && shop.held("전체회원 (2)").count == 3)
  }

  @Test("other ids are another file too")
  func usersChanged() async throws {
    let shop = SyncTests.shop(1)
    try await shop.sync()
    shop.configure([Sample.file(users: .phone, columns: SyncTests.columns)])
    #expect(try await shop.plan().files.map(\.name) == ["전체회원 (2)", "전체회원"])
  }

  @Test("columns in another order and another selection keep the file")
  func sameFile() async throws {
    let shop = SyncTests.shop(3)
    try await shop.sync()
    shop.configure([Sample.file(columns: SyncTests.columns) { $0.grade = ["새싹"] }])
    let plan = try await shop.plan()
    #expect(plan.files.map(\.name) == ["전체회원"] && plan.files[0].remove == 3)
  }

  @Test("columns may change freely as long as Kakao does not have the file")
  func notCreated() async throws {
    let shop = SyncTests.shop(1)
    _ = try await shop.plan()
    shop.configure([Self.wider])
    #expect(try await shop.plan().files.map(\.name) == ["전체회원"])
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held() == shop.wanted(Self.wider))
  }

  @Test("a file out of the config is listed as an orphan, emptied with a yes, and not seen again")
  func orphan() async throws {
    let shop = SyncTests.shop(2)
    try await shop.sync()
    shop.configure([])
    let plan = try await shop.plan()
    #expect(plan.files.map(\.state) == [.orphan] && plan.files[0].remove == 2 && plan.files[0].stop?.code == .orphan)
    #expect(try await shop.sync().ending == .guarded)
    #expect(shop.held().count == 2)
    let result = try await shop.sync(confirmed: true)
    #expect(result.ending == .complete && shop.held().isEmpty)
    #expect(codes(result).contains("customer-file-emptied"))
    #expect(try await shop.plan().files.isEmpty)
    #expect(try await shop.sync().ending == .complete)
  }

  @Test("an orphan that comes back to the config is the same file again")
  func orphanBack() async throws {
    let shop = SyncTests.shop(2)
    try await shop.sync()
    shop.configure([])
    try await shop.sync(confirmed: true)
    shop.configure([SyncTests.file])
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held().count == 2 && shop.kakao.state.withLock { $0.files.count } == 1)
  }

  @Test("a definition called like another one's second file gets a name of its own")
  func nameClash() async throws {
    let shop = SyncTests.shop(1)
    try await shop.sync()
    shop.configure([Self.wider])
    try await shop.sync(confirmed: true)
    shop.configure([Self.wider, Sample.file("전체회원 (2)")])
    let plan = try await shop.plan()
    #expect(plan.files.map(\.name) == ["전체회원 (2)", "전체회원 (2) (2)"])
    #expect(try await shop.sync().ending == .complete)
  }

  @Test("a file of that name at Kakao is used, and said to be")
  func adopt() async throws {
    let shop = SyncTests.shop(1)
    _ = try await shop.kakao.createFile(named: "전체회원", in: Sample.channel, columns: ["회원등급": "string"])
    let result = try await shop.sync()
    #expect(result.ending == .complete && codes(result) == ["customer-file-adopted"])
    #expect(shop.kakao.state.withLock { $0.files.count } == 1)
  }

  @Test("a file of that name with other columns is refused, and the other files go on")
  func otherSchema() async throws {
    let shop = Harness([SyncTests.file, Sample.file("둘째")])
    shop.ledger.put(SyncTests.member(1))
    shop.kakao.state.withLock { state in
      state.files.append(
        .init(id: 5, channel: Sample.channel, name: "전체회원", columns: ["다른 열": "string"], rows: [9: "{}"]))
    }
    let result = try await shop.sync()
    #expect(result.ending == .failed && result.exitCode == 1)
    #expect(result.files[0].problem?.code == "customer-file-schema" && result.files[1].sent == 1)
    #expect(shop.held() == [9: "{}"])
  }

  @Test("a file that vanished from Kakao is made again and filled, with a notice")
  func vanished() async throws {
    let shop = SyncTests.shop(3)
    try await shop.sync()
    shop.kakao.state.withLock { $0.files = [] }
    shop.ledger.put(
      SyncTests.member(4), SyncTests.member(1).with { $0.member.status = .value(.withdrawn) })
    let result = try await shop.sync()
    #expect(result.ending == .complete && codes(result) == ["customer-file-vanished", "customer-file-created"])
    #expect(shop.held() == shop.wanted(SyncTests.file) && shop.held().count == 3)
    #expect(try await !shop.plan().hasWork)
  }

  @Test("a file that vanishes while rows are sent is made again, once")
  func vanishesMeanwhile() async throws {
    let shop = SyncTests.shop(6, batchSize: 2)
    shop.kakao.during.withLock { hook in
      hook = { number in if number == 4 { shop.kakao.state.withLock { $0.files = [] } } }
    }
    let result = try await shop.sync()
    #expect(result.ending == .complete && codes(result).contains("customer-file-vanished"))
    #expect(shop.held() == shop.wanted(SyncTests.file))
  }

  @Test("a retired file that was deleted by hand is forgotten")
  func orphanDeleted() async throws {
    let shop = SyncTests.shop(2)
    try await shop.sync()
    shop.kakao.state.withLock { $0.files = [] }
    shop.configure([])
    let result = try await shop.sync(confirmed: true)
    #expect(result.ending == .complete && codes(result) == ["customer-file-deleted"])
    #expect(shop.kakao.state.withLock { $0.files.isEmpty })
    #expect(try await shop.plan().files.isEmpty)
  }

  @Test("a creation without an answer is looked up before it is repeated", arguments: [true, false])
  func ambiguousCreation(_ isDone: Bool) async throws {
    let shop = SyncTests.shop(1)
    shop.kakao.state.withLock { $0.replies[2] = .init(fault: .unanswered, isDone: isDone) }
    let result = try await shop.sync()
    #expect(result.ending == .complete && codes(result) == ["customer-file-created"])
    #expect(shop.kakao.state.withLock { $0.files.count } == 1)
    #expect(shop.kakao.calls.filter { $0 == .create("전체회원") }.count == (isDone ? 1 : 2))
  }

  @Test("no room for another file and a name that Kakao refuses are said of the file")
  func noRoom() async throws {
    let full = SyncTests.shop(1)
    full.kakao.state.withLock { $0.room = 0 }
    let result = try await full.sync()
    #expect(result.ending == .failed && result.files[0].problem?.code == "customer-file-limit")
    let refused = SyncTests.shop(1)
    refused.kakao.state.withLock { $0.refusesNames = true }
    #expect(try await refused.sync().files[0].problem?.code == "customer-file-name")
  }
}
