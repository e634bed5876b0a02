import CommonValues
import Foundation
import ShopModel
import Testing

@testable import naru

@Suite("naru check without asking Kakao")
struct OfflineCheckTests {
  private func check(_ shop: String?, shops: [String: String]) throws -> Outcome<CheckResult> {
    let path = FileManager.default.temporaryDirectory.path + "/naru-check-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path + "/shops", withIntermediateDirectories: true)
    try Data("shops: shops\n".utf8).write(to: URL(fileURLWithPath: path + "/naru.yaml"))
    for (name, text) in shops { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/shops/\(name).yaml")) }
    let console = Console(language: .english, output: MemorySink(), errors: MemorySink(), now: { .zero })
    let context = OperationContext(
      configPath: path + "/naru.yaml", environment: ["KEY": "key-0123456789-abcdefghijkl"],
      observer: ConsoleObserver(console: console),
      stop: StopSignal())
    return OfflineCheck.check(CheckRequest(shop: shop.flatMap(ShopID.init), online: false), context)
  }

  private let warned = "id: b\napi_token: [{env: KEY}, {env: KEY}]\n"

  @Test("ends with 0 when nothing is wrong")
  func fine() throws {
    let outcome = try check(nil, shops: ["a": "id: a\n"])
    #expect(outcome.status == .fine)
    #expect(outcome.result.shops == ["a"])
  }

  @Test("ends with 2 on warnings, and looks at one shop alone when asked to")
  func warnings() throws {
    #expect(try check(nil, shops: ["a": "id: a\n", "b": warned]).status == .somethingToDo)
    #expect(try check("a", shops: ["a": "id: a\n", "b": warned]).status == .fine)
    #expect(try check("b", shops: ["a": "id: a\n", "b": warned]).result.findings.map(\.code) == ["repeated-secret"])
  }

  @Test("ends with 78 on errors and on a shop that nobody configured")
  func errors() throws {
    #expect(try check(nil, shops: ["a": "id: A\n"]).status == .configuration)
    let unknown = try check("c", shops: ["a": "id: a\n"])
    #expect(unknown.status == .configuration)
    #expect(unknown.result.findings.map(\.code) == ["unknown-shop"])
  }
}
