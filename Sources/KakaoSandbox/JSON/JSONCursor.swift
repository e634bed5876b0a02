/// A strict reader of JSON (RFC 8259) that walks over bytes and hands out positions instead of values.
///
/// Numbers are never converted here, so that a 19-digit id keeps every digit.
struct JSONCursor {
  /// Objects and arrays may be nested this deep.
  static let maximumDepth = 64

  /// A string token: the bytes between its quotes.
  struct Text {
    var range: Range<Int>
    var hasEscape: Bool
  }

  let bytes: [UInt8]
  var position: Int
  private var depth = 0

  /// Reads from `position`; the bytes must have passed ``validated(_:)`` before.
  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Checks that the bytes are UTF-8 and not blank, and stands on the first byte of the value.
  static func validated(_ bytes: [UInt8]) throws(JSONError) -> JSONCursor {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw JSONError(kind: .notUTF8, offset: 0) }
    var cursor = JSONCursor(bytes)
    cursor.skipSpace()
    guard cursor.position < bytes.count else { throw JSONError(kind: .empty, offset: cursor.position) }
    return cursor
  }

  func failure(_ kind: JSONError.Kind) -> JSONError {
    JSONError(kind: position >= bytes.count && kind == .unexpected ? .cut : kind, offset: position)
  }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// The next byte that is not blank, not consumed.
  mutating func peek() throws(JSONError) -> UInt8 {
    skipSpace()
    guard position < bytes.count else { throw failure(.cut) }
    return bytes[position]
  }

  /// Fails unless only blanks are left.
  mutating func finish() throws(JSONError) {
    skipSpace()
    guard position == bytes.count else { throw failure(.trailing) }
  }

  /// Walks an object; `body` must consume exactly one value per key.
  mutating func members(
    _ body: (inout JSONCursor, Text) throws(JSONError) -> Void
  ) throws(JSONError) {
    try open(UInt8(ascii: "{"))
    if try peek() == UInt8(ascii: "}") { return close() }
    while true {
      guard try peek() == UInt8(ascii: "\"") else { throw failure(.unexpected) }
      let key = try string()
      guard try peek() == UInt8(ascii: ":") else { throw failure(.unexpected) }
      position += 1
      try body(&self, key)
      switch try peek() {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"): return close()
      default: throw failure(.unexpected)
      }
    }
  }

  /// Walks an array; `body` must consume exactly one value.
  mutating func elements(_ body: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
    try open(UInt8(ascii: "["))
    if try peek() == UInt8(ascii: "]") { return close() }
    while true {
      try body(&self)
      switch try peek() {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"): return close()
      default: throw failure(.unexpected)
      }
    }
  }

  private mutating func open(_ bracket: UInt8) throws(JSONError) {
    guard try peek() == bracket else { throw failure(.unexpected) }
    guard depth < Self.maximumDepth else { throw failure(.tooDeep) }
    depth += 1
    position += 1
  }

  private mutating func close() {
    depth -= 1
    position += 1
  }

  /// Consumes a string and checks its escapes.
  mutating func string() throws(JSONError) -> Text {
    guard try peek() == UInt8(ascii: "\"") else { throw failure(.unexpected) }
    position += 1
    let start = position
    var hasEscape = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return Text(range: start..<(position - 1), hasEscape: hasEscape)
      }
      if byte < 0x20 { throw failure(.unexpected) }
      if byte == UInt8(ascii: "\\") {
        hasEscape = true
        try escape()
      } else {
        position += 1
      }
    }
    throw failure(.cut)
  }

  private mutating func escape() throws(JSONError) {
    guard position + 1 < bytes.count else { throw JSONError(kind: .cut, offset: bytes.count) }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard position + 6 <= bytes.count else { throw JSONError(kind: .cut, offset: bytes.count) }
      guard JSONText.codeUnit(bytes[(position + 2)..<(position + 6)]) != nil else { throw failure(.badEscape) }
      position += 6
    default: throw failure(.badEscape)
    }
  }

  /// Consumes a number and returns where its literal stands.
  mutating func number() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = position
    if at(UInt8(ascii: "-")) { position += 1 }
    if at(UInt8(ascii: "0")) {
      position += 1
    } else {
      try digits()
    }
    if at(UInt8(ascii: ".")) {
      position += 1
      try digits()
    }
    if at(UInt8(ascii: "e")) || at(UInt8(ascii: "E")) {
      position += 1
      if at(UInt8(ascii: "+")) || at(UInt8(ascii: "-")) { position += 1 }
      try digits()
    }
    return start..<position
  }

  private func at(_ byte: UInt8) -> Bool {
    position < bytes.count && bytes[position] == byte
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
      position += 1
    }
    guard position > start else { throw failure(position >= bytes.count ? .cut : .badNumber) }
  }

  /// Consumes `true`, `false` or `null`.
  mutating func word(_ word: StaticString) throws(JSONError) {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { throw JSONError(kind: .cut, offset: bytes.count) }
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[position..<(position + length)]) }
    guard matches else { throw failure(.unexpected) }
    position += length
  }

  /// Consumes one value of any kind, checking it.
  mutating func skipValue() throws(JSONError) {
    switch try peek() {
    case UInt8(ascii: "{"):
      try members { (cursor, _) throws(JSONError) in try cursor.skipValue() }
    case UInt8(ascii: "["):
      try elements { (cursor) throws(JSONError) in try cursor.skipValue() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
    default: throw failure(.unexpected)
    }
  }

  /// The text of a string token. Half a surrogate pair becomes U+FFFD.
  func decode(_ text: Text) -> String {
    text.hasEscape
      ? JSONText.unescape(bytes[text.range]) : String(decoding: bytes[text.range], as: UTF8.self)
  }

  /// The integer of a number literal, `nil` when it has a fraction, an exponent or is out of range.
  func integer(_ range: Range<Int>) -> Int64? {
    var index = range.lowerBound
    let negative = bytes[index] == UInt8(ascii: "-")
    if negative { index += 1 }
    var value: Int64 = 0
    while index < range.upperBound {
      guard bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") else { return nil }
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, more) = negative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if overflow || more { return nil }
      value = sum
      index += 1
    }
    return value
  }
}
