import CommonValues
import ShopAdapters

/// One adapter in the JSON of `naru adapter list`.
struct AdapterView: Codable, Sendable, Hashable {
  var id: String
  var version: String
  var name: LocalizedText
  /// Nil when it serves any platform.
  var platform: String?
  /// What it can do, as `member_export`.
  var capabilities: [String]
}

/// The JSON of `naru adapter new`.
struct AdapterNewResult: Codable, Sendable, Hashable {
  var id: String
  var folder: String
  /// What was written, from the folder on.
  var files: [String]
}

/// The JSON of `naru adapter test`.
struct AdapterTestResult: Codable, Sendable, Hashable {
  /// One thing that was checked.
  struct Case: Codable, Sendable, Hashable {
    var name: String
    var ok: Bool
    /// Why not; nil when it is.
    var problem: LocalizedText?
    /// Why it does not apply to this adapter; nil when it does.
    var skipped: LocalizedText?
  }

  var id: String
  var folder: String
  var cases: [Case]
}

/// The JSON of `naru adapter map`.
struct AdapterMapResult: Codable, Sendable, Hashable {
  /// What one column was taken for.
  struct Column: Codable, Sendable, Hashable {
    var number: Int
    var label: String
    /// Where it goes; nil when nowhere.
    var field: String?
    /// Percent.
    var confidence: Int
    /// Percent of the rows.
    var filled: Int
    var looks: LocalizedText
    var note: LocalizedText?
  }

  var file: String
  /// `members` or `orders`.
  var kind: String
  /// Percent.
  var confidence: Int
  /// How many rows were looked at.
  var rows: Int64
  var columns: [Column]
  /// The manifest as text.
  var manifest: String
  /// Where the manifest was written; nil when it was not.
  var written: String?
}

extension AdapterView {
  init(_ descriptor: AdapterDescriptor) {
    self.init(
      id: descriptor.id, version: descriptor.version, name: descriptor.name, platform: descriptor.platform,
      capabilities: descriptor.capabilities.map(\.rawValue).sorted())
  }
}

extension AdapterMapResult {
  init(_ guess: ExportGuess, file: String, written: String?) {
    self.init(
      file: file, kind: guess.kind.rawValue, confidence: guess.confidence, rows: Int64(guess.rows),
      columns: guess.columns.map {
        Column(
          number: $0.number, label: $0.label, field: $0.field, confidence: $0.confidence, filled: $0.filled,
          looks: $0.looks, note: $0.note)
      }, manifest: guess.manifest, written: written)
  }
}
