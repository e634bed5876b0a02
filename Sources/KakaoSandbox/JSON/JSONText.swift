/// The escapes of JSON strings, in both directions.
enum JSONText {
  /// The code unit of four hexadecimal digits, `nil` when one is none.
  static func codeUnit(_ digits: ArraySlice<UInt8>) -> UInt16? {
    var value: UInt16 = 0
    for byte in digits {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// Replaces the escapes of a string token whose escapes were checked.
  static func unescape(_ bytes: ArraySlice<UInt8>) -> String {
    var units: [UInt16] = []
    var plain: [UInt8] = []
    var result = ""
    func flush() {
      if !units.isEmpty {
        result += String(decoding: units, as: UTF16.self)
        units.removeAll()
      }
      if !plain.isEmpty {
        result += String(decoding: plain, as: UTF8.self)
        plain.removeAll()
      }
    }
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\\"), index + 1 < bytes.endIndex else {
        if !units.isEmpty { flush() }
        plain.append(byte)
        index += 1
        continue
      }
      let next = bytes[index + 1]
      if next == UInt8(ascii: "u"), index + 6 <= bytes.endIndex,
        let unit = codeUnit(bytes[(index + 2)..<(index + 6)])
      {
        if !plain.isEmpty { flush() }
        units.append(unit)
        index += 6
        continue
      }
      if !units.isEmpty { flush() }
      switch next {
      case UInt8(ascii: "b"): plain.append(0x08)
      case UInt8(ascii: "f"): plain.append(0x0C)
      case UInt8(ascii: "n"): plain.append(0x0A)
      case UInt8(ascii: "r"): plain.append(0x0D)
      case UInt8(ascii: "t"): plain.append(0x09)
      default: plain.append(next)
      }
      index += 2
    }
    flush()
    return result
  }

  /// Appends a string as a JSON token, quotes included. Everything but `"`, `\` and control characters stays as it is.
  static func append(_ text: some StringProtocol, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0x0A: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
      case 0x0D: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
      case 0x09: out.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
      case 0x00..<0x20:
        out.append(contentsOf: "\\u00".utf8)
        out.append(contentsOf: (byte < 16 ? "0" : "").utf8)
        out.append(contentsOf: String(byte, radix: 16).utf8)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
