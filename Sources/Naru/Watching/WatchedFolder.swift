import CommonValues
import ShopModel
import Store
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One shop's folder in which exports are put down.
///
/// A file is taken when its size and time of change are what they were one look before; then it lies in the spool folder as if it had been
/// uploaded, and is put away into `done` or `failed`, with a report beside it, when it was imported.
final class WatchedFolder: Sendable {
  /// Names that are looked at; more files are taken as these go.
  static let limit = 1_000
  /// Endings of files that are still being written.
  static let unfinished = [".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".swp", "~"]

  let shop: ShopID
  let path: String
  private let seen = Mutex<[String: FileMark]>([:])

  init(_ shop: ShopID, _ path: String) {
    self.shop = shop
    self.path = path
  }

  /// What one look came to.
  struct Look: Sendable {
    var taken = 0
    var problem: Diagnostic?
  }

  /// Puts away what is finished and takes what is still. Blocks.
  func look(_ store: Store, spool: Spool, limit: Int64, now: Timestamp) throws -> Look {
    guard let directory = WatchedDirectory(path) else { return Look(problem: .watchFolderMissing(path)) }
    var look = Look()
    for entry in try store.unfiledImports(of: shop) where entry.source == .watch {
      if let problem = try putAway(entry, in: directory, store) { look.problem = problem }
    }
    let before = seen.withLock { $0 }
    var after: [String: FileMark] = [:]
    for name in directory.names(limit: WatchedFolder.limit) where isWanted(name) {
      guard let mark = directory.mark(name) else { continue }
      after[name] = mark
      guard before[name] == mark else { continue }
      if let known = try store.acceptedImport(origin: mark.origin(name), of: shop), !known.isFiled { continue }
      if try take(name, mark, from: directory, store, spool, limit, now) { look.taken += 1 }
    }
    seen.withLock { $0 = after }
    return look
  }

  private func isWanted(_ name: String) -> Bool {
    let lower = name.lowercased()
    return !WatchedFolder.unfinished.contains { lower.hasSuffix($0) } && !lower.hasSuffix(WatchedDirectory.report)
  }

  private func take(
    _ name: String, _ mark: FileMark, from directory: WatchedDirectory, _ store: Store, _ spool: Spool, _ limit: Int64,
    _ now: Timestamp
  ) throws -> Bool {
    var options = UploadOptions()
    options.modifiedAt = mark.changedAt
    var new = NewImport(
      shop: shop, source: .watch, file: name, origin: mark.origin(name), spool: "", bytes: mark.size,
      options: try options.text, receivedAt: now)
    guard mark.size <= limit else {
      // It is put away as refused, without having been copied.
      new.refusal = try ImportOutcome(findings: [SpoolProblem.tooLarge(limit: limit).at(.init(file: name))]).text
      _ = try store.accept(new)
      return true
    }
    let file = try SpoolFile(in: spool, limit: mark.size)
    guard try directory.read(name, mark, { try file.append($0) }) else { return false }
    new.spool = file.name
    let accepted = new
    _ = try file.keep { try store.accept(accepted) }
    return true
  }

  /// Moves a file that came to its end, if it is still the one that was taken.
  private func putAway(_ entry: AcceptedImport, in directory: WatchedDirectory, _ store: Store) throws -> Diagnostic? {
    guard let origin = entry.origin, let (name, mark) = FileMark.read(origin: origin) else { return nil }
    let kind = entry.state == .done ? "done" : "failed"
    guard let folder = directory.folder(kind) else { return .watchFolderClosed(path, kind) }
    let isThere = directory.mark(name) == mark
    let newName = folder.freeName(name, entry.id)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let report = Array(try encoder.encode(AcceptedImportView(entry))) + [0x0A]
    // The file first: where it can not be moved, each look would leave another report.
    guard !isThere || directory.move(name, to: folder, as: newName),
      folder.write(newName + WatchedDirectory.report, report)
    else { return .watchFolderClosed(path, kind) }
    try store.noteFiled(entry.id, in: shop)
    return nil
  }
}

extension Diagnostic {
  fileprivate static func watchFolderMissing(_ path: String) -> Diagnostic {
    Diagnostic(
      .error, code: "watch-folder-missing", place: .init(file: path, field: "exports.watch"),
      reason: LocalizedText(ko: "지켜볼 폴더를 열 수 없습니다.", en: "The watched folder can not be opened."),
      fix: LocalizedText(ko: "폴더를 만들고 권한을 확인하십시오.", en: "Make it, and check its permissions."))
  }

  fileprivate static func watchFolderClosed(_ path: String, _ folder: String) -> Diagnostic {
    Diagnostic(
      .error, code: "watch-folder-closed", place: .init(file: path, field: "exports.watch"),
      reason: LocalizedText(
        ko: "가져온 파일을 \(folder) 폴더로 옮길 수 없습니다.",
        en: "A file that was imported can not be moved into the folder \(folder)."),
      fix: LocalizedText(
        ko: "쓰기 권한과 남은 공간을 확인하십시오. \(folder)은(는) 일반 폴더여야 합니다.",
        en: "Check that it may be written and has room; \(folder) must be a plain folder."))
  }
}
