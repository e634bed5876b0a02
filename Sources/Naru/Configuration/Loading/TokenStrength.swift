/// Whether a text can be a secret: long enough that nobody guesses it, and none of those that stand in examples.
enum TokenStrength {
  /// Bits that a token has at least.
  static let minimumBits = 128.0

  /// An upper bound of what the text can hold, by the smallest usual alphabet that has all of its characters.
  static func bits(_ text: String) -> Double {
    let bytes = Array(text.utf8)
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    let isHex = { (byte: UInt8) in isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
    let perCharacter: Double =
      if bytes.allSatisfy(isDigit) { 3.321928 } else if bytes.allSatisfy(isHex) { 4 } else { 6 }
    // A text of few different characters is a pattern, whatever its length.
    let distinct = Set(bytes).count
    guard distinct >= 8 else { return 0 }
    return perCharacter * Double(bytes.count)
  }

  /// Whether the text is one that people write where a secret is still to come.
  static func isSample(_ text: String) -> Bool {
    let plain = text.lowercased().filter { $0.isLetter || $0.isNumber }
    if samples.contains(plain) { return true }
    if plain.count >= 4, Set(plain).count <= 2 { return true }
    return marks.contains { plain.contains($0) }
  }

  private static let samples: Set<String> = [
    "secret", "password", "passwd", "token", "test", "admin", "apikey", "key", "abc123", "12345678", "123456789",
    "1234567890", "qwerty", "letmein", "todo", "none", "null", "default", "sample", "example", "dummy", "placeholder",
    "비밀번호", "비밀키",
  ]
  private static let marks = [
    "changeme", "changethis", "changeit", "replaceme", "replacethis", "insertyour", "yoursecret", "yourtoken",
    "yourkey", "yourapikey", "yourrestapikey", "youradminkey", "yourclientsecret",
  ]
}
