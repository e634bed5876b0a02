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
  /// Members or orders of which nothing changed.
  public var unchanged = 0
  /// Entries that are still in quarantine, of those that were tried.
  public var remaining = 0
  /// What somebody should know beyond the counts.
  public var findings: [Diagnostic] = []
}

extension Importer {
  /// Maps quarantined rows again, as after a change of the shop's config or of the adapter; under the source time that their file had.
  ///
  /// A row that is taken leaves quarantine; one that is not stands there anew with what is wrong with it now.
  /// - Parameter ids: the entries; nil for all.
  public func retryQuarantine(
    _ ids: Set<Int64>?, _ request: ImportRequest, now: Timestamp, observer: ImportObserver = ImportObserver()
  ) throws -> RetryReport {
    var report = RetryReport()
    let all = try store.quarantinedRows(of: request.shop, limit: .max)
    let wanted = all.filter { ids?.contains($0.id) ?? true }
    for run in Set(wanted.map(\.runID)).sorted() {
      let rows = wanted.filter { $0.runID == run }
      guard let source = try store.quarantineSource(run: run, in: request.shop) else { continue }
      try retry(rows, of: run, source, request, now: now, observer: observer, &report)
    }
    return report
  }

  private func retry(
    _ rows: [QuarantinedRow], of run: Int64, _ source: QuarantineSource, _ request: ImportRequest, now: Timestamp,
    observer: ImportObserver, _ report: inout RetryReport
  ) throws {
    guard let first = rows.first, let kind = ExportKind(rawValue: first.kind) else { return }
    let whole = rows.filter { $0.raw.utf8.count < RowText.limit }
    for cut in rows where cut.raw.utf8.count >= RowText.limit {
      report.findings.append(ImportProblem.cutRow(cut.file, line: cut.line))
      report.remaining += 1
    }
    guard !whole.isEmpty else { return }
    let file = RetryFile(labels: source.labels, rows: whole)
    var request = request
    request.kind = kind
    request.complete = false
    request.encoding = .utf8
    request.delimiter = 0x2C
    let reader = try makeReader(MemorySource(file.bytes, name: first.file), request, header: .row(1))
    let mapping = try makeMapping(reader.format.header, first.file, request, asOf: source.sourceTime)
    var pass = try ImportPass(
      store: store, request: request, mapping: mapping, reader: reader, asOf: source.sourceTime, observer: observer)
    try pass.read(workers: 1)
    try pass.apply()
    try store.removeQuarantined(whole.map(\.id), in: request.shop)
    try pass.quarantine(runID: run) { file.lines[$0] ?? $0 }
    report.tried += pass.report.rows
    report.changed += pass.report.changed
    report.unchanged += pass.report.unchanged
    report.remaining += pass.report.quarantined
    report.findings += pass.report.findings
  }
}

/// Quarantined rows as a file of their own.
private struct RetryFile {
  private(set) var bytes: [UInt8] = []
  /// Which line of the original file stands in which line of this one.
  private(set) var lines: [Int: Int] = [:]

  init(labels: [String], rows: [QuarantinedRow]) {
    bytes.append(contentsOf: RowText.text(of: labels).utf8)
    bytes.append(0x0A)
    var line = 2
    var seen = Set<Int>()
    for row in rows where seen.insert(row.line).inserted {
      lines[line] = row.line
      bytes.append(contentsOf: row.raw.utf8)
      bytes.append(0x0A)
      line += 1 + row.raw.utf8.count { $0 == 0x0A }
    }
  }
}
