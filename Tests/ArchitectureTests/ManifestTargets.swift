import Foundation

/// A target as `Package.swift` declares it.
struct ManifestTarget: Hashable {
  enum Kind: String { case target, executableTarget, testTarget, systemLibrary, plugin, macro, binaryTarget }

  let name: String
  let kind: Kind
  /// `path:` when there is one.
  let path: String?
  /// Every string literal of the declaration but the name: dependencies by name, products, packages.
  let mentions: Set<String>
}

extension ManifestTarget {
  /// The targets of a manifest's text. It has to spell them as `.target(name: "…"`; other helpers are not understood.
  static func all(in manifest: String) -> [ManifestTarget] {
    let text = manifest.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    // A line that opens with one of these; `.target(name:` inside a dependency list does not open its line.
    let opening =
      #/\.(target|executableTarget|testTarget|systemLibrary|plugin|macro|binaryTarget)\(\s*name:\s*"([^"]+)"/#
    return text.matches(of: opening).compactMap { match in
      guard let kind = Kind(rawValue: String(match.1)), !isDependency(text[..<match.range.lowerBound]) else {
        return nil
      }
      let body = arguments(of: text[match.range.upperBound...])
      let path = body.firstMatch(of: #/path:\s*"([^"]+)"/#).map { String($0.1) }
      let mentions = body.matches(of: #/"([^"]*)"/#).map { String($0.1) }
      return ManifestTarget(name: String(match.2), kind: kind, path: path, mentions: Set(mentions))
    }
  }

  /// Up to the parenthesis that closes the declaration.
  private static func arguments(of text: Substring) -> Substring {
    var depth = 1
    var inString = false
    for index in text.indices {
      switch text[index] {
      case "\"": inString.toggle()
      case "(" where !inString: depth += 1
      case ")" where !inString:
        depth -= 1
        if depth == 0 { return text[..<index] }
      default: break
      }
    }
    return text
  }

  /// Whether what follows `before` stands in a `dependencies: [` that is still open.
  private static func isDependency(_ before: Substring) -> Bool {
    guard let open = before.ranges(of: "dependencies: [").last else { return false }
    let since = before[open.upperBound...]
    return !since.contains("]")
  }
}
