/// The manifests that `Sources/ShopAdapters/Embedded` holds.
enum EmbeddedManifest {
  /// The text of each listed manifest by adapter id, read from the files that `scripts/embed-adapters` writes: one with the list, and for
  /// each adapter one with a raw string literal.
  static func all(in files: [String]) -> [String: String] {
    var texts: [String: String] = [:]
    var listed: [String: String] = [:]
    for file in files {
      var open: (name: String, closing: String, lines: [Substring])?
      for line in file.split(separator: "\n", omittingEmptySubsequences: false) {
        if let current = open {
          if line == current.closing {
            texts[current.name] = current.lines.joined(separator: "\n")
            open = nil
          } else {
            open?.lines.append(line)
          }
        } else if let match = line.wholeMatch(of: #/\s*static let (\w+) = (#+)"""/#) {
          open = (String(match.1), "\"\"\"\(match.2)", [])
        } else if let match = line.wholeMatch(of: #/\s*"([^"]+)": (\w+),/#) {
          listed[String(match.1)] = String(match.2)
        }
      }
    }
    return listed.mapValues { texts[$0] ?? "" }
  }
}
