/// A look at YAML text before it is parsed, for what would cost the parser more than it is worth: deep nesting, and keys that are
/// themselves expanded from aliases (each comparison of such keys can take exponential time).
struct YAMLShape {
  /// Whether an alias (`*name`) may occur.
  private(set) var hasAlias = false
  /// The first key that is a list, a mapping or an alias.
  private(set) var complexKey: TextPosition?
  /// Where brackets or `- - -` nest deeper than ``YAMLReader/maximumDepth``.
  private(set) var nestingTooDeep: TextPosition?

  init(_ text: String) {
    var line = 0
    var depth = 0
    for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      line += 1
      scan(Array(content.unicodeScalars), line: line, depth: &depth)
    }
  }

  private mutating func scan(_ scalars: [Unicode.Scalar], line: Int, depth: inout Int) {
    var index = 0
    var atToken = true
    var markers = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let place = TextPosition(line: line, column: index + 1)
      switch scalar {
      case "#" where index == 0 || scalars[index - 1] == " ": return
      case "\"" where atToken, "'" where atToken:
        index = Self.end(ofQuoted: scalars, from: index)
        atToken = false
      case "[", "{":
        depth += 1
        if depth > YAMLReader.maximumDepth, nestingTooDeep == nil { nestingTooDeep = place }
        atToken = true
      case "]", "}":
        depth = max(0, depth - 1)
        if Self.isKeyEnd(scalars, index + 1) { complexKey = complexKey ?? place }
        atToken = false
      case "*" where atToken:
        hasAlias = true
        var end = index + 1
        while end < scalars.count, !" ,]}".unicodeScalars.contains(scalars[end]) { end += 1 }
        if Self.isKeyEnd(scalars, end) { complexKey = complexKey ?? place }
        atToken = false
      case "?" where atToken && Self.isBlank(scalars, index + 1): complexKey = complexKey ?? place
      case "-" where atToken && Self.isBlank(scalars, index + 1):
        markers += 1
        if markers > YAMLReader.maximumDepth, nestingTooDeep == nil { nestingTooDeep = place }
      case " ", "\t", ",": atToken = atToken || scalar == "," || (index > 0 && scalars[index - 1] == ":")
      default: atToken = false
      }
      index += 1
    }
  }

  private static func isBlank(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    index >= scalars.count || scalars[index] == " " || scalars[index] == "\t"
  }

  private static func isKeyEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Bool {
    var index = start
    while index < scalars.count, scalars[index] == " " || scalars[index] == "\t" { index += 1 }
    return index < scalars.count && scalars[index] == ":" && isBlank(scalars, index + 1)
  }

  private static func end(ofQuoted scalars: [Unicode.Scalar], from start: Int) -> Int {
    var index = start + 1
    while index < scalars.count, scalars[index] != scalars[start] {
      index += scalars[index] == "\\" && scalars[start] == "\"" ? 2 : 1
    }
    return index
  }

  /// Whether the indentation of that line holds a tab, which YAML forbids.
  static func startsWithTab(_ text: String, line: Int) -> Bool {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard line >= 1, line <= lines.count else { return false }
    return lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
  }

  /// The place of the character at that offset.
  static func position(ofCharacter offset: Int, in text: String) -> TextPosition {
    var place = TextPosition.start
    for character in text.prefix(offset) {
      if character.isNewline {
        place.line += 1
        place.column = 1
      } else {
        place.column += character.unicodeScalars.count
      }
    }
    return place
  }
}
