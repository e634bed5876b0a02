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

  /// The fields of a form, one a line and decoded; values are hidden except those of names that name no person.
  static func form(_ text: String, reveals: Bool) -> String {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = SandboxRequest.decode(parts[0]) ?? String(parts[0])
      let value = parts.count > 1 ? SandboxRequest.decode(parts[1]) ?? String(parts[1]) : ""
      if reveals || plainFields.contains(name) { return "\(name)=\(value)" }
      let isJSON = value.hasPrefix("{") || value.hasPrefix("[")
      let isNumber = !value.isEmpty && value.allSatisfy { $0.isASCII && $0.isNumber }
      return "\(name)=" + (isJSON ? json(value) : isNumber ? digits(value) : self.name(value))
    }.joined(separator: "\n")
  }

  private static let plainFields: Set<String> = [
    "target_id_type", "grant_type", "scopes", "tags", "property_keys", "secure_resource", "result", "template_id",
  ]

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
    "channel_public_id", "channel_uuid", "plus_friend_public_id", "plus_friend_uuid", "event", "id_type", "tag", "tags",
    "type", "object_type", "birthday_type", "agreed_at", "agreed_by", "connected_at", "synched_at", "file_name",
    "user_type", "schema", "msg", "status", "update_at", "relation",
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
