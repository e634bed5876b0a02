import AdapterTesting
import CommonValues
import Foundation
import ShopAdapters
import Testing

/// The package's folder.
let root: String = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

@Suite("The adapters that Naru brings along")
struct BuiltInAdapterTests {
  static let ids = [
    "cafe24", "firstmall", "generic-webhook", "godomall", "imweb", "makeshop", "naver-smartstore", "shop-export",
    "shopify", "sixshop", "wisa", "woocommerce",
  ]

  /// `NARU_RECORD=1` writes what the samples become anew, to be looked at before it is committed.
  static let isRecording = ProcessInfo.processInfo.environment["NARU_RECORD"] == "1"

  @Test("There are those, and no others")
  func all() throws { #expect(try AdapterRegistry.builtIn().descriptors.map(\.id) == BuiltInAdapterTests.ids) }

  @Test("Each keeps the contract", arguments: ids)
  func contract(id: String) throws {
    let folder = "\(root)/adapters/\(id)"
    let adapter = try AdapterRegistry.load(directory: folder)
    if BuiltInAdapterTests.isRecording { try Recording.write(adapter, folder) }
    AdapterContractTest.run(adapter, folder: folder)
  }

  @Test("The folder says the same as the embedded manifest", arguments: ids)
  func embedded(id: String) throws {
    let loaded = try AdapterRegistry.load(directory: "\(root)/adapters/\(id)")
    #expect(try AdapterRegistry.builtIn()[id]?.descriptor == loaded.descriptor)
  }

  @Test("Each tells in Korean and English how its files are got and what is certain", arguments: ids)
  func readme(id: String) throws {
    let text = String(decoding: try Data(contentsOf: URL(filePath: "\(root)/adapters/\(id)/README.md")), as: UTF8.self)
    #expect(text.contains("## 한국어") && text.contains("## English"))
  }

  @Test("At least 25 cases, each with a name of its own and words in both languages")
  func cases() {
    let cases = AdapterContract.cases
    #expect(cases.count >= 25 && Set(cases.map(\.name)).count == cases.count)
    #expect(cases.allSatisfy { !$0.title.korean.isEmpty && !$0.title.english.isEmpty })
  }

  @Test("A case that does not apply is skipped with a reason, and the others are run")
  func skipped() throws {
    let folder = "\(root)/adapters/naver-smartstore"
    let report = AdapterContract(try AdapterRegistry.load(directory: folder), folder: folder).run()
    #expect(report.results.count == AdapterContract.cases.count)
    #expect(report.skipped.allSatisfy { $0.detail?.korean.isEmpty == false && $0.detail?.english.isEmpty == false })
    #expect(report.skipped.contains { $0.name == "webhook-proof" } && report["delivery-contacts"]?.outcome == .passed)
  }
}
