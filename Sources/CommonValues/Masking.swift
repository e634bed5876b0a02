/// What pages, listings and messages show in place of personal data.
public enum Masking {
  /// `+8210****5678`: the last four characters and up to five of the first, with at least four hidden between them; all hidden
  /// when shorter than ten.
  public static func phone(_ text: String) -> String {
    guard text.count >= 10 else { return String(repeating: "*", count: text.count) }
    let shown = min(5, text.count - 8)
    return text.prefix(shown) + String(repeating: "*", count: text.count - shown - 4) + text.suffix(4)
  }

  /// `h***@e***.com`: the first letter of the name and of the host, and the last label.
  public static func email(_ text: String) -> String {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let host = halves.last else { return name(text) }
    let last = host.split(separator: ".").last.map { "." + $0 } ?? ""
    return "\(halves[0].prefix(1))***@\(host.prefix(1))***\(host.contains(".") ? last : "")"
  }

  /// `김*나`: the first and, from three characters on, the last character.
  public static func name(_ text: String) -> String {
    switch text.count {
    case 0: ""
    case 1: "*"
    case 2: text.prefix(1) + "*"
    default: text.prefix(1) + String(repeating: "*", count: min(text.count - 2, 6)) + text.suffix(1)
    }
  }

  /// Any text of which nothing is known: letters and digits hidden but for the first of each run, punctuation kept, so that the
  /// shape of a bad value can still be seen (`0**-1***-5***`). At most `limit` characters and an ellipsis.
  public static func shape(_ text: String, limit: Int = 200) -> String {
    var result = ""
    var inRun = false
    for character in text.prefix(limit) {
      if character.isLetter || character.isNumber {
        result.append(inRun ? "*" : character)
        inRun = true
      } else {
        result.append(character.isNewline || character.asciiValue.map { $0 < 0x20 } ?? false ? " " : character)
        inRun = false
      }
    }
    return text.count > limit ? result + "…" : result
  }
}
