import CommonValues

/// Gathers what is found while files are read, so that a person sees everything at once.
///
/// Confined to the one call that loads a configuration; it is never shared.
final class FindingCollector {
  private(set) var findings: [Diagnostic] = []

  func add(_ problem: ConfigurationProblem, file: String, position: TextPosition?, key: String? = nil) {
    let place = Diagnostic.Place(file: file, line: position?.line, column: position?.column, field: key)
    let finding = Diagnostic(
      problem.severity, code: problem.code, place: place, reason: problem.reason, fix: problem.fix)
    if !findings.contains(finding) { findings.append(finding) }
  }

  /// By file in order of reading, then by place.
  var sorted: [Diagnostic] {
    var order: [String: Int] = [:]
    for finding in findings { if let file = finding.place.file, order[file] == nil { order[file] = order.count } }
    return findings.enumerated().sorted { left, right in
      func key(_ entry: (offset: Int, element: Diagnostic)) -> (Int, Int, Int, Int) {
        let place = entry.element.place
        return (place.file.flatMap { order[$0] } ?? 0, place.line ?? 0, place.column ?? 0, entry.offset)
      }
      return key(left) < key(right)
    }.map(\.element)
  }
}
