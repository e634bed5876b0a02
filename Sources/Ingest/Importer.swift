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
public struct Importer: Sendable {
  let store: Store
  private let adapter: any ExportMapping
  private let attributes: [AttributeMapping]
  private let workers: Int
  /// Bytes of a file that one thread takes at a time, give or take a record.
  var blockBytes = 1 << 20

  /// An importer for one shop's files.
  ///
  /// - Parameters:
  ///   - adapter: understands the platform's exports.
  ///   - attributes: what the shop's config declares beyond the adapter's own.
  ///   - workers: threads that map rows, at least one; by default one per core, at most four.
  public init(
    store: Store, adapter: any ExportMapping, attributes: [AttributeMapping] = [], workers: Int? = nil
  ) {
    self.store = store
    self.adapter = adapter
    self.attributes = attributes
    self.workers = max(1, workers ?? min(4, SystemCores.count))
  }

  /// Imports one file. Blocks for as long as it takes.
  ///
  /// - Parameters:
  ///   - source: the file, opened.
  ///   - modifiedAt: when the file was last changed, for a request without a source time; not later than `now`.
  ///   - now: the time of receipt, for a file that says nothing better.
  ///   - end: asked for the time when the run ends; nil: `now`.
  /// - Throws: a ``Diagnostic`` that refuses the file, a ``StoreError``, or `CancellationError` when asked to stop.
  public func run(
    _ source: any ByteSource, _ request: ImportRequest, modifiedAt: Timestamp? = nil, now: Timestamp,
    end: (@Sendable () -> Timestamp)? = nil, observer: ImportObserver = ImportObserver()
  ) throws -> ImportReport {
    let asOf = request.asOf ?? min(modifiedAt ?? now, now)
    let reader = try makeReader(source, request)
    let mapping = try makeMapping(reader.format.header, source.name, request, asOf: asOf)
    let runID = request.dryRun ? 0 : try store.beginRun(.import, in: request.shop, at: now)
    do {
      var pass = try ImportPass(
        store: store, request: request, mapping: mapping, reader: reader, asOf: asOf, observer: observer)
      pass.report.runID = runID
      try pass.read(workers: workers)
      try pass.apply { pass in
        try store.clearQuarantine(file: source.name, kind: mapping.kind.rawValue, in: request.shop)
        try pass.quarantine(runID: runID)
        try store.finishRun(
          runID, in: request.shop, outcome: .succeeded, summary: RunSummary(pass.report).text,
          at: end?() ?? now)
      }
      return pass.report
    } catch {
      let stopped = error is CancellationError || (error as? StoreError)?.code == .cancelled
      if !request.dryRun {
        try? store.finishRun(
          runID, in: request.shop, outcome: stopped ? .interrupted : .failed,
          summary: RunSummary.failure(error, file: source.name), at: end?() ?? now)
      }
      throw stopped ? CancellationError() : error
    }
  }

  /// Opens a file and finds its header.
  func makeReader(
    _ source: any ByteSource, _ request: ImportRequest, header: CSVOptions.HeaderPlace = .find
  ) throws(Diagnostic) -> CSVReader {
    var options = CSVOptions(
      encoding: request.encoding, delimiter: request.delimiter, header: header, blockBytes: blockBytes)
    options.limits = request.limits
    let adapter = adapter
    options.headerScore = { adapter.knownLabels(in: $0) }
    return try CSVReader(source, options: options)
  }

  /// Works out which column is what.
  func makeMapping(
    _ header: RecordHeader, _ file: String, _ request: ImportRequest, asOf: Timestamp
  ) throws(Diagnostic) -> FileMapping {
    try adapter.mapping(
      for: header, ExportOptions(file: file, sourceTime: asOf, kind: request.kind, attributes: attributes))
  }
}
