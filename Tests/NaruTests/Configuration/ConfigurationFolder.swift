import CommonValues
import Foundation

@testable import Naru

/// A folder of configuration files that lives as long as this value.
final class ConfigurationFolder {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.path + "/naru-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path + "/shops", withIntermediateDirectories: true)
    for (name, text) in files { try write(Array(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], to name: String, mode: Int = 0o600) throws {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
  }

  func load(
    _ environment: [String: String] = ConfigurationFolder.environment, adapters: [String]? = nil
  ) -> ConfigurationOutcome {
    NaruConfiguration.load(path: path + "/naru.yaml", environment: environment, builtInAdapters: adapters)
  }

  /// A process with one good shop.
  static let process = "listen: 127.0.0.1:8080\n"
  static let shop = """
    id: flower
    kakao:
      admin_key: {env: KEY}
      channels: [_xgTNZs]
    customer_files:
      - name: 전체회원
        channel: _xgTNZs
        users: app
        where: {consent: [sms]}
        columns: {생년월일: member.birth_date}

    """
  static let environment = ["KEY": "marked-secret-0451-abcdefgh"]

  static func withShop(_ text: String) throws -> ConfigurationFolder {
    try ConfigurationFolder(["naru.yaml": process, "shops/flower.yaml": text])
  }
}

extension ConfigurationOutcome {
  /// `code file:line:column` of every finding, the file without its folder.
  var summary: [String] {
    report.findings.map { finding in
      let file = finding.place.file.map { $0.split(separator: "/").last.map(String.init) ?? "" } ?? "-"
      return "\(finding.code) \(file):\(finding.place.line ?? 0):\(finding.place.column ?? 0)"
    }
  }
}
