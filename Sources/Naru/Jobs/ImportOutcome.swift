import CommonValues
import Ingest

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What came of an accepted file, as it is stored.
struct ImportOutcome: Codable, Sendable {
  var results: [ImportReportView] = []
  var findings: [Diagnostic] = []
  /// Whether a guard kept the absent, until somebody says yes.
  var absentKept = false

  private enum CodingKeys: String, CodingKey {
    case results, findings
    case absentKept = "absent_kept"
  }

  init(findings: [Diagnostic]) { self.findings = findings }

  init(_ reports: [ImportReport]) {
    results = reports.map { ImportReportView($0) }
    findings = Array(reports.flatMap(\.findings).prefix(50))
    absentKept = reports.contains(where: \.absentKept)
  }

  /// Nothing for an entry that has not come to its end.
  init(text: String) {
    self = (try? JSONDecoder().decode(ImportOutcome.self, from: Data(text.utf8))) ?? ImportOutcome(findings: [])
  }

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
