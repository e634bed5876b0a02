package import Ingest
import ShopAdapters

/// What an import of one file did; the JSON of `naru import`, one object a file.
package struct ImportReportView: Codable, Sendable, Hashable {
  package var runID: String
  /// `members` or `orders`.
  package var kind: String
  /// Rows below the header.
  package var rows: Int64
  /// Members or orders that the rows came to.
  package var records: Int64
  package var changed: Int64
  package var unchanged: Int64
  package var quarantined: Int64
  package var warnings: Int64
  package var withdrawn: Int64
  /// The file's path as given.
  package var file: String
  /// Whether nothing was written.
  package var dryRun: Bool

  package enum CodingKeys: String, CodingKey {
    case kind, rows, records, changed, unchanged, quarantined, warnings, withdrawn, file
    case runID = "run_id"
    case dryRun = "dry_run"
  }
}

extension ImportReportView {
  /// The library's report as it is printed.
  package init(_ report: ImportReport) {
    self.init(
      runID: "\(report.runID)", kind: report.kind.rawValue, rows: Int64(report.rows), records: Int64(report.records),
      changed: Int64(report.changed), unchanged: Int64(report.unchanged), quarantined: Int64(report.quarantined),
      warnings: Int64(report.warnings), withdrawn: Int64(report.withdrawn), file: report.file, dryRun: report.dryRun)
  }
}
