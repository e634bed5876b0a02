import CommonValues
import Foundation
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

  @Test("a file that can not be read, or has no columns, is refused with its reason")
  func noFile() async throws {
    let folder = try Folder()
    await #expect(throws: Diagnostic.self) { try await map(folder, "nowhere.csv") }
    try folder.write("", to: "empty.csv")
    await #expect(throws: Diagnostic.self) { try await map(folder, "empty.csv") }
  }
}
