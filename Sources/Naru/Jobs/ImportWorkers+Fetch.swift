import CommonValues
import Crypto
import Ingest
import ShopModel
import Store
import Synchronization

extension ImportWorkers {
  /// Fetches what the shop's `exports.fetch` names, one address after the other, and accepts what is new, as if it had been uploaded.
  ///
  /// What is byte for byte what the same address gave last, and was imported or still is to be, is let go. An address that fails is kept as
  /// a refused import and as a failed run, and the others are fetched all the same. Cancelling the task ends it before anything more is
  /// accepted.
  ///
  /// - Returns: how many were taken, had not changed and failed, for the log.
  func fetch(_ connection: Connection) async throws(NaruError) -> String {
    var (taken, unchanged, failed) = (0, 0, 0)
    var names: [String: Int] = [:]
    for address in connection.shop.exports.fetchAddresses {
      guard !Task.isCancelled, let export = ExportAddress(address.url.reveal()) else { break }
      names[export.name, default: 0] += 1
      // Rows in quarantine are told apart by the file's name.
      let name = export.name + (names[export.name].map { $0 > 1 ? " (\($0))" : "" } ?? "")
      do {
        if try await fetch(export, name, connection) { taken += 1 } else { unchanged += 1 }
      } catch is CancellationError {
        break
      } catch {
        guard let finding = NaruError(error).diagnostics.first else { continue }
        failed += 1
        do { try await refuse(name, finding, connection) } catch { throw NaruError(error) }
      }
    }
    if taken > 0 { work.ring() }
    return "taken \(taken), unchanged \(unchanged), failed \(failed)"
  }

  /// Fetches one export. False when there is nothing to do.
  private func fetch(_ address: ExportAddress, _ name: String, _ connection: Connection) async throws -> Bool {
    let (naru, shop, spool, stop) = (connection.naru, connection.shop.id, spool, StopFlag())
    let limit = naru.configuration.limits.fileBytes
    let received = ReceivedExport(
      try await naru.store.perform { _ in try SpoolFile(in: spool, limit: limit) })
    let modifiedAt: Timestamp?
    do {
      modifiedAt = try await withTaskCancellationHandler {
        try await connection.download(address, limit: limit, shouldStop: { stop.isSet }) { received.append($0) }
      } onCancel: {
        stop.set()
      }
    } catch {
      throw received.problem ?? error
    }
    guard received.file.count > 0 else { throw FetchProblem.empty(name) }
    let place = "fetch \(HexText.encode(Array(SHA256.hash(data: Array(address.url.utf8))))) "
    let origin = place + received.digest
    var options = UploadOptions()
    options.modifiedAt = modifiedAt
    let new = NewImport(
      shop: shop, source: .fetch, file: name, origin: origin, spool: received.file.name, bytes: received.file.count,
      options: try options.text, receivedAt: naru.now())
    try Task.checkCancellation()
    return try await naru.store.perform { store in
      // What failed is taken again: the config may have been mended.
      if let last = try store.newestImport(originPrefix: place, of: shop), last.origin == origin, last.state != .failed
      {
        return false
      }
      _ = try received.file.keep { try store.accept(new) }
      return true
    }
  }

  /// Keeps why an address gave nothing: as an import that was refused, and as a run that failed.
  private func refuse(_ name: String, _ finding: Diagnostic, _ connection: Connection) async throws {
    let (shop, now) = (connection.shop.id, connection.naru.now())
    var new = NewImport(
      shop: shop, source: .fetch, file: name, spool: "", bytes: 0, options: try UploadOptions().text, receivedAt: now)
    new.refusal = try ImportOutcome(findings: [finding]).text
    let (refused, summary) = (new, RunSummary.failure(finding, file: name))
    try await connection.naru.store.perform { store in
      let id = try store.accept(refused)
      let run = try store.beginRun(.import, in: shop, at: now)
      try store.noteRun(run, ofImport: id, in: shop)
      try store.finishRun(run, in: shop, outcome: .failed, summary: summary, at: now)
    }
    news.ring()
  }
}

/// An export on its way into the spool folder, hashed as it comes.
private final class ReceivedExport: Sendable {
  private struct State {
    var hash = SHA256()
    var problem: Diagnostic?
  }

  let file: SpoolFile
  private let state = Mutex(State())

  init(_ file: SpoolFile) { self.file = file }

  /// Adds bytes at the end; false when they could not be written, and then ``problem`` says why.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    state.withLock { state in
      do throws(Diagnostic) {
        try file.append(bytes)
        state.hash.update(bufferPointer: bytes)
        return true
      } catch {
        state.problem = error
        return false
      }
    }
  }

  /// Why bytes could not be written.
  var problem: Diagnostic? { state.withLock { $0.problem } }

  /// SHA-256 of all bytes so far.
  var digest: String { state.withLock { HexText.encode(Array($0.hash.finalize())) } }
}
