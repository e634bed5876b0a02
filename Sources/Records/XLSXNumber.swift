import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How numbers of workbooks are written out.
enum XLSXNumber {
  /// What a cell's number format makes of a number.
  enum Style: Hashable {
    case plain
    /// A day, a time, or both.
    case date
    /// Hours, minutes and seconds beyond a day.
    case duration

    /// A format that workbooks do not spell out (ECMA-376, 18.8.30, with those of East Asia).
    init(builtIn id: Int) {
      switch id {
      case 14...22, 27...36, 45, 47, 50...58: self = .date
      case 46: self = .duration
      default: self = .plain
      }
    }

    /// A format by its code.
    init(code: String) {
      var isQuoted = false
      var isEscaped = false
      var bracket: String?
      for character in code.lowercased() {
        if isEscaped {
          isEscaped = false
        } else if isQuoted {
          isQuoted = character != "\""
        } else if let open = bracket {
          if character == "]" {
            // [h], [mm] and [ss] count on beyond a day; [red], [$-412] and conditions say nothing.
            if let first = open.first, "hms".contains(first), open.allSatisfy({ $0 == first }) {
              self = .duration
              return
            }
            bracket = nil
          } else {
            bracket = open + String(character)
          }
        } else {
          switch character {
          case "\"": isQuoted = true
          case "\\", "_", "*": isEscaped = true
          case "[": bracket = ""
          case ";":
            self = .plain
            return
          case "y", "m", "d", "h", "s":
            // `General` and its like hold no such letter.
            self = .date
            return
          default: break
          }
        }
      }
      self = .plain
    }
  }

  /// Appends a number as text; false when the bytes are none.
  static func append(_ digits: ByteSlice, _ style: Style, is1904: Bool, to result: inout [UInt8]) -> Bool {
    switch style {
    case .plain: return appendPlain(digits, to: &result)
    case .date, .duration:
      guard let value = value(digits) else { return false }
      if style == .date, appendDate(value, is1904: is1904, to: &result) { return true }
      if style == .duration, value >= 0, value < 1_000_000 {
        appendTime(Int((value * 86_400).rounded()), to: &result)
        return true
      }
      return appendPlain(digits, to: &result)
    }
  }

  private static func value(_ digits: ByteSlice) -> Double? {
    guard !digits.isEmpty, digits.count < 64 else { return nil }
    return Double(String(decoding: digits, as: UTF8.self))
  }

  // MARK: Dates

  private static func appendDate(_ value: Double, is1904: Bool, to result: inout [UInt8]) -> Bool {
    // Up to the end of the year 9999.
    guard value >= 0, value < 2_958_466 else { return false }
    var day = Int(value)
    var seconds = Int(((value - Double(day)) * 86_400).rounded())
    if seconds == 86_400 {
      day += 1
      seconds = 0
    }
    if day == 0, !is1904 {
      // Workbooks have no day 0: with a time it is the time alone, else no date.
      if seconds == 0 { result += Array("0000-00-00".utf8) } else { appendTime(seconds, to: &result) }
      return true
    }
    // Excel counts a 29 February 1900, which was none, as day 60.
    let epoch = is1904 ? -24_107 : day < 60 ? -25_568 : -25_569
    appendDay(day + epoch, to: &result)
    if seconds > 0 {
      result.append(0x20)
      appendTime(seconds, to: &result)
    }
    return true
  }

  /// A day counted from 1970-01-01, in the Gregorian calendar.
  private static func appendDay(_ days: Int, to result: inout [UInt8]) {
    let (year, month, day) = CalendarDate(daysSinceEpoch: days).parts
    appendPadded(year, 4, to: &result)
    result.append(0x2D)
    appendPadded(month, 2, to: &result)
    result.append(0x2D)
    appendPadded(day, 2, to: &result)
  }

  private static func appendTime(_ seconds: Int, to result: inout [UInt8]) {
    appendPadded(seconds / 3_600, 2, to: &result)
    result.append(0x3A)
    appendPadded(seconds / 60 % 60, 2, to: &result)
    result.append(0x3A)
    appendPadded(seconds % 60, 2, to: &result)
  }

  private static func appendPadded(_ number: Int, _ width: Int, to result: inout [UInt8]) {
    let digits = Array(String(number).utf8)
    for _ in digits.count..<max(width, digits.count) { result.append(0x30) }
    result += digits
  }

  // MARK: Plain numbers

  /// The digits as they stand, without an exponent and without what a binary fraction leaves behind the fifteenth digit.
  private static func appendPlain(_ text: ByteSlice, to result: inout [UInt8]) -> Bool {
    if text.count <= 15, !text.isEmpty, text.allSatisfy({ $0 &- 0x30 < 10 }) {
      result.append(contentsOf: text)
      return true
    }
    var index = 0
    var isNegative = false
    if index < text.count, text[index] == 0x2D || text[index] == 0x2B {
      isNegative = text[index] == 0x2D
      index += 1
    }
    var digits: [UInt8] = []
    var point: Int?
    while index < text.count, text[index] &- 0x30 < 10 || text[index] == 0x2E {
      if text[index] == 0x2E {
        guard point == nil else { return false }
        point = digits.count
      } else {
        digits.append(text[index] - 0x30)
      }
      index += 1
    }
    guard !digits.isEmpty else { return false }
    var place = point ?? digits.count
    if index < text.count {
      guard text[index] | 0x20 == 0x65, index + 1 < text.count, text.count - index < 7,
        let exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)), abs(exponent) <= 400
      else { return false }
      place += exponent
    }
    write(digits, place, isNegative, to: &result)
    return true
  }

  /// Writes digits with the decimal point before the one numbered `place`.
  private static func write(_ all: [UInt8], _ place: Int, _ isNegative: Bool, to result: inout [UInt8]) {
    var digits = all
    var place = place
    let zeros = digits.prefix { $0 == 0 }.count
    if zeros > 0, zeros < digits.count {
      digits.removeFirst(zeros)
      place -= zeros
    }
    if place < digits.count, digits.count > 15 { round(&digits, &place) }
    while digits.count > max(place, 0), digits.last == 0 { digits.removeLast() }
    guard digits.contains(where: { $0 != 0 }) else {
      result.append(0x30)
      return
    }
    if isNegative { result.append(0x2D) }
    if place <= 0 { result.append(0x30) }
    for index in 0..<max(place, 0) { result.append(0x30 + (index < digits.count ? digits[index] : 0)) }
    if digits.count > place {
      result.append(0x2E)
      for _ in 0..<max(0, -place) { result.append(0x30) }
      for digit in digits[max(place, 0)...] { result.append(0x30 + digit) }
    }
  }

  /// Rounds to fifteen digits, as Excel shows them; whole digits all stay.
  private static func round(_ digits: inout [UInt8], _ place: inout Int) {
    let keep = max(15, place)
    guard keep < digits.count else { return }
    let isUp = digits[keep] >= 5
    digits.removeLast(digits.count - keep)
    guard isUp else { return }
    var index = keep - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      place += 1
    }
  }
}
