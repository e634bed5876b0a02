import CommonValues
import Foundation
import NaruTestSupport
import ShopAdapters
import Testing

@testable import naru

@Suite("naru adapter, for real")
struct AdapterVerbTests {
  /// A folder that lives as long as this value.
  final class Folder {
    let path = FileManager.default.temporaryDirectory.path + "/naru-adapter-tests-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }
    func write(_ bytes: [UInt8], to name: String) throws {
      try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }
    func read(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }
  }

  private let operations = LiveOperations()
  private let context = OperationContext(
    configPath: "naru.yaml", environment: [:],
    observer: ConsoleObserver(
      console: Console(language: .english, output: MemorySink(), errors: MemorySink(), now: { .zero })),
    stop: StopSignal())

  private func map(_ folder: Folder, _ file: String, write: Bool = false) async throws -> AdapterMapResult {
    let request = AdapterMapRequest(
      file: folder.path + "/" + file, kind: nil, id: "my-shop", folder: write ? folder.path + "/made" : nil)
    return try await operations.mapExport(request, context).result
  }

  private static let members =
    "고객코드,고객 성함,핸드폰 번호,문자 수신 동의\n"
    + (1...30).map { "c\($0),김하나,010-0000-\(1000 + $0),\($0 % 2 == 0 ? "Y" : "N")\n" }.joined()

  @Test("lists what is built in")
  func list() async throws {
    let list = try await operations.adapters(context).result
    #expect(list.first { $0.id == "shop-export" }?.capabilities == ["member_export", "order_export"])
    #expect(list.map(\.id) == list.map(\.id).sorted())
  }

