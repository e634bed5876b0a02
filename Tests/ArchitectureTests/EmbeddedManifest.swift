/// The manifests that `EmbeddedAdapters.swift` holds.
enum EmbeddedManifest {
  /// The text of each manifest by adapter id, read from raw string literals as `scripts/embed-adapters` writes them.
  static func all(in swift: String) -> [String: String] {
    var manifests: [String: String] = [:]
    var open: (id: String, closing: String, lines: [Substring])?
    for line in swift.split(separator: "\n", omittingEmptySubsequences: false) {
      if let current = open {
        if line == current.closing {
          manifests[current.id] = current.lines.joined(separator: "\n")
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if let match = line.wholeMatch(of: #/\s*"([^"]+)": (#+)"""/#) {
        open = (String(match.1), "\"\"\"\(match.2),", [])
      }
    }
    return manifests
  }
}
