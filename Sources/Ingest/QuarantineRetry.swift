public import CommonValues
import Records
import ShopAdapters
import ShopModel
import Store

/// What became of quarantined rows that were mapped again.
public struct RetryReport: Sendable, Hashable {
  /// Rows that were tried.
  public var tried = 0
  /// Members or orders of which a value changed.
  public var changed = 0
  /// Members or orders that were as stored.
  public var unchanged = 0
  /// Entries that are still in quarantine, of those that were asked for.
  public var remaining = 0
  /// What somebody should know beyond the counts; at most a few hundred for each import.
  public var findings: [Diagnostic] = []

  /// Nothing tried.
  public init() {}
}

extension Importer {
  /// Maps quarantined rows again, as after a change of the shop's config or of the adapter; under the source time that their file had.
  ///
  /// A row that is taken leaves quarantine; one that is not stands there anew with what is wrong with it now. Of an import of orders
  /// all rows are tried, whichever were asked for, since an order is taken only as a whole. What can not be judged by the row alone
  /// stays, with a finding that asks for the file. A dry run changes nothing.
  ///
  /// - Parameter ids: the entries; nil for all.
  /// - Throws: as ``run(_:_:modifiedAt:now:observer:)``; what was taken of earlier imports is kept.
  public func retryQuarantine(
    _ ids: Set<Int64>?, _ request: ImportRequest, now: Timestamp, observer: ImportObserver = ImportObserver()
  ) throws -> RetryReport {
    var report = RetryReport()
    let all = try store.quarantinedRows(of: request.shop, limit: .max)
    let wanted = all.filter { ids?.contains($0.id) ?? true }
    for run in Set(wanted.map(\.runID)).sorted() {
      guard let source = try store.quarantineSource(run: run, in: request.shop) else { continue }
      for kind in ExportKind.allCases {
        let rows = RetryRows(all.filter { $0.runID == run && $0.kind == kind.rawValue }, ids: ids)
        try retry(rows, of: run, source, request, observer: observer, &report)
      }
    }
    return report
  }

  private func retry(
    _ rows: RetryRows, of run: Int64, _ source: QuarantineSource, _ request: ImportRequest,
    observer: ImportObserver, _ report: inout RetryReport
  ) throws {
    report.remaining += rows.kept.count
    report.findings += rows.kept.prefix(ImportPass.findingLimit).map(RetryRows.finding)
    guard let first = rows.tried.first, let kind = ExportKind(rawValue: first.kind) else { return }
    let retried = RetryFile(labels: source.labels, rows: rows.tried)
    var request = request
    request.kind = kind
    request.complete = false
    var options = fileOptions(request)
    options.encoding = .utf8
    options.rowsPath = nil
    if !source.labels.isEmpty {
      options.delimiter = 0x2C
      options.header = .row(1)
    } else {
      options.recordPath = ""
    }
    let file = try RecordFile.open(MemorySource(retried.bytes, name: first.file), options: options)
    guard let reader = try file.nextReader() else { return }
    var pass = ImportPass(
      store: store, request: request, mappings: try makeMappings(reader.format, request, asOf: source.sourceTime),
      format: reader.format, stages: try ImportStages(store), asOf: source.sourceTime, observer: observer,
      lines: retried.lines)
    do {
      try pass.read(reader, of: file, workers: 1)
      try pass.apply { pass in
        try store.removeQuarantined(rows.tried.map(\.id), in: request.shop)
        try pass.quarantine(runID: run)
      }
    } catch let error as StoreError where error.code == .cancelled {
      throw CancellationError()
    }
    for found in pass.reports {
      report.tried += found.rows
      report.changed += found.changed
      report.unchanged += found.unchanged
      report.findings += found.findings
    }
    report.remaining += pass.entries
  }
}

/// The entries of one import, by whether their rows can be mapped again.
private struct RetryRows {
  /// In the order of the file, every entry of a row that is tried.
  private(set) var tried: [QuarantinedRow] = []
  /// Asked for, and left where they are.
  private(set) var kept: [QuarantinedRow] = []

  init(_ all: [QuarantinedRow], ids: Set<Int64>?) {
    let isOrders = all.first?.kind == ExportKind.orders.rawValue
    // Whose the cut row of an order is, it can not say: any order of the file may lack it.
    let isCut = isOrders && all.contains { RetryRows.isCut($0) && $0.diagnostic.severity == .error }
    var lines = Set<Int>()
    for row in all where isOrders || ids?.contains(row.id) ?? true {
      if isCut || !RetryRows.isWhole(row) { kept.append(row) } else { lines.insert(row.line) }
    }
    kept.removeAll { lines.contains($0.line) || !(ids?.contains($0.id) ?? true) }
    tried = all.filter { lines.contains($0.line) }.sorted { ($0.line, $0.id) < ($1.line, $1.id) }
  }

  private static func isCut(_ row: QuarantinedRow) -> Bool { row.raw.utf8.count >= RowText.limit }

  /// Whether the entry says all that the file says of its member or order: a row that has cells, and of orders one that was left out
  /// with all the others of its order.
  private static func isWhole(_ row: QuarantinedRow) -> Bool {
    let hasCells = row.diagnostic.place.field != nil || row.diagnostic.code == ImportProblem.spoiledOrderCode
    let isOrderNote = row.kind == ExportKind.orders.rawValue && row.diagnostic.severity != .error
    return hasCells && !row.raw.isEmpty && !isOrderNote && !isCut(row)
  }

  static func finding(_ row: QuarantinedRow) -> Diagnostic {
    isCut(row) ? ImportProblem.cutRow(row.file, line: row.line) : ImportProblem.rowNeedsFile(row.file, line: row.line)
  }
}

/// Quarantined rows as a file of their own: CSV below the labels, or without labels lines of JSON.
private struct RetryFile {
  private(set) var bytes: [UInt8] = []
  /// Which line of the original file stands in which line of this one.
  private(set) var lines: [Int: Int] = [:]

  init(labels: [String], rows: [QuarantinedRow]) {
    var line = 1
    if !labels.isEmpty { append(RowText.text(of: labels), &line) }
    var seen = Set<Int>()
    for row in rows where seen.insert(row.line).inserted {
      lines[line] = row.line
      append(row.raw, &line)
    }
  }

  private mutating func append(_ row: String, _ line: inout Int) {
    var last: UInt8 = 0
    for byte in row.utf8 {
      if byte == 0x0D || (byte == 0x0A && last != 0x0D) { line += 1 }
      last = byte
    }
    bytes.append(contentsOf: row.utf8)
    bytes.append(0x0A)
    line += 1
  }
}
