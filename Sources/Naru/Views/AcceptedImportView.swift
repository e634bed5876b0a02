package import CommonValues
import Ingest
import Store

/// An accepted file and what became of it, as the sidecar answers and as a report beside a file says.
package struct AcceptedImportView: Encodable, Sendable, Hashable {
  /// How far a running import is.
  package struct Progress: Encodable, Sendable, Hashable {
    /// `reading` (bytes) or `applying` (records).
    package var step: String
    package var done: Int64
    /// Nil when it is not known.
    package var total: Int64?
  }

  package var importID: String
  /// `upload`, `watch` or `fetch`.
  package var source: String
  package var file: String
  package var bytes: Int64
  /// `waiting`, `running`, `done` or `failed`.
  package var state: String
  package var receivedAt: Timestamp
  package var startedAt: Timestamp?
  package var finishedAt: Timestamp?
  /// Only while it runs in the process that was asked.
  package var progress: Progress?
  /// As `naru import` says it: one for each file in it.
  package var results: [ImportReportView]
  package var findings: [Diagnostic]
  /// Whether members who are absent from a complete file were kept until somebody confirms.
  package var absentKept: Bool

  /// Whether nothing more happens.
  package var isFinal: Bool { state == "done" || state == "failed" }

  package enum CodingKeys: String, CodingKey {
    case source, file, bytes, state, progress, results, findings
    case importID = "import_id"
    case receivedAt = "received_at"
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case absentKept = "absent_kept"
  }

  init(_ entry: AcceptedImport, step: ImportObserver.Step? = nil) {
    let outcome = ImportOutcome(text: entry.result)
    importID = String(entry.id)
    source = entry.source.rawValue
    file = entry.file
    bytes = entry.bytes
    state = entry.state.name
    receivedAt = entry.receivedAt
    startedAt = entry.startedAt
    finishedAt = entry.finishedAt
    results = outcome.results
    findings = outcome.findings
    absentKept = outcome.absentKept
    guard entry.state == .running else { return }
    switch step {
    case .reading(let done, let total): progress = Progress(step: "reading", done: done, total: total)
    case .applying(let done, let total): progress = Progress(step: "applying", done: done, total: total)
    case .fetching, nil: break
    }
  }
}
