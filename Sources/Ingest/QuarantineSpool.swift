import CommonValues
import ShopAdapters
import Store
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keeps what a file's rows were refused for until the file as a whole is known to be good: on disk, so that a file of which every
/// row is bad needs no more memory than any other.
final class QuarantineSpool: Sendable {
  /// What was set aside.
  struct Entry {
    var line: Int
    var kind: ExportKind
    var diagnostic: Diagnostic
    var raw: String
  }

  private struct State {
    /// -1 until something has to be written.
    var descriptor: Int32 = -1
    var buffer: [UInt8] = []
    var rows: [ExportKind: Int] = [:]
    var fields: [ExportKind: Int] = [:]
    var keptFields = 0
    var failed = false
  }

  /// Notes about single fields beyond this many are counted and not kept.
  static let fieldLimit = 10_000

  private let directory: String
  private let state = Mutex(State())

  /// A spool whose file, once it needs one, lies in `directory`.
  init(directory: String) { self.directory = directory }

  deinit {
    let descriptor = state.withLock { $0.descriptor }
    if descriptor >= 0 { close(descriptor) }
  }

  /// How many entries are kept.
  var entries: Int { state.withLock { $0.rows.values.reduce($0.keptFields, +) } }

  /// Rows of a kind that were refused so far, and fields that were left out of others.
  func counts(_ kind: ExportKind) -> (rows: Int, fields: Int) {
    state.withLock { ($0.rows[kind] ?? 0, $0.fields[kind] ?? 0) }
  }

  /// Adds a refused row, or with a warning a field that was left out. `raw` is asked for only when the entry is kept.
  func add(_ diagnostic: Diagnostic, _ kind: ExportKind, line: Int, raw: @autoclosure () -> String) {
    let isKept = state.withLock { state in
      if diagnostic.severity == .error {
        state.rows[kind, default: 0] += 1
        return true
      }
      state.fields[kind, default: 0] += 1
      guard state.keptFields < QuarantineSpool.fieldLimit else { return false }
      state.keptFields += 1
      return true
    }
    guard isKept else { return }
    let json = (try? JSONEncoder().encode(diagnostic)) ?? Data()
    let bytes = Array(raw().utf8.prefix(RowText.limit))
    state.withLock { state in
      for value in [line, kind == .orders ? 1 : 0, json.count, bytes.count] {
        withUnsafeBytes(of: Int64(value)) { state.buffer.append(contentsOf: $0) }
      }
      state.buffer.append(contentsOf: json)
      state.buffer.append(contentsOf: bytes)
      if state.buffer.count >= 1 << 16 { flush(&state) }
    }
  }

  private func flush(_ state: inout State) {
    guard !state.buffer.isEmpty, !state.failed else { return }
    if state.descriptor < 0 {
      // mkstemp wants six of these, and puts letters of its own in their place.
      var template = Array("\(directory)/naru-quarantine-XXXXXX".utf8CString)
      state.descriptor = mkstemp(&template)
      if state.descriptor >= 0 { unlink(template) }
    }
    let descriptor = state.descriptor
    var written = 0
    while written < state.buffer.count {
      let count = state.buffer.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        state.failed = true
        break
      }
      written += count
    }
    state.buffer.removeAll(keepingCapacity: true)
  }

  /// Throws when something could not be kept.
  func check() throws(Diagnostic) {
    let failed = state.withLock { state in
      flush(&state)
      return state.failed
    }
    if failed { throw ImportProblem.scratchFileFull }
  }

  /// Hands everything back in batches, in the order in which it came. Nothing may be added any more.
  func drain(_ body: ([Entry]) throws -> Void) throws {
    try check()
    let descriptor = state.withLock { $0.descriptor }
    guard descriptor >= 0 else { return }
    lseek(descriptor, 0, SEEK_SET)
    guard let file = fdopen(dup(descriptor), "r") else { throw ImportProblem.noScratchFile }
    defer { fclose(file) }
    var batch: [Entry] = []
    var header = [Int64](repeating: 0, count: 4)
    for _ in 0..<entries {
      guard fread(&header, 32, 1, file) == 1 else { throw ImportProblem.scratchFileUnreadable }
      var json = [UInt8](repeating: 0, count: Int(header[2]))
      var raw = [UInt8](repeating: 0, count: Int(header[3]))
      guard json.isEmpty || fread(&json, json.count, 1, file) == 1, raw.isEmpty || fread(&raw, raw.count, 1, file) == 1
      else { throw ImportProblem.scratchFileUnreadable }
      let diagnostic = try JSONDecoder().decode(Diagnostic.self, from: Data(json))
      batch.append(
        Entry(
          line: Int(header[0]), kind: header[1] == 1 ? .orders : .members, diagnostic: diagnostic,
          raw: String(decoding: raw, as: UTF8.self)))
      if batch.count == 1000 {
        try body(batch)
        batch.removeAll(keepingCapacity: true)
      }
    }
    if !batch.isEmpty { try body(batch) }
  }
}
