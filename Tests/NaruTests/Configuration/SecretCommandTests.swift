import CommonValues
import Foundation
import Testing

@testable import Naru

@Suite("Secrets that a program gives")
struct SecretCommandTests {
  private static let hex = "8f14e45fceea167a5a36dedd4bea2543b7e1c0f9d2a45c6388aa01735fbe9c1d"

  /// The Kakao admin key of the only shop, given by a command.
  private static func given(
    _ command: String, _ environment: [String: String] = [:], _ limits: SecretCommandLimits = SecretCommandLimits()
  ) throws -> (outcome: ConfigurationOutcome, secret: String?) {
    let folder = try ConfigurationFolder.withShop("id: a\nkakao: {admin_key: {command: \(command)}}\n")
    try folder.write(Array("marked-secret-of-a-file\n".utf8), to: "token")
    try folder.write(Array("#!/bin/sh\necho marked-secret\n".utf8), to: "shops/mine")
    return given(folder, environment, limits)
  }

  private static func given(
    _ folder: ConfigurationFolder, _ environment: [String: String] = [:],
    _ limits: SecretCommandLimits = SecretCommandLimits()
  ) -> (outcome: ConfigurationOutcome, secret: String?) {
    let outcome = NaruConfiguration.load(path: folder.path + "/naru.yaml", environment: environment, commands: limits)
    return (outcome, outcome.configuration?.shops.first?.kakao?.adminKey?.first.reveal())
  }

  @Test("are taken without the line end, for every key that takes a secret")
  func everyKey() throws {
    let of = { (name: String) in "{command: [printf, '%s\\r\\n', \(SecretCommandTests.hex)\(name)]}" }
    let folder = try ConfigurationFolder([
      "naru.yaml":
        "public_url: https://sync.example.com\nadmin: {token: \(of("01"))}\nmetrics: {token: [\(of("02")), \(of("03"))]}\n",
      "shops/a.yaml": """
      id: a
      api_token: \(of("04"))
      fetch_url: https://shop.example.com/members
      fetch_token: \(of("05"))
      webhook: {secret: [\(of("06")), \(of("07"))]}
      kakao:
        rest_api_key: \(of("08"))
        client_secret: \(of("09"))
        admin_key: \(of("10"))
        webhook_admin_key: \(of("11"))
      login:
        return_urls: [https://shop.example.com/]
        store_tokens: true
        token_keys: \(of(""))
      schedule: {import: hourly}
      exports: {fetch: {command: [printf, 'https://shop.example.com/export.csv?token=%s', \(Self.hex)]}}

      """,
    ])
    let outcome = folder.load()
    #expect(outcome.summary == [])
    let configuration = try outcome.get()
    let shop = configuration.shops[0]
    #expect(configuration.adminToken?.index(of: Self.hex + "01") == 0)
    #expect(configuration.metricsToken?.index(of: Self.hex + "03") == 1)
    #expect(shop.apiToken?.index(of: Self.hex + "04") == 0)
    #expect(shop.fetchToken?.matches(Self.hex + "05") == true)
    #expect(shop.webhook.secret?.matches(Self.hex + "07") == true)
    #expect(shop.kakao?.restAPIKey?.matches(Self.hex + "08") == true)
    #expect(shop.kakao?.clientSecret?.matches(Self.hex + "09") == true)
    #expect(shop.kakao?.adminKey?.matches(Self.hex + "10") == true)
    #expect(shop.kakao?.webhookAdminKey?.matches(Self.hex + "11") == true)
    #expect(shop.login?.tokenKeys?.matches(Self.hex) == true)
    #expect(shop.exports.fetchAddresses.map(\.description) == ["shop.example.com/export.csv"])
    var text = ""
    dump(outcome, to: &text)
    #expect(!text.contains(Self.hex))
  }

  @Test("no shell reads the arguments: they arrive as they are written, blanks included")
  func arguments() throws {
    let written = " $HOME `id` ; * ~ | \"x\" > y\\n "
    #expect(try Self.given("[printf, '%s', '\(written)']").secret == written)
    #expect(try Self.given("[printf, '%s-%s-%s', 08, true, '']").secret == "08-true-")
  }

