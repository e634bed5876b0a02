public import CommonValues
public import Ingest
public import Records
public import ShopAdapters
import Store

/// How an export file is taken, whatever its format.
public struct ImportOptions: Sendable {
  /// Members or orders; nil: told from the header.
  public var kind: ExportKind?
  /// Whether the file names every member; nil: as the shop's config says.
  public var complete: Bool?
  /// Whether the guards for complete files are passed.
  public var confirmed = false
  /// Whether everything is done but kept.
  public var dryRun = false
  /// The source time of what the file says; nil: the file's last change, else now.
  public var asOf: Timestamp?
  /// Nil: told from the bytes.
  public var encoding: TextEncoding?
  /// Nil: told from the bytes.
  public var delimiter: UInt8?

  /// The defaults.
  public init() {}
}

extension Connection {
  /// Takes an export file of any format into the store; `-` is standard input.
  ///
  /// Returns a report; of a zip one for each entry.
  /// The file is refused as a whole, leaving the store as it was, or taken with its bad rows put into quarantine.
  /// - Throws: ``NaruError`` with the reason, or `CancellationError` when the observer asked to stop.
  public func importFile(
    at path: String, options: ImportOptions = ImportOptions(), observer: ImportObserver = ImportObserver()
  ) async throws -> [ImportReport] {
    let limits = limits
    return try await run(options, observer) { () throws(Diagnostic) in try FileSource(path: path, limits: limits) }
  }

  /// Takes an export that is in memory; `name` is what messages call it.
  public func importFile(
    _ bytes: [UInt8], name: String, options: ImportOptions = ImportOptions(),
    observer: ImportObserver = ImportObserver()
  ) async throws -> [ImportReport] {
    try await run(options, observer) { MemorySource(bytes, name: name) }
  }

  /// Maps quarantined rows again, as after a change of the config; nil: all of the shop's.
  public func retryQuarantine(
    _ ids: Set<Int64>? = nil, observer: ImportObserver = ImportObserver()
  ) async throws -> RetryReport {
    let (importer, request, now) = (importer, request(ImportOptions()), naru.now())
    return try await guarded {
      try await naru.store.perform { _ in try importer.retryQuarantine(ids, request, now: now, observer: observer) }
    }
  }

  func run(
    _ options: ImportOptions, _ observer: ImportObserver, modifiedAt: Timestamp? = nil,
    _ open: @escaping @Sendable () throws(Diagnostic) -> any ByteSource
  ) async throws -> [ImportReport] {
    let (importer, request, now) = (importer, request(options), naru.now())
    let reports = try await guarded {
      try await naru.store.perform { _ in
        let source = try open()
        let modifiedAt = modifiedAt ?? (source as? FileSource)?.modifiedAt.map { Timestamp(seconds: $0) }
        return try importer.run(
          source, request, modifiedAt: modifiedAt, now: now, end: naru.now, observer: observer)
      }
    }
    PipelineMetrics.count(reports, of: shop.id)
    return reports
  }

  func guarded<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await body()
    } catch let error as CancellationError {
      throw error
    } catch let error as StoreError where error.code == .cancelled {
      throw CancellationError()
    } catch {
      throw NaruError(error)
    }
  }

  private var importer: Importer {
    Importer(
      store: naru.store, adapter: adapter,
      attributes: shop.attributeMappings)
  }

  var limits: RecordLimits {
    let configured = naru.configuration.limits
    var limits = RecordLimits()
    limits.fileBytes = configured.fileBytes
    limits.columns = configured.columns
    limits.fieldBytes = configured.fieldBytes
    limits.recordBytes = configured.recordBytes
    limits.unpackedBytes = configured.unpackedBytes
    limits.unpackedRatio = configured.unpackedRatio
    limits.entries = configured.zipEntries
    limits.depth = configured.depth
    return limits
  }

  private func request(_ options: ImportOptions) -> ImportRequest {
    var request = ImportRequest(shop: shop.id)
    request.kind = options.kind
    request.complete = options.complete ?? shop.exports.membersComplete
    request.maxAbsent = shop.exports.maximumAbsentPercent
    request.confirmed = options.confirmed
    request.dryRun = options.dryRun
    request.asOf = options.asOf
    request.encoding = options.encoding
    request.delimiter = options.delimiter
    request.rules = rules
    request.limits = limits
    return request
  }
}