  @Test("a new adapter passes its own test, and is not written twice")
  func new() async throws {
    let folder = try Folder()
    let target = folder.path + "/my-shop"
    let made = try await operations.newAdapter(AdapterNewRequest(id: "my-shop", folder: target), context).result
    #expect(made.files.count == 6)
    let outcome = try await operations.testAdapter(AdapterTestRequest(folder: target), context)
    #expect(outcome.status == .fine, "\(outcome.result.cases)")
    let names = outcome.result.cases.map(\.name)
    #expect(names.filter { $0.hasPrefix("samples/") } == ["samples/members.csv", "samples/orders.csv"])
    #expect(names.count { $0.hasPrefix("contract/") } == AdapterContract.cases.count)
    try folder.write("mine", to: "my-shop/README.md")
    await #expect(throws: OperationError.self) {
      try await operations.newAdapter(AdapterNewRequest(id: "my-shop", folder: target), context)
    }
    #expect(try folder.read("my-shop/README.md") == "mine")
  }

  @Test("a sample that becomes something else is a failure that names line and field, and no value")
  func difference() async throws {
    let folder = try Folder()
    let target = folder.path + "/my-shop"
    _ = try await operations.newAdapter(AdapterNewRequest(id: "my-shop", folder: target), context)
    let expected = try folder.read("my-shop/samples/members.jsonl")
    try folder.write(
      expected.replacing("hana@example.com", with: "dul@example.com"), to: "my-shop/samples/members.jsonl")
    let outcome = try await operations.testAdapter(AdapterTestRequest(folder: target), context)
    #expect(outcome.status == .failed)
    let bad = try #require(outcome.result.cases.first { !$0.ok })
    #expect(bad.problem?.english == "Line 1 differs: email")
    try folder.write(expected.split(separator: "\n")[0] + "\n", to: "my-shop/samples/members.jsonl")
    let fewer = try await operations.testAdapter(AdapterTestRequest(folder: target), context).result
    #expect(fewer.cases[0].problem?.english == "There are 2 events instead of 1.")
    try FileManager.default.removeItem(atPath: target + "/samples/members.jsonl")
    let missing = try await operations.testAdapter(AdapterTestRequest(folder: target), context).result
    #expect(missing.cases[0].problem?.english == "There is no members.jsonl beside it.")
  }

  @Test("a manifest with a mistake, and a folder without samples, fail with what to do")
  func broken() async throws {
    let folder = try Folder()
    try folder.write("version: 1\nid: x\nrelease: 1\nname: {ko: x, en: x}\nmembrs: {id: [a]}\n", to: "adapter.yaml")
    do {
      _ = try await operations.testAdapter(AdapterTestRequest(folder: folder.path), context)
      Issue.record("no failure")
    } catch let error as OperationError {
      #expect(error.diagnostics.map(\.code) == ["unknown-key"] && error.diagnostics[0].place.line == 5)
    }
    try folder.write("version: 1\nid: x\nrelease: 1\nname: {ko: x, en: x}\nmembers: {id: [a]}\n", to: "adapter.yaml")
    let outcome = try await operations.testAdapter(AdapterTestRequest(folder: folder.path), context)
    #expect(outcome.status == .failed && outcome.diagnostics.map(\.code) == ["no-samples"])
  }

  @Test("from an unknown file to a tested adapter: map, a sample, what it becomes written, and never written over")
  func record() async throws {
    let folder = try Folder()
    try folder.write(AdapterVerbTests.members, to: "회원.csv")
    let target = folder.path + "/my-shop"
    let draft = AdapterMapRequest(file: folder.path + "/회원.csv", kind: nil, id: "my-shop", folder: target)
    _ = try await operations.mapExport(draft, context)
    let nothing = try await operations.testAdapter(AdapterTestRequest(folder: target, record: true), context)
    #expect(nothing.status == .failed && nothing.diagnostics.map(\.code) == ["no-samples"])
    try FileManager.default.createDirectory(atPath: target + "/samples", withIntermediateDirectories: true)
    try folder.write(AdapterVerbTests.members, to: "my-shop/samples/members.csv")
    let without = try await operations.testAdapter(AdapterTestRequest(folder: target), context)
    #expect(without.result.cases.first?.problem?.english == "There is no members.jsonl beside it.")
    let made = try await operations.testAdapter(AdapterTestRequest(folder: target, record: true), context)
    #expect(made.diagnostics.map(\.code) == ["samples-recorded"])
    #expect(made.diagnostics.first?.reason.english.hasSuffix(": samples/members.jsonl") == true)
    #expect(made.status == .fine, "\(made.result.cases.filter { !$0.ok })")
    let lines = try folder.read("my-shop/samples/members.jsonl").split(separator: "\n")
    #expect(lines.count == 30 && lines[0].contains("c1") && lines[0].contains("김하나"))
    try folder.write("{}\n", to: "my-shop/samples/members.jsonl")
    let kept = try await operations.testAdapter(AdapterTestRequest(folder: target, record: true), context)
    #expect(kept.status == .failed && kept.diagnostics.isEmpty)
    #expect(try folder.read("my-shop/samples/members.jsonl") == "{}\n")
  }

  @Test("what map writes is an adapter that reads the file, and is not written over")
  func map() async throws {
    let folder = try Folder()
    try folder.write(AdapterVerbTests.members, to: "회원.csv")
    let result = try await map(folder, "회원.csv", write: true)
    #expect(result.kind == "members" && result.rows == 30)
    #expect(result.columns.map(\.field) == ["id", "name", "phone", "consents.sms"])
    let loaded = try AdapterRegistry.load(directory: folder.path + "/made")
    let adapter = try #require(loaded as? any ExportMapping)
    #expect(adapter.knownLabels(in: ["고객코드", "고객 성함", "핸드폰 번호", "문자 수신 동의"]) == 4)
    await #expect(throws: OperationError.self) { try await map(folder, "회원.csv", write: true) }
  }

  @Test("of a zip the first file in which a column is known is mapped, and the others are named")
  func zip() async throws {
    let folder = try Folder()
    let orders = "주문번호,주문일,결제금액,아이디\n" + (1...9).map { "o\($0),2026-01-0\($0),1000,hana\n" }.joined()
    try folder.write(
      Archive.zip([
        ("읽어주세요.pdf", Array("%PDF-1.7 x".utf8)), ("비고.csv", Array("ㄱㄴ,ㄷㄹ\nㅁ,ㅂ\n".utf8)),
        ("회원.csv", Array(AdapterVerbTests.members.utf8)), ("주문.csv", Array(orders.utf8)),
      ]), to: "export.zip")
    let request = AdapterMapRequest(file: folder.path + "/export.zip", kind: nil, id: "my-shop", folder: nil)
    let outcome = try await operations.mapExport(request, context)
    #expect(outcome.result.file == folder.path + "/export.zip/회원.csv")
    #expect(outcome.result.columns.map(\.field) == ["id", "name", "phone", "consents.sms"])
    #expect(outcome.status == .fine && outcome.diagnostics.map(\.code) == ["other-entries"])
    let note = try #require(outcome.diagnostics.first)
    #expect(note.place.file == outcome.result.file)
    for name in ["읽어주세요.pdf", "비고.csv", "주문.csv"] {
      #expect(note.reason.english.contains(name) && note.reason.korean.contains(name), "\(name)")
    }
    #expect(!note.reason.english.contains("회원.csv"))
  }

  @Test("what has only one list says nothing of others, however it is packed")
  func packed() async throws {
    let folder = try Folder()
    let bytes = Array(AdapterVerbTests.members.utf8)
    try folder.write(Archive.gzip(bytes), to: "회원.csv.gz")
    try folder.write(Archive.zip([("회원.csv", bytes)]), to: "one.zip")
    try folder.write(Archive.gzip(Archive.zip([("회원.csv", bytes)])), to: "one.zip.gz")
    for file in ["회원.csv.gz", "one.zip", "one.zip.gz"] {
      let request = AdapterMapRequest(file: folder.path + "/" + file, kind: nil, id: "my-shop", folder: nil)
      let outcome = try await operations.mapExport(request, context)
      #expect(outcome.result.rows == 30 && outcome.diagnostics.isEmpty, "\(file)")
    }
  }

  @Test("a zip with nothing to map is refused with the reason of its first file")
  func uselessZip() async throws {
    let folder = try Folder()
    try folder.write(Archive.zip([("a.pdf", Array("%PDF-1.7 x".utf8)), ("b.csv", [0x0A])]), to: "export.zip")
    let problem = await #expect(throws: Diagnostic.self) { try await map(folder, "export.zip") }
    #expect(problem?.place.file == folder.path + "/export.zip/a.pdf")
  }

  @Test("a file that can not be read, or has no columns, is refused with its reason")
  func noFile() async throws {
    let folder = try Folder()
    await #expect(throws: Diagnostic.self) { try await map(folder, "nowhere.csv") }
    try folder.write("", to: "empty.csv")
    await #expect(throws: Diagnostic.self) { try await map(folder, "empty.csv") }
  }
}
