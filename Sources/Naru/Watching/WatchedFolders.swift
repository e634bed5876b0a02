import CommonValues
import Logging
import ShopModel
import Store
import Synchronization

/// Looks into every shop's watched folder now and then.
final class WatchedFolders: Sendable {
  /// The pause between two looks.
  static let pause = Duration.seconds(10)

  private let shops: JobShops
  private let imports: ImportWorkers
  private let logger: Logger
  /// What was last said of a folder, so that it is said once.
  private let said = Mutex<[ShopID: String]>([:])
  /// What was seen in a folder stays with it when the configuration is read again.
  private let known = Mutex<[ShopID: WatchedFolder]>([:])

  init(_ shops: JobShops, imports: ImportWorkers, logger: Logger) {
    self.shops = shops
    self.imports = imports
    self.logger = logger
  }

  private func folders(_ connections: [Connection]) -> [WatchedFolder] {
    known.withLock { known in
      var folders: [ShopID: WatchedFolder] = [:]
      for shop in connections.map(\.shop) {
        guard let path = shop.exports.watchFolder else { continue }
        folders[shop.id] = known[shop.id].flatMap { $0.path == path ? $0 : nil } ?? WatchedFolder(shop.id, path)
      }
      known = folders
      return folders.values.sorted { $0.shop < $1.shop }
    }
  }

  /// Looks at once and then again and again, until the task is cancelled.
  func run(_ clock: any Clock<Duration>) async {
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
    let current = shops.current
    let naru = current.naru
    let (spool, limit, now) = (imports.spool, naru.configuration.limits.fileBytes, naru.now())
    for folder in folders(current.sorted) where !Task.isCancelled {
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
