import CommonValues
import Testing

@testable import Naru

@Suite("A bad configuration")
struct BadConfigurationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var expected: [String]
    var testDescription: String { expected.joined(separator: ", ") }

    init(_ text: String, _ expected: String...) {
      self.text = text
      self.expected = expected
    }
  }

  static let processes: [Case] = [
    Case("lisen: 127.0.0.1:1\n", "unknown-key naru.yaml:1:1"),
    Case("listen: 127.0.0.1:1\n\n  # …\nstroe: sqlite:x\n", "unknown-key naru.yaml:4:1"),
    Case("limits:\n  uplod: 1MiB\n", "unknown-key naru.yaml:2:3"),
    Case("listen: 8080\n", "invalid-value naru.yaml:1:9"),
    Case("listen: 127.0.0.1:99999\n", "invalid-value naru.yaml:1:9"),
    Case("listen: [a, b]\n", "wrong-type naru.yaml:1:9"),
    Case("listen: a:1\nlisten: b:2\n", "duplicate-key naru.yaml:2:1"),
    Case("limits:\n  depth: 1\n  depth: 2\n  depth: 3\n", "duplicate-key naru.yaml:3:3", "duplicate-key naru.yaml:4:3"),
    Case(
      "\"listen\": a:1\nlisten: b:2\nlisten: 3\n", "duplicate-key naru.yaml:2:1", "duplicate-key naru.yaml:3:1",
      "invalid-value naru.yaml:3:9"),
    Case("limits: {depth: 1, 'depth': 2, colums: 3}\n", "duplicate-key naru.yaml:1:20", "unknown-key naru.yaml:1:32"),
    Case("{listen, listen}\n", "duplicate-key naru.yaml:1:10"),
    Case("\"\": 1\n\"\": 2\nlisten: 1\n", "duplicate-key naru.yaml:1:1"),
    Case("limits:\n\tdepth: 1\n", "yaml-tab naru.yaml:2:1"),
    Case("listen: \"127.0.0.1:1\n", "yaml-syntax naru.yaml:2:1"),
    Case("listen: [a\nstore: b\n", "yaml-syntax naru.yaml:2:6"),
    Case("listen: a:1\n---\nlisten: b:2\n", "yaml-syntax naru.yaml:2:1"),
    Case("", "config-file-empty naru.yaml:1:1"),
    Case("# nothing\n", "config-file-empty naru.yaml:1:1"),
    Case("- a\n", "wrong-type naru.yaml:1:1"),
    Case("hello\n", "wrong-type naru.yaml:1:1"),
    Case("listen: a\u{1}b\n", "yaml-control-character naru.yaml:1:10"),
    Case("store: postgres://naru:pw@db/naru\n", "invalid-value naru.yaml:1:8"),
    Case("store: data/naru.db\n", "invalid-value naru.yaml:1:8"),
    Case("public_url: http://sync.example.com\n", "insecure-url naru.yaml:1:13"),
    Case("public_url: https://sync.example.com/path\n", "invalid-value naru.yaml:1:13"),
    Case("public_url: https://u:p@sync.example.com\n", "invalid-value naru.yaml:1:13"),
    Case(
      "trusted_proxies: [10.0.0.0/8, 10.0.0.0/33, proxy]\n", "invalid-value naru.yaml:1:31",
      "invalid-value naru.yaml:1:44"),
    Case(
      "fetch: {hosts: [a.example.com, 'https://b', '*.*.c'], networks: [10.0.0.0/33], host: x}\n",
      "invalid-value naru.yaml:1:32", "invalid-value naru.yaml:1:45", "invalid-value naru.yaml:1:66",
      "unknown-key naru.yaml:1:80"),
    Case("admin: {token: {env: NONE}}\n", "missing-environment-variable naru.yaml:1:22"),
    Case("allow_literal_secrets: yes\n", "wrong-type naru.yaml:1:24"),
    Case("shops: nowhere\n", "shops-folder-missing naru.yaml:1:8"),
    Case("limits: {field: 2MiB, record: 1MiB}\n", "invalid-value naru.yaml:1:9"),
    Case(
      "limits: {upload: many, columns: 0, depth: 1.5}\n", "invalid-value naru.yaml:1:18",
      "invalid-value naru.yaml:1:33", "wrong-type naru.yaml:1:43"),
    Case("? [a]\n: b\n", "yaml-complex-key naru.yaml:1:3"),
    Case("a: &x [1]\n*x : b\n", "yaml-complex-key naru.yaml:2:1"),
  ]

  @Test("is refused with file, line and column", arguments: processes)
  func process(_ example: Case) throws {
    let folder = try ConfigurationFolder(["naru.yaml": example.text, "shops/flower.yaml": ConfigurationFolder.shop])
    let outcome = folder.load()
    #expect(outcome.summary == example.expected)
    #expect(outcome.configuration == nil)
    #expect(outcome.report.exitCode == 78)
    for finding in outcome.report.findings {
      for language in Language.allCases { #expect(!finding.reason.text(in: language).isEmpty) }
    }
  }

  static let minimal = "id: flower\nkakao: {admin_key: {env: KEY}, channels: [_xgTNZs]}\ncustomer_files:\n"

  static let shops: [Case] = [
    Case("name: 플라워샵\n", "missing-key flower.yaml:1:1"),
    Case("id:\nname: a\n", "missing-key flower.yaml:1:1"),
    Case("id: Flower\n", "invalid-shop-id flower.yaml:1:5"),
    Case("id: 꽃집\n", "invalid-shop-id flower.yaml:1:5"),
    Case("id: flower\nkakoa: {}\n", "unknown-key flower.yaml:2:1"),
    Case("id: flower\nkakao:\n  chanels: [_a]\n", "unknown-key flower.yaml:3:3"),
    Case("id: flower\nundated_consent: maybe\n", "invalid-value flower.yaml:2:18"),
    Case("id: flower\ncurrency: won\n", "invalid-value flower.yaml:2:11"),
    Case("id: flower\nadapter: ./none\n", "invalid-value flower.yaml:2:10"),
    Case("id: flower\nadapter: cafe42\n", "invalid-value flower.yaml:2:10"),
    Case("id: flower\napi_token: abc\n", "literal-secret flower.yaml:2:12"),
    Case("id: flower\napi_token: {env: KEY, file: x}\n", "invalid-value flower.yaml:2:12"),
    Case("id: flower\napi_token: {}\n", "invalid-value flower.yaml:2:12"),
    Case("id: flower\napi_token: []\n", "empty-secret flower.yaml:2:12"),
    Case("id: flower\napi_token: {env: EMPTY}\n", "empty-secret flower.yaml:2:18"),
    Case("id: flower\napi_token: {env: 9-not-a-name}\n", "invalid-value flower.yaml:2:18"),
    Case("id: flower\napi_token: {file: none}\n", "secret-file-missing flower.yaml:2:19"),
    Case("id: flower\napi_token: {file: .}\n", "secret-file-unreadable flower.yaml:2:19"),
    Case("id: flower\nkakao: {channels: ['@flower']}\n", "invalid-channel flower.yaml:2:20"),
    Case("id: flower\nkakao: {channels: []}\n", "invalid-value flower.yaml:2:19"),
    Case("id: flower\nkakao: {channels: [_a, _a]}\n", "repeated-value flower.yaml:2:24"),
    Case("id: flower\nkakao: {app_id: abc}\n", "wrong-type flower.yaml:2:17"),
    Case("id: flower\nkakao: {auth_url: 'http://kauth.kakao.com'}\n", "insecure-url flower.yaml:2:19"),
    Case("id: flower\nkakao: {api_url: 'http://localhost.evil.example'}\n", "insecure-url flower.yaml:2:18"),
    Case("id: flower\nlogin: {scopes: [a]}\n", "missing-key flower.yaml:2:8"),
    Case("id: flower\nlogin: {return_urls: []}\n", "invalid-value flower.yaml:2:22"),
    Case(
      "id: flower\nlogin: {return_urls: ['https://a.example/?x', 'http://a.example', '/path', 'https://a.example/../b']}\n",
      "invalid-value flower.yaml:2:23", "insecure-url flower.yaml:2:47", "invalid-value flower.yaml:2:67",
      "invalid-value flower.yaml:2:76"),
    Case(
      "id: flower\nlogin: {return_urls: ['https://a.example'], handoff_ttl: 60}\n", "invalid-value flower.yaml:2:58"),
    Case(
      "id: flower\nlogin: {return_urls: ['https://a.example'], handoff_ttl: 1h}\n", "invalid-value flower.yaml:2:58"),
    Case("id: flower\nexports: {members: {max_absent: 5}}\n", "invalid-value flower.yaml:2:33"),
    Case("id: flower\nexports: {orders: {match: [name]}}\n", "invalid-value flower.yaml:2:28"),
    Case("id: flower\nexports: {members: {complete: 'true'}}\n", "wrong-type flower.yaml:2:31"),
    Case("id: flower\nfreshness: 26\n", "invalid-value flower.yaml:2:12"),
    Case(
      "id: flower\ncustomer_files: [{name: a, channel: _a, users: app, where: {consent: none_required}}]\n",
      "missing-key flower.yaml:2:1"),
    Case(minimal + "  - {name: a, users: app}\n", "missing-consent flower.yaml:4:5"),
    Case(
      minimal + "  - name: a\n    users: app\n    where:\n      not_blocked: true\n", "missing-consent flower.yaml:7:7"),
    Case(minimal + "  - {name: a, users: app, where: {consent: []}}\n", "missing-consent flower.yaml:4:44"),
    Case(minimal + "  - {name: a, users: app, where: {consent: [smss]}}\n", "invalid-value flower.yaml:4:45"),
    Case(minimal + "  - {name: a, users: app, where: {consent: none}}\n", "invalid-value flower.yaml:4:44"),
    Case(minimal + "  - {name: a, users: apps, where: {consent: [sms]}}\n", "invalid-value flower.yaml:4:22"),
    Case(
      minimal + "  - {name: a, users: app, channel: _other, where: {consent: [sms]}}\n",
      "unknown-channel flower.yaml:4:36"),
    Case(
      minimal
        + "  - {name: a, users: app, where: {consent: [sms]}}\n  - {name: a, users: phone, where: {consent: [sms]}}\n",
      "duplicate-customer-file flower.yaml:5:12"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms], status: [withdrawn]}}\n",
      "invalid-value flower.yaml:4:60"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms], age: {at_least: 40, at_most: 30}}}\n",
      "invalid-value flower.yaml:4:56"),
    Case(minimal + "  - {name: a, users: app, where: {consent: [sms], age: {}}}\n", "invalid-value flower.yaml:4:56"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms], orders.last_paid_on: {within: 90}}}\n",
      "invalid-value flower.yaml:4:81"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, columns: {성별: member.gendr}}\n",
      "invalid-value flower.yaml:4:66"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, columns: {성별: {from: member.gender, value: x}}}\n",
      "invalid-value flower.yaml:4:66"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, columns: {성별: member.kakao_user_id}}\n",
      "invalid-value flower.yaml:4:66"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, max_removal: 120%}\n",
      "invalid-value flower.yaml:4:65"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, max_removal: -1}\n",
      "invalid-value flower.yaml:4:65"),
    Case("id: flower\nattributes: 추천인\n", "wrong-type flower.yaml:2:13"),
  ]

  @Test("of a shop is refused with file, line and column", arguments: shops)
  func shop(_ example: Case) throws {
    let folder = try ConfigurationFolder.withShop(example.text)
    let outcome = folder.load(["KEY": "value", "EMPTY": " "], adapters: ["shop-export", "cafe24"])
    #expect(outcome.summary == example.expected)
    #expect(outcome.configuration == nil)
  }

  static let warnings: [Case] = [
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, columns: {전화번호: member.phone}}\n",
      "reserved-column flower.yaml:4:62"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, columns: {회원등급: member.grade}}\n",
      "custom-string-column flower.yaml:4:62"),
    Case(
      minimal + "  - {name: a, users: app, where: {consent: [sms]}, columns: {지역: member.attributes.동네}}\n",
      "undeclared-attribute flower.yaml:4:66"),
    Case("id: flower\napi_token: [{env: KEY}, {env: KEY}]\n", "repeated-secret flower.yaml:2:25"),
  ]

  @Test("that only deserves a warning loads, and check ends with 2", arguments: warnings)
  func warning(_ example: Case) throws {
    let outcome = try ConfigurationFolder.withShop(example.text).load()
    #expect(outcome.summary == example.expected)
    #expect(outcome.configuration != nil)
    #expect(outcome.report.exitCode == 2)
  }

  @Test("shows everything that is wrong at once, in both files, in order")
  func everything() throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "listn: a\nstore: nothing\nadmin: {token: literal}\n",
      "shops/a.yaml": "id: a\nnmae: x\nkakao: {rest_api_key: k}\nid: b\n",
      "shops/b.yaml": "id: b\n",
    ])
    #expect(
      folder.load().summary == [
        "unknown-key naru.yaml:1:1", "invalid-value naru.yaml:2:8", "literal-secret naru.yaml:3:16",
        "unknown-key a.yaml:2:1", "literal-secret a.yaml:3:23", "duplicate-key a.yaml:4:1", "duplicate-shop b.yaml:1:5",
      ])
  }

  @Test(
    "names a key that is near to the mistyped one", arguments: [("chanels", "channels"), ("Admin-Key", "admin_key")])
  func suggestion(_ typed: String, _ meant: String) throws {
    let outcome = try ConfigurationFolder.withShop("id: flower\nkakao: {\(typed): [_a]}\n").load()
    let finding = try #require(outcome.report.findings.first)
    #expect(finding.place.field == "kakao.\(typed)")
    #expect(finding.fix?.english == "did you mean ‘\(meant)’?")
    #expect(finding.fix?.korean.contains(meant) == true)
  }

  @Test("with 31 columns is refused where the columns begin; 30 are fine")
  func columns() throws {
    func text(_ count: Int) -> String {
      Self.minimal + "  - name: a\n    users: app\n    where: {consent: [sms]}\n    columns:\n"
        + (1...count).map { "      값\($0): orders.count\n" }.joined()
    }
    #expect(try ConfigurationFolder.withShop(text(30)).load().summary == [])
    #expect(try ConfigurationFolder.withShop(text(31)).load().summary == ["too-many-columns flower.yaml:7:5"])
  }
}
