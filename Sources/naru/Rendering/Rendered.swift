import CommonValues

/// How a result is shown to a person.
struct RenderStyle: Sendable {
  var language: Language
  var terminal = Terminal.plain

  /// One of two words.
  func word(_ korean: String, _ english: String) -> String { language == .korean ? korean : english }

  /// A text in the person's language.
  func text(_ text: LocalizedText) -> String { text.text(in: language).printable }

  /// A heading.
  func heading(_ text: String) -> String { TextStyle.bold.applied(to: text, on: terminal) + "\n" }

  /// `yes` in green or `no` in red.
  func mark(_ isGood: Bool, _ yes: String, _ no: String) -> String {
    isGood ? TextStyle.green.applied(to: yes, on: terminal) : TextStyle.red.applied(to: no, on: terminal)
  }

  /// A left column of a table.
  func left(_ korean: String, _ english: String, limit: Int? = nil) -> TextTable.Column {
    TextTable.Column(title: word(korean, english), alignment: .left, limit: limit)
  }

  /// A column of numbers.
  func right(_ korean: String, _ english: String) -> TextTable.Column {
    TextTable.Column(title: word(korean, english), alignment: .right)
  }

  /// `label  value` lines, the values aligned; nil and empty values are left out.
  func fields(_ pairs: [(String, String?)]) -> String {
    let shown = pairs.compactMap { label, value in value.flatMap { $0.isEmpty ? nil : (label, $0.printable) } }
    let width = shown.map(\.0.displayWidth).max() ?? 0
    return shown.map { label, value in
      label + String(repeating: " ", count: width - label.displayWidth + 2) + value + "\n"
    }.joined()
  }
}

/// A result that can be shown as text; the text ends with a line feed.
protocol Rendered {
  func rendered(_ style: RenderStyle) -> String
}

extension Array: Rendered where Element: RenderedList {
  func rendered(_ style: RenderStyle) -> String { Element.rendered(self, style) }
}

/// Something that is shown many at a time.
protocol RenderedList {
  static func rendered(_ list: [Self], _ style: RenderStyle) -> String
}
