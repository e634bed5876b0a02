/// One `import` declaration.
struct ImportLine: Hashable {
  let module: String
  /// `public`, `internal` … as written, or nil.
  let access: String?
  let isReexported: Bool
  let line: Int
}

extension ImportLine {
  /// Every import of a Swift file. Comments and multi-line strings are passed over.
  static func all(in text: String) -> [ImportLine] {
    var found: [ImportLine] = []
    var closing: String?
    for (index, bytes) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      guard closing != nil || isWorthReading(bytes) else { continue }
      var line = Substring(bytes)
      if let end = closing {
        guard let range = line.firstRange(of: end) else { continue }
        closing = nil
        line = line[range.upperBound...]
      }
      found.append(contentsOf: imports(in: line, number: index + 1))
      closing = openEnd(of: line)
    }
    return found
  }

  /// Whether a line may hold an import, or open something that goes on behind it. Spares reading most lines character by character.
  private static func isWorthReading(_ line: Substring.UTF8View) -> Bool {
    var last: UInt8 = 0
    for byte in line {
      if byte == UInt8(ascii: "*"), last == UInt8(ascii: "/") { return true }
      if byte == UInt8(ascii: "\""), last == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "p"), last == UInt8(ascii: "m") { return true }
      last = byte
    }
    return false
  }

  /// What closes the comment or multi-line string that `line` leaves open.
  private static func openEnd(of line: Substring) -> String? {
    var rest = line
    while !rest.isEmpty {
      if rest.hasPrefix("//") { return nil }
      if rest.hasPrefix("/*") {
        guard let end = rest.firstRange(of: "*/") else { return "*/" }
        rest = rest[end.upperBound...]
        continue
      }
      let hashes = rest.prefix { $0 == "#" }
      let quoted = rest.dropFirst(hashes.count)
      if quoted.hasPrefix("\"\"\"") {
        let end = "\"\"\"" + hashes
        let body = quoted.dropFirst(3)
        guard let range = body.firstRange(of: end) else { return end }
        rest = body[range.upperBound...]
      } else if quoted.hasPrefix("\"") {
        rest = afterString(quoted.dropFirst(), hashes: String(hashes))
      } else {
        rest = rest.dropFirst(max(1, hashes.count))
      }
    }
    return nil
  }

  private static func afterString(_ body: Substring, hashes: String) -> Substring {
    var rest = body
    while !rest.isEmpty {
      if rest.hasPrefix("\"" + hashes) { return rest.dropFirst(1 + hashes.count) }
      rest = rest.dropFirst(rest.hasPrefix("\\") && hashes.isEmpty ? 2 : 1)
    }
    return rest
  }

  private static func imports(in line: Substring, number: Int) -> [ImportLine] {
    let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
    return code.split(separator: ";").compactMap { statement in
      var words = statement.split { $0 == " " || $0 == "\t" || $0 == "\r" }
      var attributes: [Substring] = []
      while let first = words.first, first.hasPrefix("@") {
        attributes.append(first)
        words.removeFirst()
      }
      var access: String?
      if let first = words.first, ["public", "package", "internal", "fileprivate", "private"].contains(first) {
        access = String(first)
        words.removeFirst()
      }
      guard words.first == "import", words.count > 1 else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor"]
      let path = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
      return ImportLine(
        module: String(path.prefix { $0 != "." }), access: access, isReexported: attributes.contains("@_exported"),
        line: number
      )
    }
  }
}
