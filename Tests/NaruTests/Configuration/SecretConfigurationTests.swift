import CommonValues
import Foundation
import Testing

@testable import Naru

@Suite("Secrets of the configuration")
struct SecretConfigurationTests {
  @Test("come from a file beside the shop's, without its line end")
  func file() throws {
    let folder = try ConfigurationFolder.withShop("id: a\napi_token: {file: ../token}\n")
    try folder.write(Array("marked-secret-of-this-shop\r\n".utf8), to: "token")
    let outcome = folder.load()
    #expect(outcome.report.findings.isEmpty)
    #expect(try outcome.get().shops[0].apiToken?.index(of: "marked-secret-of-this-shop") == 0)
  }

  @Test("in a file that others can read are reported with the command that helps", arguments: [0o640, 0o604, 0o644])
  func mode(_ mode: Int) throws {
    let folder = try ConfigurationFolder.withShop("id: a\napi_token: {file: ../token}\n")
    try folder.write(Array("marked-secret-of-this-shop".utf8), to: "token", mode: mode)
    let outcome = folder.load()
    #expect(outcome.summary == ["secret-file-mode flower.yaml:2:19"])
    let fix = try #require(outcome.report.findings.first?.fix?.english)
    #expect(fix.hasPrefix("chmod 600 ") && fix.hasSuffix("/token"))
    #expect(outcome.configuration != nil)
  }

  @Test(
    "that are empty or hold a line break are refused",
    arguments: [("", "empty-secret"), (" \n", "empty-secret"), ("a\nb\n", "invalid-secret")])
  func content(_ text: String, _ code: String) throws {
    let folder = try ConfigurationFolder.withShop("id: a\napi_token: {file: ../token}\n")
    try folder.write(Array(text.utf8), to: "token")
    #expect(folder.load().report.findings.map(\.code) == [code])
  }

  @Test("may stand in the file only where the process says so")
  func literal() throws {
    let shop = "id: a\napi_token: marked-secret\n"
    let allowed = try ConfigurationFolder([
      "naru.yaml": "allow_literal_secrets: true\nadmin: {token: marked-secret-2}\n", "shops/a.yaml": shop,
    ])
    #expect(try allowed.load().get().shops[0].apiToken?.matches("marked-secret") == true)
    let refused = try ConfigurationFolder(["naru.yaml": "allow_literal_secrets: false\n", "shops/a.yaml": shop])
    #expect(refused.load().summary == ["literal-secret a.yaml:2:12"])
  }

  @Test("that are missing are named by their variable")
  func variable() throws {
    let outcome = try ConfigurationFolder.withShop("id: a\napi_token: {env: SHOP_TOKEN}\n").load([:])
    let finding = try #require(outcome.report.findings.first)
    for language in Language.allCases { #expect(finding.message(in: language).contains("SHOP_TOKEN")) }
  }

  @Test("never show in any print of the configuration")
  func printing() throws {
    let outcome = NaruConfiguration.load(
      path: GoodConfigurationTests.example, environment: GoodConfigurationTests.environment)
    let configuration = try outcome.get()
    var text = "\(configuration) \(String(reflecting: configuration)) \(outcome)"
    dump(configuration, to: &text)
    dump(outcome, to: &text)
    #expect(text.contains("플라워샵"))
    #expect(!text.contains("marked-secret"))
  }

  @Test("never show in a finding, wherever they were put by mistake")
  func findings() throws {
    let secret = "marked-secret-0451"
    var shops: [String] = BadConfigurationTests.shops.map { $0.text.replacingOccurrences(of: "abc", with: secret) }
    for key in [
      "id", "name", "currency", "adapter", "api_token", "kakao", "login", "webhook", "exports", "fetch_url",
      "attributes",
      "freshness", "customer_files", "undated_consent", "unknown",
    ] {
      for value in [
        secret, "\"\(secret)\\n\"", "[\(secret)]", "{env: \(secret)}", "{file: x}", "'\(secret)",
        "https://\(secret)@a b", "{command: [\(secret)]}", "{command: \(secret)}",
        "{command: [./\(secret), \(secret)]}",
      ] {
        shops.append("id: flower\n\(key): \(value)\n")
        shops.append("kakao: {admin_key: \(value), channels: [\(secret)], auth_url: http://\(secret)}\n")
        shops.append("id: flower\nkakao:\n  admin_key: \(value)\n\t bad\n  admin_key: \(secret)\n")
      }
    }
    for shop in shops {
      let outcome = try ConfigurationFolder(["naru.yaml": "store: postgres://u:\(secret)@h/d\n", "shops/a.yaml": shop])
        .load(["KEY": secret])
      for finding in outcome.report.findings {
        var text = finding.message(in: .korean) + finding.message(in: .english)
        dump(finding, to: &text)
        #expect(!text.contains(secret), "\(finding.code) for \(shop)")
      }
    }
  }
}
