import CommonValues
import Logging
import Naru

/// Reads the configuration again when it is asked to, and when the files have changed; one reading after the other, so that the newest is
/// what holds.
struct ReloadLoop: Sendable {
  let server: NaruServer
  let source: ConfigurationSource

  /// Runs until the task is cancelled.
  func run(_ clock: any Clock<Duration>) async {
    let (wishes, wish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in wishes { await server.reload(from: source) } }
      group.addTask { for await _ in source.requests { wish.yield() } }
      group.addTask { await watch(clock, wish) }
    }
  }

  private func watch(_ clock: any Clock<Duration>, _ wish: AsyncStream<Void>.Continuation) async {
    var watch = FileWatch(fingerprint())
    while !Task.isCancelled {
      do { try await clock.sleep(for: source.pause) } catch { return }
      if watch.hasChanged(fingerprint()) { wish.yield() }
    }
  }

  private func fingerprint() -> ConfigurationFingerprint {
    let configuration = server.current.configuration
    return ConfigurationFingerprint(path: configuration.file, shopsFolder: configuration.shopsFolder)
  }
}

/// Whether files have changed and stand still since: a value without clock.
struct FileWatch: Sendable {
  private var taken: ConfigurationFingerprint
  private var last: ConfigurationFingerprint

  init(_ first: ConfigurationFingerprint) {
    taken = first
    last = first
  }

  /// - Parameter now: the files as they are.
  /// - Returns: whether to read them.
  mutating func hasChanged(_ now: ConfigurationFingerprint) -> Bool {
    defer { last = now }
    guard now != taken, now == last else { return false }
    taken = now
    return true
  }
}

extension NaruServer {
  /// Reads the configuration and, when nothing stands against it, goes on with it. What stands against it is logged with file, line and
  /// fix, and the one that runs goes on.
  public func reload(from source: ConfigurationSource) async {
    let outcome = await source.load()
    for finding in outcome.report.findings where finding.severity != .note { log(finding) }
    guard let configuration = outcome.configuration else { return refused() }
    do {
      try use(configuration)
    } catch {
      for diagnostic in NaruError(error).diagnostics { log(diagnostic) }
      return refused()
    }
    watch.noteReload(applied: true)
    logger.notice("configuration reloaded", metadata: ["shops": .stringConvertible(configuration.shops.count)])
  }

  private func refused() {
    watch.noteReload(applied: false)
    logger.error("configuration refused; the one before goes on")
  }

  private func log(_ finding: Diagnostic) {
    var metadata: Logger.Metadata = [
      "code": .string(finding.code), "reason": .string(finding.reason.english),
    ]
    if let file = finding.place.file { metadata["file"] = .string(file) }
    if let line = finding.place.line { metadata["line"] = .stringConvertible(line) }
    if let column = finding.place.column { metadata["column"] = .stringConvertible(column) }
    if let field = finding.place.field { metadata["key"] = .string(field) }
    if let fix = finding.fix { metadata["fix"] = .string(fix.english) }
    let level: Logger.Level = finding.severity == .error ? .error : .warning
    logger.log(level: level, "configuration", metadata: metadata)
  }
}
