/// A day of the Gregorian calendar, without time or zone.
public struct CalendarDate: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01.
  public let daysSinceEpoch: Int

  /// The day that many days after 1970-01-01.
  public init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

  /// A day by its parts; nil when there is no such day or the year is outside 1...9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDate.length(ofMonth: month, year: year)
    else { return nil }
    daysSinceEpoch = CalendarDate.days(year: year, month: month, day: day)
  }

  /// Year, month and day.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day so many days later (earlier when negative).
  public func adding(days: Int) -> CalendarDate { CalendarDate(daysSinceEpoch: daysSinceEpoch + days) }

  /// Full years from this day to `today`: the age of somebody born on this day. Negative when this day lies ahead.
  ///
  /// Born on 29 February, one is a year older on 1 March of a year without that day.
  public func fullYears(until today: CalendarDate) -> Int {
    let (fromYear, fromMonth, fromDay) = parts
    let (year, month, day) = today.parts
    return year - fromYear - ((month, day) < (fromMonth, fromDay) ? 1 : 0)
  }

  public static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool { lhs.daysSinceEpoch < rhs.daysSinceEpoch }

  static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 by the civil-calendar arithmetic in which a year begins in March.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension CalendarDate: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// `YYYY-MM-DD`.
  public var description: String {
    String(unsafeUninitializedCapacity: 10) { buffer in
      write(into: buffer)
      return 10
    }
  }

  /// Reads what ``init(bytes:)`` reads.
  public init?(_ description: String) {
    var text = description
    guard let date = text.withUTF8({ CalendarDate(bytes: $0) }) else { return nil }
    self = date
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let date = CalendarDate(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date YYYY-MM-DD")
    }
    self = date
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Writes the ten bytes `YYYY-MM-DD`.
  package func write(into buffer: UnsafeMutableBufferPointer<UInt8>) {
    let (year, month, day) = parts
    buffer[0] = UInt8(0x30 + year / 1000 % 10)
    buffer[1] = UInt8(0x30 + year / 100 % 10)
    buffer[2] = UInt8(0x30 + year / 10 % 10)
    buffer[3] = UInt8(0x30 + year % 10)
    buffer[4] = 0x2D
    buffer[5] = UInt8(0x30 + month / 10)
    buffer[6] = UInt8(0x30 + month % 10)
    buffer[7] = 0x2D
    buffer[8] = UInt8(0x30 + day / 10)
    buffer[9] = UInt8(0x30 + day % 10)
  }

  /// Reads `YYYY-MM-DD` with `-`, `.`, `/` between the parts, `YYYYMMDD`, `YYYY. M. D.` and `YYYY년 M월 D일`; a time that follows
  /// is passed over. Nil for anything else and for days that do not exist (`0000-00-00`, `2026-02-30`).
  public init?(bytes: ByteSlice) {
    var cursor = ByteCursor(bytes.trimmed)
    guard let date = CalendarDate.read(&cursor) else { return nil }
    if !cursor.isAtEnd {
      guard let next = cursor.peek, next == 0x20 || next == 0x54 || next == 0x74 else { return nil }
      var rest = ByteCursor(bytes.trimmed)
      guard Timestamp.readTime(&rest, after: date, at: cursor.position) != nil else { return nil }
    }
    self = date
  }

  /// Reads a date and leaves the cursor behind it.
  static func read(_ cursor: inout ByteCursor) -> CalendarDate? {
    guard let year = cursor.digits(4, 4) else { return nil }
    if let next = cursor.peek, next &- 0x30 < 10 {
      guard let month = cursor.digits(2, 2), let day = cursor.digits(2, 2) else { return nil }
      return CalendarDate(year: year, month: month, day: day)
    }
    let separator: UInt8
    if cursor.skip("년") {
      cursor.skipSpaces()
      guard let month = cursor.digits(1, 2), cursor.skip("월") else { return nil }
      cursor.skipSpaces()
      guard let day = cursor.digits(1, 2), cursor.skip("일") else { return nil }
      return CalendarDate(year: year, month: month, day: day)
    }
    guard let mark = cursor.peek, mark == 0x2D || mark == 0x2E || mark == 0x2F else { return nil }
    separator = mark
    cursor.position += 1
    cursor.skipSpaces()
    guard let month = cursor.digits(1, 2), cursor.skip(separator) else { return nil }
    cursor.skipSpaces()
    guard let day = cursor.digits(1, 2) else { return nil }
    if separator == 0x2E { _ = cursor.skip(0x2E) }
    return CalendarDate(year: year, month: month, day: day)
  }
}
