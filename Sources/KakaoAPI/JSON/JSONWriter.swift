/// Writes JSON straight to bytes. The caller keeps the grammar; the writer does strings and numbers.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Punctuation and literal keys, as they are.
  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Encoded JSON, as it is.
  mutating func raw(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }

  mutating func number(_ value: Int64) {
    if value >= 0, value < 10 {
      bytes.append(0x30 + UInt8(value))
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
  }

  /// A string with quotes: `"`, `\` and control characters escaped, everything else as UTF-8.
  mutating func string(_ value: String) {
    bytes.append(0x22)
    var value = value
    value.withUTF8 { text in
      var start = 0
      for index in text.indices where JSONWriter.needsEscape(text[index]) {
        bytes.append(contentsOf: text[start..<index])
        escape(text[index])
        start = index + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(0x22)
  }

  private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22: raw("\\\"")
    case 0x5C: raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      let digits: StaticString = "0123456789abcdef"
      raw("\\u00")
      digits.withUTF8Buffer { bytes += [$0[Int(byte >> 4)], $0[Int(byte & 15)]] }
    }
  }

  /// Whether `text` is a JSON number without exponent: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
  static func isDecimal(_ text: some Sequence<UInt8>) -> Bool {
    var iterator = text.makeIterator()
    var byte = iterator.next()
    if byte == 0x2D { byte = iterator.next() }
    guard let first = byte, first &- 0x30 < 10 else { return false }
    byte = iterator.next()
    if first != 0x30 { while let digit = byte, digit &- 0x30 < 10 { byte = iterator.next() } }
    guard let point = byte else { return true }
    guard point == 0x2E, let digit = iterator.next(), digit &- 0x30 < 10 else { return false }
    while let next = iterator.next() {
      guard next &- 0x30 < 10 else { return false }
    }
    return true
  }
}
