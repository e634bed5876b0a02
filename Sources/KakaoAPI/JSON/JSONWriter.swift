import CommonValues

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
  mutating func string(_ value: String) { JSONString.append(value, to: &bytes) }

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