  @Test("the program starts in the file's folder, with its input at its end and little of the environment")
  func surroundings() throws {
    #expect(try Self.given("[cat, ../token]").secret == "marked-secret-of-a-file")
    #expect(try Self.given("[pwd]").secret?.hasSuffix("/shops") == true)
    #expect(try Self.given("[sh, -c, 'cat; echo marked-secret']").secret == "marked-secret")
    let environment = [
      "HOME": "/var/lib/naru", "USER": "naru", "LOGNAME": "naru", "KEY": "marked-secret-0451", "PATH": "/somewhere",
      "LD_PRELOAD": "/nowhere.so",
    ]
    #expect(
      try Self.given("[sed, 's/\\x00/,/g', /proc/self/environ]", environment).secret
        == "PATH=/usr/local/bin:/usr/bin:/bin,LANG=C.UTF-8,HOME=/var/lib/naru,USER=naru,LOGNAME=naru,")
  }

  @Test("a program is found by its name in the usual folders, or by its path from the file's folder")
  func program() throws {
    let folder = try ConfigurationFolder.withShop(
      "id: a\nkakao: {admin_key: {command: [../give, '%s', marked-secret]}}\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/give", withDestinationPath: "/usr/bin/printf")
    #expect(Self.given(folder).secret == "marked-secret")
    // `mine` is in the folder, but neither on the path nor allowed to run.
    for command in ["[mine]", "[./mine]", "[../token]", "[.., x]", "[/]", "[no-such-program-of-naru]", "[./none]"] {
      #expect(
        try Self.given(command).outcome.summary == ["secret-command-not-found flower.yaml:2:30"], "\(command)")
    }
  }

  @Test(
    "what can not be used is told by its place and reason, and nothing of what the program wrote",
    arguments: [
      ("[sh, -c, 'echo marked-secret; echo marked-secret >&2; exit 3']", "secret-command-failed"),
      ("[sh, -c, 'echo marked-secret; kill -9 $$']", "secret-command-failed"),
      ("['false', marked-secret]", "secret-command-failed"),
      ("['true']", "empty-secret"), ("[printf, ' \\n\\n']", "empty-secret"),
      ("[printf, 'marked-secret\\nmarked-secret\\n']", "invalid-secret"),
      ("[printf, 'marked-secret\\a']", "invalid-secret"), ("[printf, 'marked-secret\\0\\n']", "invalid-secret"),
      ("[printf, 'marked-secret\\377']", "secret-command-output"), ("['yes', marked-secret]", "secret-command-output"),
      ("[head, -c, 65537, /dev/zero]", "secret-command-output"), ("[printf, changeme]", "sample-secret"),
      ("pass show marked-secret", "invalid-value"), ("[]", "invalid-value"), ("[[pass, show]]", "invalid-value"),
      ("['']", "invalid-value"), ("[pass, \"a\\nb\"]", "invalid-value"), ("[pass, {a: b}]", "invalid-value"),
      ("{pass: show}", "invalid-value"), ("[pass\(String(repeating: ", x", count: 64))]", "invalid-value"),
      ("[pass, \(String(repeating: "x", count: 4097))]", "invalid-value"),
    ])
  func unusable(_ command: String, _ code: String) throws {
    let outcome = try Self.given(command).outcome
    #expect(outcome.summary == ["\(code) flower.yaml:2:30"])
    #expect(outcome.configuration == nil && outcome.report.exitCode == 78)
    for finding in outcome.report.findings {
      var text = finding.message(in: .korean) + finding.message(in: .english)
      #expect(finding.fix != nil)
      dump(finding, to: &text)
      #expect(!text.contains("marked-secret"))
    }
  }

  @Test("exactly one source is named")
  func sources() throws {
    for secret in ["{command: [printf, a], env: KEY}", "{command: [printf, a], file: x}"] {
      let folder = try ConfigurationFolder.withShop("id: a\nkakao: {admin_key: \(secret)}\n")
      #expect(folder.load().summary == ["invalid-value flower.yaml:2:20"])
    }
    let folder = try ConfigurationFolder.withShop("id: a\napi_token: {command: [printf, a], sha256: abc}\n")
    #expect(folder.load().summary == ["invalid-value flower.yaml:2:12"])
  }

  @Test("a program that is not done in time is ended, and after three no other is run")
  func time() throws {
    let limits = SecretCommandLimits(time: .milliseconds(200))
    #expect(try Self.given("[sleep, 600]", [:], limits).outcome.summary == ["secret-command-timeout flower.yaml:2:30"])
    // One that has closed its output is not done before it has ended, either.
    #expect(
      try Self.given("[sh, -c, 'printf marked-secret; exec sleep 600 >&- 2>&-']", [:], limits).outcome.report.findings
        .map(\.code) == ["secret-command-timeout"])
    let folder = try ConfigurationFolder.withShop(
      """
      id: a
      kakao:
        rest_api_key: [{command: [sleep, 600]}, {command: [sleep, 601]}, {command: [sleep, 602]}]
        admin_key: {command: [sh, -c, 'echo >../ran; printf marked-secret']}

      """)
    #expect(Self.given(folder, [:], limits).outcome.report.findings.map(\.code).count == 4)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/ran"))
  }

  @Test("what a program leaves running behind it, or writes to its errors, holds up nothing")
  func leftovers() throws {
    #expect(try Self.given("[sh, -c, 'sleep 600 & printf marked-secret']").secret == "marked-secret")
    #expect(
      try Self.given("[sh, -c, 'head -c 3000000 /dev/zero >&2; printf marked-secret']").secret == "marked-secret")
    #expect(try Self.given("[head, -c, 65536, /dev/zero]").outcome.report.findings.map(\.code) == ["invalid-secret"])
  }

  @Test("the same command is run once for all files that are loaded, and again when they are loaded again")
  func once() throws {
    let secret = "{command: [sh, -c, 'echo >>../runs; cat ../key']}"
    let folder = try ConfigurationFolder([
      "naru.yaml": "", "shops/a.yaml": "id: a\nkakao: {admin_key: \(secret), rest_api_key: \(secret)}\n",
      "shops/b.yaml": "id: b\nkakao: {admin_key: \(secret)}\n",
    ])
    try folder.write(Array("listen: 127.0.0.1:8080\n".utf8), to: "naru.yaml")
    try folder.write(Array("marked-secret-1".utf8), to: "key")
    #expect(Self.given(folder).secret == "marked-secret-1")
    let runs = { try String(contentsOfFile: folder.path + "/runs", encoding: .utf8).count }
    #expect(try runs() == 1)
    try folder.write(Array("marked-secret-2".utf8), to: "key")
    #expect(Self.given(folder).secret == "marked-secret-2")
    #expect(try runs() == 2)
  }
}
