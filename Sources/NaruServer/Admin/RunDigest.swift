import CommonValues
import Naru

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the summary of a run says, read leniently: later versions may keep more.
struct RunDigest: Sendable {
  /// One customer file of a sync.
  struct File: Decodable, Sendable {
    var name: String?
    var add: Int?
    var update: Int?
    var remove: Int?
    var unchanged: Int?
    var sent: Int?
    var failed: Int?
    var stop: FileGuard?
    var problem: Diagnostic?

    private enum CodingKeys: String, CodingKey {
      case name, add, update, remove, unchanged, sent, failed, problem
      case stop = "guard"
    }
  }

  private struct Shape: Decodable {
    var subject: String?
    var counts: [String: Int]?
    var findings: [Diagnostic]?
    var notices: [Diagnostic]?
    var problem: Diagnostic?
    var files: [File]?
  }

  /// The name of the file that was imported; empty for a sync.
  private(set) var subject = ""
  /// An import's counts by name.
  private(set) var counts: [String: Int] = [:]
  /// A sync's files.
  private(set) var files: [File] = []
  /// What ended the run early.
  private(set) var problem: Diagnostic?
  /// What a person should know besides.
  private(set) var notices: [Diagnostic] = []

  init(_ json: String) {
    guard let shape = try? JSONDecoder().decode(Shape.self, from: Data(json.utf8)) else { return }
    subject = shape.subject ?? ""
    counts = shape.counts ?? [:]
    files = shape.files ?? []
    problem = shape.problem
    notices = (shape.findings ?? []) + (shape.notices ?? [])
  }

  /// Every diagnostic once, the gravest kind first.
  var all: [Diagnostic] {
    var known: Set<Diagnostic> = []
    return ((problem.map { [$0] } ?? []) + files.compactMap(\.problem) + notices).filter { known.insert($0).inserted }
  }

  /// The names of an import's counts, in the order in which they are shown.
  static let countNames: [(key: String, name: LocalizedText)] = [
    ("rows", LocalizedText(ko: "행", en: "rows")), ("records", LocalizedText(ko: "반영 대상", en: "records")),
    ("changed", LocalizedText(ko: "바뀜", en: "changed")), ("unchanged", LocalizedText(ko: "그대로", en: "unchanged")),
    ("withdrawn", LocalizedText(ko: "탈퇴 처리", en: "withdrawn")),
    ("quarantined", LocalizedText(ko: "격리", en: "quarantined")), ("warnings", LocalizedText(ko: "경고", en: "warnings")),
  ]

  /// What the run was about and came to, on one line.
  func line(_ t: AdminWords) -> HTML {
    if !files.isEmpty {
      let sent = files.reduce(0) { $0 + ($1.sent ?? 0) }
      let failed = files.reduce(0) { $0 + ($1.failed ?? 0) }
      let names = files.compactMap(\.name).joined(separator: ", ")
      let counts = t(
        "보냄 \(t.number(sent)) · 실패 \(t.number(failed))", "\(t.number(sent)) sent · \(t.number(failed)) failed")
      return "<bdi>\(names)</bdi> <small>\(counts)</small>"
    }
    let shown = RunDigest.countNames.filter { ["changed", "unchanged", "quarantined"].contains($0.key) }
      .compactMap { entry in counts[entry.key].map { "\(t(entry.name)) \(t.number($0))" } }
    return "<bdi>\(t.fileName(subject))</bdi> <small>\(shown.joined(separator: " · "))</small>"
  }
}
