import CommonValues
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is kept of a run for `naru runs`: counts and findings, no personal data.
package struct RunSummary: Codable {
  var subject: String
  var counts: [String: Int] = [:]
  var findings: [Diagnostic] = []

  /// The summary of a finished import.
  init(_ reports: [ImportReport], file: String) {
    subject = file
    for report in reports {
      counts.merge(
        [
          "rows": report.rows, "records": report.records, "changed": report.changed, "unchanged": report.unchanged,
          "quarantined": report.quarantined, "warnings": report.warnings, "withdrawn": report.withdrawn,
        ], uniquingKeysWith: +)
    }
    findings = Array(reports.flatMap(\.findings).prefix(50))
  }

  private init(subject: String, findings: [Diagnostic]) {
    self.subject = subject
    self.findings = findings
  }

  /// The summary of an import that failed, as JSON text.
  package static func failure(_ error: any Error, file: String) -> String {
    let diagnostic = (error as? Diagnostic) ?? (error as? StoreError)?.diagnostic
    return RunSummary(subject: file, findings: diagnostic.map { [$0] } ?? []).text
  }

  /// The summary as JSON text.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
