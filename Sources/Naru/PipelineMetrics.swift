import ChannelSync
import Ingest
import Metrics
import ShopAdapters
import ShopModel

/// Counts what imports and syncs did, by shop; nothing says who.
enum PipelineMetrics {
  static func count(_ reports: [ImportReport], of shop: ShopID) {
    for report in reports where !report.dryRun {
      let labels = [("shop", shop.description), ("kind", report.kind.rawValue)]
      Counter(label: "naru_imports_total", dimensions: labels).increment()
      for (outcome, rows) in [
        ("changed", report.changed), ("unchanged", report.unchanged), ("quarantined", report.quarantined),
      ] where rows > 0 {
        Counter(label: "naru_import_rows_total", dimensions: labels + [("outcome", outcome)]).increment(by: rows)
      }
    }
  }

  static func count(_ result: SyncResult, of shop: ShopID) {
    let shop = ("shop", shop.description)
    Counter(label: "naru_syncs_total", dimensions: [shop, ("outcome", result.ending.rawValue)]).increment()
    for (outcome, rows) in [
      ("confirmed", result.files.reduce(0) { $0 + $1.sent }), ("failed", result.files.reduce(0) { $0 + $1.failed }),
    ] where rows > 0 {
      Counter(label: "naru_sync_rows_total", dimensions: [shop, ("outcome", outcome)]).increment(by: rows)
    }
  }

  /// A sync that did not come about.
  static func countFailedSync(of shop: ShopID) {
    Counter(label: "naru_syncs_total", dimensions: [("shop", shop.description), ("outcome", "error")]).increment()
  }
}
