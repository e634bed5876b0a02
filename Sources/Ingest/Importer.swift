public import CommonValues
public import Records
public import ShopAdapters
import ShopModel
public import Store

/// Takes export files into the store.
///
/// A file is read once. Several threads take its blocks apart, map the rows and stage them in sorted runs; only when the file as a
/// whole is known to be good does one pass in order of id apply them, in one transaction with the rows that go into quarantine and
/// the run's result. A file that is refused, a full disk, a request to stop, the end of the process: each leaves the store as it was.
/// Memory does not grow with the file.
///
/// Each entry of a zip is a file of its own, with a run and a transaction of its own. The zip is read to its end before the first is applied,
/// so that it is refused as a whole when any entry is.
public struct Importer: Sendable {
  let store: Store
  private let adapter: any ShopAdapter
  private let attributes: [AttributeMapping]
  private let workers: Int
  /// Bytes of a file that one thread takes at a time, give or take a record.
  var blockBytes = 1 << 20

  /// An importer for one shop's files.
  ///
  /// - Parameters:
  ///   - adapter: understands the platform's exports: it maps them, or translates them into canonical JSON.
  ///   - attributes: what the shop's config declares beyond the adapter's own.
  ///   - workers: threads that map rows, at least one; by default one per core, at most four.
  public init(
    store: Store, adapter: any ShopAdapter, attributes: [AttributeMapping] = [], workers: Int? = nil
  ) {
    self.store = store
    self.adapter = adapter
    self.attributes = attributes
    self.workers = max(1, workers ?? min(4, SystemCores.count))
  }

  /// Imports one file, whatever its format. Blocks for as long as it takes.
  ///
  /// - Parameters:
  ///   - source: the file, opened.
  ///   - modifiedAt: when the file was last changed, for a request without a source time; not later than `now`.
  ///   - now: the time of receipt, for a file that says nothing better.
  ///   - end: asked for the time when the run ends; nil: `now`.
  /// - Returns: a report; of a zip one for each entry, in its order; of canonical JSON one for members and one for orders, if it has both.
  /// - Throws: a ``Diagnostic`` that refuses the file, a ``StoreError``, or `CancellationError` when asked to stop. When entries of a zip
  ///   were applied before the store failed, they stay; `naru runs` shows which.
  public func run(
    _ source: any ByteSource, _ request: ImportRequest, modifiedAt: Timestamp? = nil, now: Timestamp,
    end: (@Sendable () -> Timestamp)? = nil, observer: ImportObserver = ImportObserver()
  ) throws -> [ImportReport] {
    let asOf = request.asOf ?? min(modifiedAt ?? now, now)
    var passes: [ImportPass] = []
    do {
      try read(source, request, asOf: asOf, now: now, observer: observer, into: &passes)
      if request.complete, passes.count(where: \.hasMembers) > 1 {
        for index in passes.indices where passes[index].hasMembers { passes[index].keepAbsentOfSeveral() }
      }
      var reports: [ImportReport] = []
      while !passes.isEmpty {
        try passes[0].apply { pass in
          for kind in pass.kinds { try store.clearQuarantine(file: pass.file, kind: kind.rawValue, in: request.shop) }
          try pass.quarantine(runID: pass.runID)
          try store.finishRun(
            pass.runID, in: request.shop, outcome: .succeeded, summary: RunSummary(pass.reports, file: pass.file).text,
            at: end?() ?? now)
        }
        reports += passes.removeFirst().reports
      }
      return reports
    } catch {
      let stopped = error is CancellationError || (error as? StoreError)?.code == .cancelled
      for pass in passes where pass.runID > 0 {
        try? store.finishRun(
          pass.runID, in: request.shop, outcome: stopped ? .interrupted : .failed,
          summary: RunSummary.failure(error, file: pass.file), at: end?() ?? now)
      }
      throw stopped ? CancellationError() : error
    }
  }

  /// Reads a file to its end. Nothing is stored but that runs have begun.
  private func read(
    _ source: any ByteSource, _ request: ImportRequest, asOf: Timestamp, now: Timestamp, observer: ImportObserver,
    into passes: inout [ImportPass]
  ) throws {
    let file = try RecordFile.open(source, options: fileOptions(request))
    var stages: ImportStages?
    while let found = try file.nextReader() {
      let setAside = SetAside(store)
      let reader = try translated(found, request, asOf: asOf, observer: observer, setAside)
      let mappings = try makeMappings(reader.format, request, asOf: asOf)
      let own = try stages.map(ImportStages.init(sharing:)) ?? ImportStages(store)
      stages = own
      var pass = ImportPass(
        store: store, request: request, mappings: mappings, format: reader.format, stages: own, asOf: asOf,
        observer: observer, setAside: setAside)
      if !request.dryRun {
        pass.runID = try store.beginRun(.import, in: request.shop, at: now)
        observer.begun(pass.runID)
      }
      passes.append(pass)
      try passes[passes.count - 1].read(
        reader, of: file, workers: mappings.isSequential || reader !== found ? 1 : workers)
    }
  }

  /// The reader, or of an adapter that is a program what that makes of the records.
  private func translated(
    _ reader: any RecordReader, _ request: ImportRequest, asOf: Timestamp, observer: ImportObserver,
    _ setAside: SetAside
  ) throws(Diagnostic) -> any RecordReader {
    guard let translating = adapter as? any RecordTranslating else { return reader }
    let exports = ExportOptions(
      file: reader.format.file, sourceTime: asOf, kind: request.kind, attributes: attributes, shape: reader.format.shape
    )
    let source = try translating.translate(
      reader, exports, setAside.observer(request.kind ?? .members, shouldStop: observer.shouldStop))
    var options = RecordFileOptions(encoding: .utf8, recordPath: "", limits: request.limits, blockBytes: blockBytes)
    options.scratchDirectory = store.scratchDirectory
    let file: RecordFile
    do throws(Diagnostic) {
      file = try RecordFile.open(source, options: options)
    } catch {
      throw error.code == "file-empty" ? ImportProblem.nothingSaid(reader.format.file) : error
    }
    guard let lines = try file.nextReader() else { throw ImportProblem.nothingSaid(reader.format.file) }
    return lines
  }

  /// What maps the records.
  private func mapping() throws(Diagnostic) -> any ExportMapping {
    if let mapping = adapter as? any ExportMapping { return mapping }
    if let translating = adapter as? any RecordTranslating { return translating.canonicalMapping }
    throw ImportProblem.noExports(adapter.descriptor.id)
  }

  /// How a file is opened.
  func fileOptions(_ request: ImportRequest) -> RecordFileOptions {
    var options = RecordFileOptions(
      encoding: request.encoding, delimiter: request.delimiter, limits: request.limits, blockBytes: blockBytes,
      scratchDirectory: store.scratchDirectory)
    guard let adapter = adapter as? any ExportMapping else { return options }
    options.headerScore = { adapter.knownLabels(in: $0) }
    let layout = adapter.layout(for: request.kind)
    options.recordPath = layout.records
    options.rowsPath = layout.rows
    switch layout.header {
    case .find: break
    case .row(let row): options.header = .row(row)
    case .none: options.header = .none
    }
    return options
  }

  /// Works out which column is what.
  func makeMappings(
    _ format: RecordFormat, _ request: ImportRequest, asOf: Timestamp
  ) throws(Diagnostic) -> FormatMappings {
    var options = ExportOptions(
      file: format.file, sourceTime: asOf, kind: request.kind, attributes: attributes, shape: format.shape)
    options.mixesKinds = true
    return try FormatMappings(try mapping(), format, options)
  }
}
