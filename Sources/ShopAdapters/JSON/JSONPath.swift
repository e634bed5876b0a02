/// Where a value stands in a tree: keys joined by `.`, `[2]` for one element of a list, `[]` for each of them, `[key=value]` for the
/// first one that has such a value; `.` alone is the whole.
struct JSONPath: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case key(String)
    case element(Int)
    case each
    case having(key: String, value: String)
  }

  /// The path as it was written.
  let text: String
  let steps: [Step]
  /// Whether the path may name several values.
  let isMany: Bool

  /// Nil for what is no path: empty keys, an open bracket, more than 32 steps.
  init?(_ text: String) {
    self.text = text
    guard text != "." else {
      (steps, isMany) = ([], false)
      return
    }
    var steps: [Step] = []
    for part in JSONPath.parts(text) {
      let pieces = part.split(separator: "[", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(pieces[0])
      if !key.isEmpty { steps.append(.key(key)) } else if pieces.count == 1 { return nil }
      guard pieces.count == 2 else { continue }
      for bracket in pieces[1].split(separator: "[", omittingEmptySubsequences: false) {
        guard bracket.hasSuffix("]"), let step = JSONPath.bracket(bracket.dropLast()) else { return nil }
        steps.append(step)
      }
    }
    guard (1...32).contains(steps.count) else { return nil }
    self.steps = steps
    isMany = steps.contains(.each)
  }

  /// The parts between dots, but not between those within brackets.
  private static func parts(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var isInBracket = false
    for index in text.indices {
      switch text[index] {
      case "[": isInBracket = true
      case "]": isInBracket = false
      case "." where !isInBracket:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }

  private static func bracket(_ text: Substring) -> Step? {
    if text.isEmpty { return .each }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int(text).map(Step.element) }
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !text.contains("]") else { return nil }
    return .having(key: String(halves[0]), value: String(halves[1]))
  }

  /// The values that stand there; none when the tree has no such place.
  func values(in root: JSONValue) -> [JSONValue] {
    if steps.count > 1, let literal = root[text] { return [literal] }
    var found = [root]
    for step in steps {
      found = found.flatMap { JSONPath.follow(step, $0) }
      if found.isEmpty { return [] }
    }
    return found
  }

  /// The first value that stands there.
  func value(in root: JSONValue) -> JSONValue? {
    guard !isMany else { return values(in: root).first }
    if steps.count > 1, let literal = root[text] { return literal }
    var place = root
    for step in steps {
      guard let next = JSONPath.next(step, place) else { return nil }
      place = next
    }
    return place
  }

  private static func follow(_ step: Step, _ value: JSONValue) -> [JSONValue] {
    if case (.each, .array(let elements)) = (step, value) { return elements }
    return next(step, value).map { [$0] } ?? []
  }

  /// Where a step that names one place leads.
  private static func next(_ step: Step, _ value: JSONValue) -> JSONValue? {
    switch (step, value) {
    case (.key(let key), .object): value[key]
    case (.element(let index), .array(let elements)): index < elements.count ? elements[index] : nil
    case (.having(let key, let wanted), .array(let elements)):
      elements.first { $0[key].map { $0.cellText == wanted } ?? false }
    default: nil
    }
  }
}
