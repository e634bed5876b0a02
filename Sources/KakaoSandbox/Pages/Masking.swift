/// Hides what identifies a person on pages that were not asked to reveal it.
enum Masking {
  /// The first character of a name, then one dot per further character.
  static func name(_ text: String) -> String {
    guard let first = text.first else { return "" }
    return String(first) + String(repeating: "•", count: min(text.count - 1, 8))
  }

  /// A phone number or user id: the first digits and the last two.
  static func digits(_ text: String) -> String {
    guard text.count > 6 else { return String(repeating: "•", count: text.count) }
    return text.prefix(4) + String(repeating: "•", count: text.count - 6) + text.suffix(2)
  }

  /// A value of a row, as its JSON token: strings of columns that are not Kakao's own may hold anything, so they are
  /// hidden, grades apart; of the own ones the birth date is. Numbers as long as a phone number are hidden too.
  static func token(_ token: String, column: String) -> String {
    guard token.hasPrefix("\"") else { return token.utf8.count > 9 ? digits(token) : token }
    let text = String(token.dropFirst().dropLast())
    let isPlain =
      SandboxState.builtInColumns.contains(column) && column != "생년월일" || column.hasSuffix("등급")
    return isPlain ? text : name(text)
  }

  /// JSON of a request or answer, also when it is cut: string values are hidden except those of keys that name no
  /// person, and so are long numbers.
  static func json(_ text: String) -> String {
    var out = ""
    var rest = Substring(text)
    var key = ""
    while let character = rest.first {
      if character == "\"" {
        let (inside, after, isClosed) = string(rest)
        let isKey = after.drop(while: \.isWhitespace).first == ":"
        if isKey { key = String(inside) }
        let isPlain = isKey || plainKeys.contains(key) || inside == "string" || inside == "number"
        out += "\"" + (isPlain ? String(inside) : name(String(inside))) + (isClosed ? "\"" : "")
        rest = after
      } else if character.isASCII, character.isNumber {
        let number = rest.prefix { $0.isASCII && $0.isNumber }
        out += number.count > 9 ? digits(String(number)) : String(number)
        rest = rest.dropFirst(number.count)
      } else {
        out.append(character)
        rest = rest.dropFirst()
      }
    }
    return out
  }

  /// Long numbers of a query or a sentence.
  static func numbers(_ text: String) -> String {
    var out = ""
    var rest = Substring(text)
    while let character = rest.first {
      let number = rest.prefix { $0.isASCII && $0.isNumber }
      if number.isEmpty {
        out.append(character)
        rest = rest.dropFirst()
      } else {
        out += number.count > 9 ? digits(String(number)) : String(number)
        rest = rest.dropFirst(number.count)
      }
    }
    return out
  }

  private static let plainKeys: Set<String> = [
    "channel_public_id", "channel_uuid", "file_name", "user_type", "schema", "msg", "status", "update_at", "relation",
    "created_at", "updated_at", "api_type", "required_scopes", "allowed_scopes",
  ]

  private static func string(_ text: Substring) -> (inside: Substring, after: Substring, isClosed: Bool) {
    var index = text.index(after: text.startIndex)
    let start = index
    while index < text.endIndex {
      if text[index] == "\"" { return (text[start..<index], text[text.index(after: index)...], true) }
      if text[index] == "\\", text.index(after: index) < text.endIndex { index = text.index(after: index) }
      index = text.index(after: index)
    }
    return (text[start...], text[text.endIndex...], false)
  }
}
