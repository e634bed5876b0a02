import CommonValues
import Foundation
import ShopModel

extension NaruConfiguration {
  /// Reads `naru.yaml` and every shop's file beside it, and checks all of it before answering.
  ///
  /// Reads files, and runs the programs of `{command: […]}`, each different one once and for ten seconds at most; it blocks its thread while
  /// they run. Nothing is written, nobody else is called. Never fails otherwise than with findings.
  /// - Parameters:
  ///   - path: `naru.yaml`, absolute or from the working directory.
  ///   - environment: where `{env: NAME}` looks, and where programs get `HOME`, `USER` and `LOGNAME` from.
  ///   - builtInAdapters: the ids that `adapter:` may name; nil leaves that unchecked.
  public static func load(
    path: String, environment: [String: String], builtInAdapters: [String]? = nil
  ) -> ConfigurationOutcome {
    load(path: path, environment: environment, builtInAdapters: builtInAdapters, commands: SecretCommandLimits())
  }

  static func load(
    path: String, environment: [String: String], builtInAdapters: [String]? = nil, commands: SecretCommandLimits
  ) -> ConfigurationOutcome {
    let findings = FindingCollector()
    var loader = ConfigurationLoader(
      path: path, environment: environment, builtInAdapters: builtInAdapters, findings: findings,
      commands: SecretCommandRunner(environment: environment, limits: commands))
    let configuration = loader.load()
    let report = CheckReport(findings: findings.sorted)
    return ConfigurationOutcome(configuration: report.errorCount == 0 ? configuration : nil, report: report)
  }
}

/// Reads the process's file and then the shops'.
struct ConfigurationLoader {
  let path: String
  let environment: [String: String]
  let builtInAdapters: [String]?
  let findings: FindingCollector
  let commands: SecretCommandRunner

  /// What could be read; whoever calls looks at the findings first.
  mutating func load() -> NaruConfiguration? {
    guard let text = ConfigurationFile.text(path, findings: findings),
      let root = YAMLReader(file: path, findings: findings).read(text)
    else { return nil }
    var context = FileContext(
      file: path, folder: ConfigurationFile.folder(of: path), findings: findings,
      secrets: SecretPolicy(environment: environment, allowsLiterals: false, commands: commands))
    // Looked at before the rest, because it decides how the rest is read.
    if case .mapping(let pairs) = root.content,
      case .scalar("true", plain: true)? = pairs.first(where: { $0.key.name == "allow_literal_secrets" })?.value.content
    {
      context = FileContext(
        file: path, folder: context.folder, findings: findings,
        secrets: SecretPolicy(environment: environment, allowsLiterals: true, commands: commands))
    }
    let value = ConfigurationValue(context: context, path: "", node: root, key: root.position)
    guard let section = ConfigurationSection<ProcessKey>(value) else { return nil }
    _ = section[.allowLiteralSecrets]?.bool()
    let admin = section[.admin].flatMap { ConfigurationSection<AdminKey>($0) }
    let metrics = section[.metrics].flatMap { ConfigurationSection<MetricsKey>($0) }
    let configuration = NaruConfiguration(
      file: path, listen: section[.listen]?.listenAddress() ?? ListenAddress(host: "127.0.0.1", port: 8080),
      publicURL: section[.publicURL]?.baseURL(),
      store: section[.store]?.store() ?? .sqlite(path: context.resolve("data/naru.db")),
      tls: section[.tls]?.tlsFiles(), adminToken: admin?[.token]?.tokens(), metricsToken: metrics?[.token]?.tokens(),
      trustedProxies: section[.trustedProxies]?.list(of: { $0.network() }) ?? [],
      rateLimits: section[.rateLimit]?.rateLimits() ?? RateLimits(),
      limits: section[.limits]?.limits() ?? InputLimits(),
      fetch: section[.fetch]?.fetch() ?? FetchSettings(), inbox: section[.inbox]?.inbox() ?? InboxSettings(),
      shopsFolder: shopsFolder(section, context: context),
      shops: shops(section, context: context))
    if !findings.findings.contains(where: { $0.severity == .error }) {
      ListenCheck(findings: findings).check(configuration, at: section[.listen]?.node.position)
      let check = LoginCheck(publicURL: configuration.publicURL, findings: findings)
      for shop in configuration.shops { check.check(shop) }
    }
    return configuration
  }

  // MARK: Shops

  private func shopsFolder(_ section: ConfigurationSection<ProcessKey>, context: FileContext) -> String {
    var name = "shops"
    // Whatever is wrong with it was told where the shops are read.
    if case .scalar(let text, _)? = section[.shops]?.node.content { name = text.trimmedBlanks }
    return context.resolve(name.hasSuffix("/") ? String(name.dropLast()) : name)
  }

  private func shops(_ section: ConfigurationSection<ProcessKey>, context: FileContext) -> [ShopConfiguration] {
    let written = section[.shops]
    if let written, written.text() == nil { return [] }
    let folder = shopsFolder(section, context: context)
    let place = written?.node.position ?? section.position
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      context.report(.shopsFolderMissing, at: place, key: "shops")
      return []
    }
    let files = entries.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
    guard !files.isEmpty else {
      context.report(.noShops, at: place, key: "shops")
      return []
    }
    var shops: [ShopConfiguration] = []
    var taken: [ShopID: String] = [:]
    var watched: [String: String] = [:]
    for file in files {
      let path = folder + "/" + file
      let shopContext = FileContext(file: path, folder: folder, findings: findings, secrets: context.secrets)
      guard let text = ConfigurationFile.text(path, findings: findings),
        let root = YAMLReader(file: path, findings: findings).read(text)
      else { continue }
      let value = ConfigurationValue(context: shopContext, path: "", node: root, key: root.position)
      guard let loader = ShopLoader(value, builtInAdapters: builtInAdapters), let shop = loader.load() else { continue }
      if let other = taken[shop.id] {
        let place = loader.section[.id]?.node.position
        shopContext.report(.duplicateShop(shop.id.description, otherFile: other), at: place, key: "id")
        continue
      }
      taken[shop.id] = path
      if let folder = shop.exports.watchFolder {
        if let other = watched[folder] {
          shopContext.report(.duplicateWatchFolder(otherFile: other), at: nil, key: "exports.watch")
        }
        watched[folder] = path
      }
      shops.append(shop)
    }
    return shops.sorted { $0.id < $1.id }
  }
}
