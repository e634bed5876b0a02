import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Synchronization
import Testing

@Suite("Progress and cancellation")
struct ProgressTests {
  /// Remembers what an observer was told, and asks to stop when `isEnough` says so.
  private final class Log: Sendable {
    private let steps = Mutex([ImportObserver.Step]())

    var all: [ImportObserver.Step] { steps.withLock { $0 } }

    func observer(stopWhen isEnough: @escaping @Sendable (ImportObserver.Step) -> Bool = { _ in false })
      -> ImportObserver
    {
      ImportObserver(
        progress: { step in self.steps.withLock { $0.append(step) } },
        shouldStop: { self.steps.withLock { $0.contains(where: isEnough) } })
    }
  }

  private static func file(_ count: Int, orders: Bool = false) -> String {
    orders
      ? "주문번호,주문자 아이디,결제금액\n" + (0..<count).map { "o\(100_000 + $0),flower01,100\n" }.joined()
      : "아이디,이름\n" + (0..<count).map { "m\(100_000 + $0),김하나\n" }.joined()
  }

  @Test("reading and applying each reach their end", arguments: ["UTF-8", "CP949", "UTF-16LE"], [false, true])
  func reachesEnd(encoding: String, orders: Bool) throws {
    let fixture = try Fixture()
    let log = Log()
    let bytes = try ProgressTests.file(300, orders: orders).encoded(encoding)
    try fixture.take(bytes, importer: fixture.importer(blockBytes: 1024), observer: log.observer())
    let steps = log.all
    var last: Int64 = 0
    for case .reading(let done, let total) in steps {
      #expect(total == Int64(bytes.count) && done >= last)
      last = done
    }
    #expect(last == Int64(bytes.count))
    #expect(steps.last == .applying(done: 300, total: 300))
  }

  @Test(
    "asked to stop while reading or applying, an import leaves everything as it was", arguments: [false, true],
    [false, true])
  func stops(whileApplying: Bool, orders: Bool) throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nm100000,처음\n,누구\n", name: "export.csv")
    let before = try fixture.dump()
    let log = Log()
    let observer = log.observer { step in
      switch step {
      case .reading(let done, _): !whileApplying && done > 0
      case .applying: whileApplying
      case .fetching: false
      }
    }
    #expect(throws: CancellationError.self) {
      try fixture.take(
        ProgressTests.file(5000, orders: orders), name: "export.csv", importer: fixture.importer(blockBytes: 4096),
        observer: observer)
    }
    #expect(try fixture.dump() == before)
    #expect(try fixture.store.runs(of: Fixture.shop).map(\.outcome) == [.interrupted, .succeeded])
    #expect(log.all.contains { if case .applying = $0 { true } else { false } } == whileApplying)
  }

  @Test("asked to stop before it begins, an import reads nothing")
  func stopsAtOnce() throws {
    let fixture = try Fixture()
    #expect(throws: CancellationError.self) {
      try fixture.take(ProgressTests.file(10), observer: ImportObserver(shouldStop: { true }))
    }
    #expect(try fixture.store.counts(of: Fixture.shop).members == 0)
  }

  @Test("asked to stop, a retry leaves quarantine as it was")
  func retryStops() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,성별\nflower01,숙녀\n")
    let before = try fixture.dump()
    #expect(throws: CancellationError.self) {
      try fixture.importer().retryQuarantine(
        nil, Fixture.request(), now: Fixture.now, observer: ImportObserver(shouldStop: { true }))
    }
    #expect(try fixture.dump() == before)
  }
}
