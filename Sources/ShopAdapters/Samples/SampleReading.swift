import CommonValues
import Records

/// What an adapter makes of one file, read as an import reads it.
struct SampleReading {
  /// Canonical JSON, one line for each member or order in the order in which they first appear.
  private(set) var lines: [String] = []
  /// What was set aside or left out.
  private(set) var findings: [Diagnostic] = []
  /// How the columns of the last table became fields; nil when there was none.
  private(set) var mapping: FileMapping?

  /// Reads a file to its end. Throws what refuses it.
  ///
  /// - Parameters:
  ///   - kind: Members or orders; found from the labels when nil.
  ///   - blockBytes: How much is mapped at a time; the result does not depend on it.
  init(
    _ source: any ByteSource, name: String, of adapter: any ShopAdapter, kind: ExportKind? = nil,
    blockBytes: Int? = nil
  ) throws(Diagnostic) {
    if let adapter = adapter as? any RecordTranslating {
      try translate(source, name: name, by: adapter)
    } else if let adapter = adapter as? any ExportMapping {
      try read(source, name: name, by: adapter, kind: kind, blockBytes: blockBytes)
    }
  }

  private mutating func read(
    _ source: any ByteSource, name: String, by adapter: any ExportMapping, kind: ExportKind?, blockBytes: Int?
  ) throws(Diagnostic) {
    var (options, ownLabels) = SampleReading.options(for: adapter, kind)
    if let blockBytes { options.blockBytes = blockBytes }
    try read(source, name: name, by: adapter, options, ownLabels: ownLabels, kind: kind)
  }

  private mutating func read(
    _ source: any ByteSource, name: String, by adapter: any ExportMapping, _ options: RecordFileOptions,
    ownLabels: [String] = [], kind: ExportKind? = nil
  ) throws(Diagnostic) {
    let file = try RecordFile.open(source, options: options)
    while let reader = try file.nextReader() {
      var rows = SampleRows(adapter, file: name, shape: reader.format.shape, ownLabels: ownLabels, kind: kind)
      try rows.prepare(for: reader.format)
      let parser = RecordBlockParser()
      while let block = try reader.nextBlock() {
        try rows.prepare(for: block.format)
        parser.parse(block) {
          rows.take($0)
        } malformed: {
          rows.findings.append($0.diagnostic)
        }
      }
      lines += rows.lines
      findings += rows.findings
      if reader.format.shape == .table { mapping = rows.mapping }
    }
  }

  /// What a program in the adapter's folder makes of the records, which is canonical JSON.
  private mutating func translate(
    _ source: any ByteSource, name: String, by adapter: any RecordTranslating
  ) throws(Diagnostic) {
    let heard = Findings()
    let file = try RecordFile.open(source)
    while let reader = try file.nextReader() {
      let options = ExportOptions(
        file: name, sourceTime: AdapterSamples.sourceTime, shape: reader.format.shape)
      let observer = TranslationObserver(
        diagnostic: { heard.all.append($0) }, malformed: { heard.all.append($0.diagnostic) })
      let translated = try adapter.translate(reader, options, observer)
      do throws(Diagnostic) {
        try read(
          translated, name: name, by: adapter.canonicalMapping, RecordFileOptions(encoding: .utf8, recordPath: ""))
      } catch {
        // A program may make nothing of a file.
        guard error.code == "file-empty" else { throw error }
      }
    }
    findings += heard.all
  }

  /// What is heard during a translation, on this thread.
  private final class Findings {
    var all: [Diagnostic] = []
  }

  /// How files of an adapter are opened, and the labels of those that have none.
  static func options(for adapter: any ExportMapping, _ kind: ExportKind?) -> (RecordFileOptions, labels: [String]) {
    var options = RecordFileOptions()
    options.headerScore = { adapter.knownLabels(in: $0) }
    let layout = adapter.layout(for: kind)
    options.recordPath = layout.records
    options.rowsPath = layout.rows
    switch layout.header {
    case .find: return (options, [])
    case .row(let row):
      options.header = .row(row)
      return (options, [])
    case .none(let labels):
      options.header = .none
      return (options, labels)
    }
  }
}
