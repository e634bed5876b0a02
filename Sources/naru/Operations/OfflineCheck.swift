import CommonValues
import Naru
import ShopModel

/// `naru check` without asking anybody: the configuration and its secrets.
enum OfflineCheck {
  /// - Parameter builtInAdapters: the ids that `adapter:` may name; nil leaves that unchecked.
  static func check(
    _ request: CheckRequest, _ context: OperationContext, builtInAdapters: [String]? = nil
  ) -> Outcome<CheckResult> {
    let loaded = NaruConfiguration.load(
      path: context.configPath, environment: context.environment, builtInAdapters: builtInAdapters)
    var shops = loaded.configuration?.shops ?? []
    var findings = loaded.report.findings
    if let wanted = request.shop, let configuration = loaded.configuration {
      let others = Set(configuration.shops.filter { $0.id != wanted }.map(\.file))
      shops = shops.filter { $0.id == wanted }
      findings = findings.filter { finding in finding.place.file.map { !others.contains($0) } ?? true }
      if shops.isEmpty { findings.append(unknownShop(wanted, in: configuration)) }
    }
    findings += shops.flatMap(\.adapterFindings)
    let report = CheckReport(findings: findings)
    return Outcome(
      CheckResult(shops: shops.map(\.id.description), online: false, findings: findings),
      status: ExitStatus(rawValue: report.exitCode))
  }

  /// A shop that no file describes.
  static func unknownShop(_ id: ShopID, in configuration: NaruConfiguration) -> Diagnostic {
    let known = configuration.shops.map(\.id.description).joined(separator: ", ")
    return Diagnostic(
      .error, code: "unknown-shop", place: .init(file: configuration.file, field: "shops"),
      reason: LocalizedText(ko: "쇼핑몰 ‘\(id)’의 설정 파일이 없습니다", en: "no file describes the shop ‘\(id)’"),
      fix: LocalizedText(ko: "설정된 쇼핑몰: \(known)", en: "configured shops: \(known)"))
  }
}
