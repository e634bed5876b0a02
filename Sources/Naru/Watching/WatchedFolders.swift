import CommonValues
import Logging
import ShopModel
import Store
import Synchronization

/// Looks into every shop's watched folder now and then.
final class WatchedFolders: Sendable {
  /// The pause between two looks.
  static let pause = Duration.seconds(10)

  private let naru: Naru
  private let folders: [WatchedFolder]
  private let imports: ImportWorkers
  private let logger: Logger
  /// What was last said of a folder, so that it is said once.
  private let said = Mutex<[ShopID: String]>([:])

  init(_ naru: Naru, _ connections: [ShopID: Connection], imports: ImportWorkers, logger: Logger) {
    self.naru = naru
    self.imports = imports
    self.logger = logger
    folders = connections.values.map(\.shop).sorted { $0.id < $1.id }.compactMap { shop in
      shop.exports.watchFolder.map { WatchedFolder(shop.id, $0) }
    }
  }

  /// Looks at once and then again and again, until the task is cancelled.
  func run(_ clock: any Clock<Duration>) async {
    guard !folders.isEmpty else { return }
    while !Task.isCancelled {
      await poll()
      do {
        try await clock.sleep(for: WatchedFolders.pause)
      } catch {
        return
      }
    }
  }

  /// Looks into every folder once.
  func poll() async {
    let (spool, limit, now) = (imports.spool, naru.configuration.limits.fileBytes, naru.now())
    for folder in folders where !Task.isCancelled {
      do {
        let look = try await naru.store.perform { try folder.look($0, spool: spool, limit: limit, now: now) }
        if look.taken > 0 { imports.work.ring() }
        say(look.problem, of: folder)
      } catch {
        say(NaruError(error).diagnostics.first, of: folder)
      }
    }
  }

  private func say(_ problem: Diagnostic?, of folder: WatchedFolder) {
    let isNews = said.withLock { said in
      defer { said[folder.shop] = problem?.code }
      return said[folder.shop] != problem?.code
    }
    guard isNews, let problem else { return }
    logger.warning("watched folder: failed", metadata: ["shop": "\(folder.shop)", "code": "\(problem.code)"])
  }
}
