import CommonValues

/// What is done to every cell before its meaning is looked for.
enum CellText {
  /// The cell without blanks at its ends and without the wrapper `="…"` by which spreadsheets are kept from changing a number.
  @inline(__always)
  static func clean(_ raw: ByteSlice) -> ByteSlice {
    guard let first = raw.first else { return raw }
    let last = raw[raw.count - 1]
    if first > 0x20 && first != 0xC2 && first != 0xE3 && first != 0x3D && last > 0x20 && last != 0x80 && last != 0xA0 {
      return raw
    }
    return trim(raw)
  }

  private static func trim(_ raw: ByteSlice) -> ByteSlice {
    let text = raw.trimmed
    guard text.count >= 3, text[0] == 0x3D, text[1] == 0x22, text[text.count - 1] == 0x22 else { return text }
    return ByteSlice(rebasing: text[2..<(text.count - 1)]).trimmed
  }

  /// Whether a cell is a date of zeros (`0000-00-00`, `0000.00.00 00:00:00`), by which databases write "never".
  static func isZeroDate(_ text: ByteSlice) -> Bool {
    guard text.count >= 8, text[0] == 0x30 else { return false }
    return text.allSatisfy {
      switch $0 {
      case 0x30, 0x2D, 0x2E, 0x2F, 0x3A, 0x20, 0x54: true
      default: false
      }
    }
  }

  /// Whether a spreadsheet has turned a long number into a rounded one (`2.02611E+15`), so that it names nothing any more.
  static func isRounded(_ text: ByteSlice) -> Bool {
    guard text.count >= 5, text[0] &- 0x30 < 10 else { return false }
    var cursor = ByteCursor(text)
    guard cursor.digits(1, 1) != nil else { return false }
    if cursor.skip(0x2E), cursor.digits(1, 17) == nil { return false }
    guard cursor.skip(0x45) || cursor.skip(0x65), cursor.skip(0x2B) else { return false }
    return cursor.digits(2, 3) != nil && cursor.isAtEnd
  }

  /// A user id as Kakao gives it: a positive whole number of at most 64 bits, in digits.
  static func kakaoUserID(_ text: ByteSlice) -> Int64? {
    guard !text.isEmpty, text.count <= 19 else { return nil }
    var value: Int64 = 0
    for byte in text {
      guard byte &- 0x30 < 10 else { return nil }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(Int64(byte &- 0x30))
      if overflow || carry { return nil }
      value = sum
    }
    return value > 0 ? value : nil
  }

  /// Where the host of an e-mail address begins; nil when the text is no address that mail could be sent to.
  ///
  /// Stricter than the standard and looser: one `@`, something printable before it (at most 64 bytes), behind it labels of letters,
  /// digits and `-` with at least one dot between them, 254 bytes at most in all. Letters may be any alphabet's.
  static func hostStart(ofEmail text: ByteSlice) -> Int? {
    guard text.count <= 254, let at = text.firstIndex(of: 0x40), at >= 1, at <= 64 else { return nil }
    for byte in text[..<at] {
      switch byte {
      case 0...0x20, 0x7F, 0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x3C, 0x3E, 0x5B, 0x5C, 0x5D: return nil
      default: break
      }
    }
    var dots = 0
    var label = 0
    for byte in text[(at + 1)...] {
      switch byte {
      case 0x2E:
        guard label > 0 else { return nil }
        dots += 1
        label = 0
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x80...0xFF: label += 1
      default: return nil
      }
    }
    return dots > 0 && label > 0 ? at + 1 : nil
  }

  /// A number of points, without the unit that some shops write behind it (`1,200P`, `1,200점`).
  static func points(_ text: ByteSlice) -> ByteSlice {
    var end = text.count
    for unit in ["포인트", "점"] as [StaticString] {
      let count = unit.utf8CodeUnitCount
      if end > count, (0..<count).allSatisfy({ text[end - count + $0] == unit.utf8Start[$0] }) {
        end -= count
        break
      }
    }
    if end == text.count, end > 1, text[end - 1] == 0x50 || text[end - 1] == 0x70 { end -= 1 }
    return end == text.count ? text : ByteSlice(rebasing: text[0..<end]).trimmed
  }

  /// The time of day in milliseconds: `10:15`, `10:15:07`, `오후 3:05`, `101507`.
  static func timeOfDay(_ text: ByteSlice) -> Int64? {
    var cursor = ByteCursor(text)
    guard let time = TimeOfDay.read(&cursor, compact: !text.contains(0x3A)) else { return nil }
    return cursor.isAtEnd ? time : nil
  }
}
