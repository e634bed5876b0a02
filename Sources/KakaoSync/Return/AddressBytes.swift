import CommonValues

/// The bytes of an address that somebody else wrote.
enum AddressBytes {
  /// The address in ASCII: letters of Korean, Chinese, Japanese and European scripts are percent-encoded; nil for whatever else is no
  /// plain part of an address, that is blanks, control characters, backslashes, quotes, and characters that look or are normalised
  /// like a dot, slash, colon or @.
  static func ascii(_ text: String) -> [UInt8]? {
    guard !text.isEmpty, text.utf8.count <= ReturnAddresses.limit else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(scalar.value)
        guard isPlain(byte) else { return nil }
        bytes.append(byte)
      } else {
        guard isLetter(scalar) else { return nil }
        for byte in String(scalar).utf8 { PercentEncoding.append(byte, to: &bytes) }
      }
    }
    return bytes.count <= 3 * ReturnAddresses.limit && hasWholeEscapes(bytes) ? bytes : nil
  }

  /// Whether no segment climbs or hides a separator, however often a server decodes it.
  static func isPlainPath(_ path: ArraySlice<UInt8>) -> Bool {
    guard path.first == UInt8(ascii: "/") else { return false }
    var segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    if let last = segments.last, last.isEmpty { segments = segments.dropLast() }
    return segments.allSatisfy { segment in
      let name = segment.prefix { $0 != UInt8(ascii: ";") }
      return !name.isEmpty && !name.elementsEqual([0x2E]) && !name.elementsEqual([0x2E, 0x2E])
        && hasPlainEscapes(segment)
    }
  }

  /// Whether what is percent-encoded is neither a control character, dot, slash, backslash nor percent sign, and no look-alike.
  private static func hasPlainEscapes(_ segment: ArraySlice<UInt8>) -> Bool {
    guard segment.contains(UInt8(ascii: "%")) else { return true }
    var decoded: [UInt8] = []
    var index = segment.startIndex
    while index < segment.endIndex {
      guard segment[index] == UInt8(ascii: "%") else {
        decoded.append(segment[index])
        index += 1
        continue
      }
      guard index + 2 < segment.endIndex, let high = HexText.value(segment[index + 1]),
        let low = HexText.value(segment[index + 2])
      else {
        return false
      }
      let byte = high << 4 | low
      switch byte {
      case 0...0x1F, 0x7F, 0x25, 0x2E, 0x2F, 0x5C: return false
      default: decoded.append(byte)
      }
      index += 3
    }
    guard let text = String(validating: decoded, as: UTF8.self) else { return false }
    return text.unicodeScalars.allSatisfy { $0.isASCII || isLetter($0) }
  }

  private static func hasWholeEscapes(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < bytes.count, HexText.value(bytes[index + 1]) != nil, HexText.value(bytes[index + 2]) != nil
        else {
          return false
        }
      }
      index += 1
    }
    return true
  }

  /// Visible ASCII without those that browsers repair, that end an attribute, or that have no business in an address.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F...: false
    default: true
    }
  }

  /// Letters that no normalisation turns into ASCII.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x131, 0x134...0x13E, 0x141...0x148, 0x14A...0x17E, 0x1100...0x115E,
      0x1161...0x11FF, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0x3131...0x3163, 0x3165...0x318E, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xAC00...0xD7A3:
      true
    default: false
    }
  }

  /// Whether a shop could read a field of a query as one of Naru's own, `naru_…`: written out or percent-encoded, behind a semicolon,
  /// which some servers take for `&`, or with a character that PHP turns into `_` in names.
  static func namesOwnField(_ field: ArraySlice<UInt8>) -> Bool {
    field.split(separator: UInt8(ascii: ";")).contains { piece in
      var name: [UInt8] = []
      var index = piece.startIndex
      while index < piece.endIndex, name.count <= own.count, piece[index] != UInt8(ascii: "=") {
        var byte = piece[index]
        index += 1
        if byte == UInt8(ascii: "%"), index + 1 < piece.endIndex, let high = HexText.value(piece[index]),
          let low = HexText.value(piece[index + 1])
        {
          byte = high << 4 | low
          index += 2
        } else if byte == UInt8(ascii: "+") {
          byte = UInt8(ascii: " ")
        }
        // Blanks in front are not part of a name.
        if !name.isEmpty || byte != UInt8(ascii: " ") { name.append(byte) }
      }
      guard name.count > own.count, name.starts(with: own) else { return false }
      return [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: "[")].contains(name[own.count])
    }
  }

  private static let own = Array("naru".utf8)

  // MARK: Packing

  /// A shorter form without loss: `%EA` and the like, in capitals, become the byte itself, which thirds Korean paths.
  static func packed(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var packed: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = HexText.value(bytes[index + 1]),
        let low = HexText.value(bytes[index + 2]), high >= 8, bytes[index + 1] < 0x61, bytes[index + 2] < 0x61
      {
        packed.append(high << 4 | low)
        index += 3
      } else {
        packed.append(bytes[index])
        index += 1
      }
    }
    return packed
  }

  static func unpacked(_ packed: some Sequence<UInt8>) -> String {
    var bytes: [UInt8] = []
    for byte in packed {
      if byte < 0x80 { bytes.append(byte) } else { PercentEncoding.append(byte, to: &bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
