package import CommonValues
package import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One run of an import, a sync or a reconciliation; the JSON of `naru runs`.
package struct RunView: Codable, Sendable, Hashable {
  package var runID: String
  /// `import`, `sync` or `reconcile`.
  package var kind: String
  /// The file's name, or the customer files'.
  package var subject: String
  /// `running`, `done`, `stopped`, `failed` or `interrupted`.
  package var state: String
  /// RFC 3339.
  package var startedAt: String
  package var finishedAt: String?
  /// Numbers by the names of the verb's JSON.
  package var counts: [String: Int64]
  /// Only of one run shown alone.
  package var findings: [Diagnostic] = []

  package enum CodingKeys: String, CodingKey {
    case kind, subject, state, counts, findings
    case runID = "run_id"
    case startedAt = "started_at"
    case finishedAt = "finished_at"
  }
}

extension RunView {
  /// A run as it is printed.
  package init(_ run: Run, withFindings: Bool = false) {
    let summary = RunSummaryText(run.summary)
    self.init(
      runID: "\(run.id)", kind: run.kind.rawValue, subject: summary.subject,
      state: run.outcome.map(\.word) ?? "running", startedAt: run.startedAt.description,
      finishedAt: run.finishedAt?.description, counts: summary.counts, findings: withFindings ? summary.findings : [])
  }
}

extension Run.Outcome {
  fileprivate var word: String {
    switch self {
    case .succeeded: "done"
    case .failed: "failed"
    case .stopped: "stopped"
    case .interrupted: "interrupted"
    }
  }
}

/// What the runs of imports and syncs keep, read leniently: later versions may keep more.
private struct RunSummaryText {
  var subject = ""
  var counts: [String: Int64] = [:]
  var findings: [Diagnostic] = []

  private struct Shape: Decodable {
    struct File: Decodable {
      var name: String?
      var add: Int64?
      var update: Int64?
      var remove: Int64?
      var sent: Int64?
      var failed: Int64?
    }
    var subject: String?
    var counts: [String: Int64]?
    var findings: [Diagnostic]?
    var notices: [Diagnostic]?
    var problem: Diagnostic?
    var files: [File]?
  }

  init(_ json: String) {
    guard let shape = try? JSONDecoder().decode(Shape.self, from: Data(json.utf8)) else { return }
    subject = shape.subject ?? (shape.files ?? []).compactMap(\.name).joined(separator: ", ")
    counts = shape.counts ?? [:]
    for file in shape.files ?? [] {
      for (name, value) in [
        ("add", file.add), ("update", file.update), ("remove", file.remove), ("sent", file.sent),
        ("failed", file.failed),
      ] {
        if let value { counts[name, default: 0] += value }
      }
    }
    findings = (shape.findings ?? []) + (shape.notices ?? []) + (shape.problem.map { [$0] } ?? [])
  }
}
