import CommonValues

/// Why bytes are not the JSON that is taken.
enum JSONFault: Error, Hashable {
  case syntax
  case notUTF8
  case tooLong
  case tooDeep
  case tooManyValues
  /// A key stands twice in one object: two readers could take it for two different things.
  case duplicateKey
  /// Half a surrogate pair (`\ud83d`): no text.
  case loneSurrogate
  /// An escaped NUL, at which others would take a text to end.
  case nulCharacter
}

/// What JSON from outside may come to.
struct JSONLimits: Hashable {
  /// Bytes in all.
  var bytes = 1 << 20
  /// How deep values may stand within each other.
  var depth = 64
  /// Values in all, so that a short text can not become a large tree.
  var values = 100_000
}

/// Walks over JSON text, strictly by RFC 8259, without making strings.
///
/// The bytes must be valid UTF-8. Half a surrogate pair and an escaped NUL are refused, as they are in files.
struct JSONScanner {
  let bytes: ByteSlice
  private(set) var position = 0
  /// Whether texts that are none are passed over: for finding where a value ends, before it is looked at by itself.
  private let isOutline: Bool

  init(_ bytes: ByteSlice, isOutline: Bool = false) {
    self.bytes = bytes
    self.isOutline = isOutline
  }

  /// A text between its quotes, as it stands.
  struct RawString {
    let bytes: ByteSlice
    let hasEscapes: Bool

    /// The text; an escape that is none was refused before.
    var text: String {
      guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
      var unescaped: [UInt8] = []
      JSONEscapes.decode(bytes, into: &unescaped)
      return String(decoding: unescaped, as: UTF8.self)
    }

    func isSame(_ other: StaticString) -> Bool {
      if hasEscapes { return text.utf8.elementsEqual(other.withUTF8Buffer { Array($0) }) }
      guard bytes.count == other.utf8CodeUnitCount else { return false }
      for index in 0..<bytes.count where bytes[index] != other.utf8Start[index] { return false }
      return true
    }
  }

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Passes over blanks and then `byte`, if it stands there.
  mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(JSONFault) {
    guard take(byte) else { throw .syntax }
  }

  /// Whether nothing but blanks is left.
  mutating func isAtEnd() -> Bool {
    skipBlanks()
    return position == bytes.count
  }

  mutating func string() throws(JSONFault) -> RawString {
    try expect(0x22)
    let start = position
    var hasEscapes = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        let raw = RawString(bytes: ByteSlice(rebasing: bytes[start..<position]), hasEscapes: hasEscapes)
        position += 1
        return raw
      }
      guard byte >= 0x20 else { throw .syntax }
      position += 1
      if byte == 0x5C {
        hasEscapes = true
        try passEscape()
      }
    }
    throw .syntax
  }

  private mutating func passEscape() throws(JSONFault) {
    guard let byte = peek else { throw .syntax }
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return
    case 0x75:
      guard let unit = JSONEscapes.unit(bytes, at: position) else { throw .syntax }
      position += 4
      if isOutline { return }
      guard unit != 0 else { throw .nulCharacter }
      guard (0xD800...0xDFFF).contains(unit) else { return }
      guard unit < 0xDC00, position + 6 <= bytes.count, bytes[position] == 0x5C, bytes[position + 1] == 0x75,
        let second = JSONEscapes.unit(bytes, at: position + 2), (0xDC00...0xDFFF).contains(second)
      else { throw .loneSurrogate }
      position += 6
    default: throw .syntax
    }
  }

  /// The digits of a number, as they stand: nothing is lost of a 64-bit id or of money.
  mutating func number() throws(JSONFault) -> ByteSlice {
    skipBlanks()
    let start = position
    if peek == 0x2D { position += 1 }
    let first = peek
    let whole = digits()
    guard whole > 0, whole == 1 || first != 0x30 else { throw .syntax }
    if peek == 0x2E {
      position += 1
      guard digits() > 0 else { throw .syntax }
    }
    if peek == 0x65 || peek == 0x45 {
      position += 1
      if peek == 0x2B || peek == 0x2D { position += 1 }
      guard digits() > 0 else { throw .syntax }
    }
    return ByteSlice(rebasing: bytes[start..<position])
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
    return position - start
  }

  mutating func word(_ word: StaticString) throws(JSONFault) {
    let count = word.utf8CodeUnitCount
    guard bytes.count - position >= count else { throw .syntax }
    for index in 0..<count where bytes[position + index] != word.utf8Start[index] { throw .syntax }
    position += count
  }

  /// Passes over a value, which is checked.
  mutating func skipValue(depth: Int) throws(JSONFault) {
    guard depth > 0 else { throw .tooDeep }
    skipBlanks()
    switch peek {
    case 0x7B:
      position += 1
      if take(0x7D) { return }
      repeat {
        _ = try string()
        try expect(0x3A)
        try skipValue(depth: depth - 1)
      } while take(0x2C)
      try expect(0x7D)
    case 0x5B:
      position += 1
      if take(0x5D) { return }
      repeat { try skipValue(depth: depth - 1) } while take(0x2C)
      try expect(0x5D)
    case 0x22: _ = try string()
    case 0x74: try word("true")
    case 0x66: try word("false")
    case 0x6E: try word("null")
    default: _ = try number()
    }
  }
}

/// The backslash in JSON strings.
enum JSONEscapes {
  /// The four hexadecimal digits at that place.
  static func unit(_ bytes: ByteSlice, at place: Int) -> UInt32? {
    guard bytes.count - place >= 4 else { return nil }
    var value: UInt32 = 0
    for index in place..<place + 4 {
      guard let digit = HexText.value(bytes[index]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  /// Appends the text without its escapes, which were checked before.
  static func decode(_ raw: ByteSlice, into result: inout [UInt8]) {
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      index += 1
      guard byte == 0x5C, index < raw.count else {
        result.append(byte)
        continue
      }
      let escape = raw[index]
      index += 1
      switch escape {
      case 0x62: result.append(0x08)
      case 0x66: result.append(0x0C)
      case 0x6E: result.append(0x0A)
      case 0x72: result.append(0x0D)
      case 0x74: result.append(0x09)
      case 0x75: append(scalar(raw, at: &index), to: &result)
      default: result.append(escape)
      }
    }
  }

  private static func scalar(_ raw: ByteSlice, at index: inout Int) -> UInt32 {
    guard let first = unit(raw, at: index) else { return 0xFFFD }
    index += 4
    guard (0xD800...0xDFFF).contains(first) else { return first }
    guard first < 0xDC00, index + 6 <= raw.count, raw[index] == 0x5C, raw[index + 1] == 0x75,
      let second = unit(raw, at: index + 2), (0xDC00...0xDFFF).contains(second)
    else { return 0xFFFD }
    index += 6
    return 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
  }

  private static func append(_ scalar: UInt32, to result: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    result.append(contentsOf: String(Character(scalar)).utf8)
  }
}
