import CommonValues

/// One value of a file with its dotted path; every reader reports what is wrong with it and then gives nil.
struct ConfigurationValue {
  let context: FileContext
  let path: String
  let node: YAMLNode
  /// Where its key stands.
  let key: TextPosition

  func childPath(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

  func report(_ problem: ConfigurationProblem, at position: TextPosition? = nil) {
    context.report(problem, at: position ?? node.position, key: path.isEmpty ? nil : path)
  }

  private func wrongType(ko: String, en: String) {
    report(.wrongType(expected: LocalizedText(ko: ko, en: en), found: node.kind))
  }

  /// Text without blanks at its ends; never empty, never with control characters.
  func text() -> String? {
    guard case .scalar(let text, _) = node.content else {
      wrongType(ko: "글자", en: "text")
      return nil
    }
    let trimmed = text.trimmedBlanks
    guard !trimmed.isEmpty else {
      report(
        .invalidValue(
          ko: "비어 있습니다", en: "it is empty", fixKo: "값을 쓰거나 키를 지우십시오", fixEn: "write a value or remove the key"))
      return nil
    }
    guard trimmed.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      report(
        .invalidValue(
          ko: "줄바꿈이나 제어 문자가 있습니다", en: "it holds a line break or a control character", fixKo: "한 줄로 쓰십시오",
          fixEn: "write it on one line"))
      return nil
    }
    return trimmed
  }

  /// `true` or `false`, without quotes.
  func bool() -> Bool? {
    if case .scalar(let text, plain: true) = node.content, let value = ["true": true, "false": false][text] {
      return value
    }
    wrongType(ko: "true 또는 false", en: "true or false")
    return nil
  }

  /// A whole number within a range; `_` and `,` are not allowed in it.
  func integer(_ range: ClosedRange<Int>) -> Int? {
    guard case .scalar(let text, plain: true) = node.content, let value = Int(text) else {
      wrongType(ko: "정수", en: "a whole number")
      return nil
    }
    guard range.contains(value) else {
      report(
        .invalidValue(
          ko: "범위를 벗어났습니다", en: "out of range", fixKo: "\(range.lowerBound) 이상 \(range.upperBound) 이하로 쓰십시오",
          fixEn: "use \(range.lowerBound) to \(range.upperBound)"))
      return nil
    }
    return value
  }

  /// One of the raw values of a type.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type = Choice.self) -> Choice? {
    guard let text = text() else { return nil }
    if let value = Choice(rawValue: text) { return value }
    let allowed = Choice.allCases.map(\.rawValue)
    report(.notOneOf(allowed, suggestion: EditDistance.suggestion(for: text, among: allowed)))
    return nil
  }

  /// The entries of a list; a single value counts as a list of one when `orSingle`.
  func list(orSingle: Bool = false) -> [ConfigurationValue]? {
    switch node.content {
    case .sequence(let children):
      return children.enumerated().map { index, child in
        ConfigurationValue(context: context, path: "\(path)[\(index)]", node: child, key: child.position)
      }
    case .scalar where orSingle, .mapping where orSingle: return [self]
    default:
      wrongType(ko: "목록", en: "a list")
      return nil
    }
  }

  /// A list of different values; bad entries are reported and left out.
  func list<Element: Hashable>(orSingle: Bool = false, of read: (ConfigurationValue) -> Element?) -> [Element]? {
    guard let entries = list(orSingle: orSingle) else { return nil }
    var seen: Set<Element> = []
    return entries.compactMap { entry in
      guard let value = read(entry) else { return nil }
      guard seen.insert(value).inserted else {
        entry.report(.repeatedValue)
        return nil
      }
      return value
    }
  }

  /// The same, with at least one entry.
  func nonEmptyList<Element: Hashable>(orSingle: Bool = false, of read: (ConfigurationValue) -> Element?) -> [Element]?
  {
    guard let values = list(orSingle: orSingle, of: read) else { return nil }
    if case .sequence(let children) = node.content, children.isEmpty {
      report(
        .invalidValue(
          ko: "목록이 비어 있습니다", en: "the list is empty", fixKo: "값을 쓰거나 키를 지우십시오", fixEn: "write a value or remove the key"
        ))
      return nil
    }
    return values
  }
}

extension String {
  /// Without blanks and line ends at either end.
  var trimmedBlanks: String {
    var view = Substring(self)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }
}
