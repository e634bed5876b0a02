/// A point in time, to the millisecond.
///
/// Text without an offset is taken as Asia/Seoul, which has been UTC+9 without daylight saving since 1988.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// The point so many milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The point so many seconds after 1970-01-01T00:00:00Z; the furthest point that can be held when that is beyond it.
  public init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    milliseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// The beginning of a day in Seoul.
  public init(startOf date: CalendarDate) {
    milliseconds = Int64(date.daysSinceEpoch) * 86_400_000 - Timestamp.seoulOffset
  }

  /// The times whose date has a year of 1 to 9999 both in UTC and in Seoul: those that can be written and read as text.
  package static let writable: ClosedRange<Int64> = -62_135_596_800_000...253_402_268_399_999

  /// The nearest time that can be written.
  private var nearestWritable: Int64 {
    min(max(milliseconds, Timestamp.writable.lowerBound), Timestamp.writable.upperBound)
  }

  /// Seoul's distance from UTC in milliseconds.
  static let seoulOffset: Int64 = 9 * 3_600_000

  /// The day it is in Seoul; the first or last of the years 1 to 9999 for times beyond them.
  public var seoulDate: CalendarDate {
    CalendarDate(daysSinceEpoch: Int((nearestWritable + Timestamp.seoulOffset).flooredDivided(by: 86_400_000)))
  }

  /// The point so many milliseconds later (earlier when negative).
  public func adding(milliseconds delta: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + delta) }

  public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }
}

extension Int64 {
  fileprivate func flooredDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

extension Timestamp: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// RFC 3339 in Seoul's offset, `2026-11-02T09:00:00+09:00`; milliseconds only when there are any.
  public var description: String { rfc3339(offset: Timestamp.seoulOffset) + "+09:00" }

  /// RFC 3339 in UTC, `2026-11-02T00:00:00Z`; milliseconds only when there are any.
  public var utcDescription: String { rfc3339(offset: 0) + "Z" }

  private func rfc3339(offset: Int64) -> String {
    let local = nearestWritable + offset
    let days = local.flooredDivided(by: 86_400_000)
    let inDay = local - days * 86_400_000
    let seconds = inDay / 1000
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    var text = CalendarDate(daysSinceEpoch: Int(days)).description
    text += "T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    let fraction = inDay % 1000
    if fraction != 0 { text += "." + (fraction < 10 ? "00" : fraction < 100 ? "0" : "") + "\(fraction)" }
    return text
  }

  /// Reads what ``init(bytes:)`` reads.
  public init?(_ description: String) {
    var text = description
    guard let time = text.withUTF8({ Timestamp(bytes: $0) }) else { return nil }
    self = time
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = Timestamp(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
    }
    self = time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Reads RFC 3339; the same with a blank for `T`, without seconds or without offset (then Seoul's); every date of
  /// ``CalendarDate/init(bytes:)`` alone (then the start of that day in Seoul) or followed by a time, also with `오전`/`오후` or
  /// `AM`/`PM` as Korean spreadsheets write it; and `YYYYMMDDHHMMSS`. Nil for anything else, and for times
  /// before year 1 or after year 9999 in UTC or Seoul.
  public init?(bytes: ByteSlice) { self.init(bytes: bytes, localOffset: Timestamp.seoulOffset) }

  /// Reads what ``init(bytes:)`` reads, and takes a time without offset as one of a clock so many milliseconds ahead of UTC.
  package init?(bytes: ByteSlice, localOffset: Int64) {
    var cursor = ByteCursor(bytes.trimmed)
    guard let date = CalendarDate.read(&cursor) else { return nil }
    let time =
      cursor.isAtEnd
      ? Timestamp(milliseconds: Int64(date.daysSinceEpoch) * 86_400_000 - localOffset)
      : Timestamp.readTime(&cursor, after: date, at: cursor.position, localOffset: localOffset)
    guard let time, Timestamp.writable.contains(time.milliseconds) else { return nil }
    self = time
  }

  /// Reads the time of day that stands at `position`, to the end of the text.
  static func readTime(
    _ cursor: inout ByteCursor, after date: CalendarDate, at position: Int, localOffset: Int64 = seoulOffset
  )
    -> Timestamp?
  {
    cursor.position = position
    let compact = cursor.peek.map { $0 &- 0x30 < 10 } ?? false
    if !compact, !cursor.skip(0x54), !cursor.skip(0x74) {
      guard cursor.skip(0x20) else { return nil }
      cursor.skipSpaces()
    }
    guard let time = TimeOfDay.read(&cursor, compact: compact) else { return nil }
    var offset = localOffset
    if let explicit = readOffset(&cursor) { offset = explicit }
    guard cursor.isAtEnd else { return nil }
    return Timestamp(milliseconds: Int64(date.daysSinceEpoch) * 86_400_000 + time - offset)
  }

  /// `Z`, `+09:00`, `+0900` or `+09`, in milliseconds; nil, and no movement, for anything else.
  private static func readOffset(_ cursor: inout ByteCursor) -> Int64? {
    let start = cursor.position
    cursor.skipSpaces()
    if cursor.skip(0x5A) || cursor.skip(0x7A) { return 0 }
    let sign: Int64
    if cursor.skip(0x2B) {
      sign = 1
    } else if cursor.skip(0x2D) {
      sign = -1
    } else {
      cursor.position = start
      return nil
    }
    let hours = cursor.digits(2, 2)
    let hasColon = cursor.skip(0x3A)
    let minutes = cursor.digits(2, 2) ?? (hasColon ? nil : 0)
    guard let hours, let minutes, hours <= 23, minutes < 60 else {
      cursor.position = start
      return nil
    }
    return sign * Int64(hours * 60 + minutes) * 60_000
  }
}

/// The time of day as the platforms write it.
package enum TimeOfDay {
  /// Milliseconds since midnight; reads `9:05`, `09:05:07.123`, `오후 3:05`, `3:05 PM`, and `090507` when `compact`.
  package static func read(_ cursor: inout ByteCursor, compact: Bool = false) -> Int64? {
    var half: Int?
    if cursor.skip("오전") || cursor.skip("AM ") { half = 0 } else if cursor.skip("오후") || cursor.skip("PM ") { half = 1 }
    cursor.skipSpaces()
    guard var hour = cursor.digits(compact ? 2 : 1, 2) else { return nil }
    if !compact, !cursor.skip(0x3A) { return nil }
    guard let minute = cursor.digits(2, 2), minute < 60 else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if compact ? cursor.peek.map({ $0 &- 0x30 < 10 }) ?? false : cursor.skip(0x3A) {
      guard let value = cursor.digits(2, 2), value <= 60 else { return nil }
      second = min(value, 59)
      if cursor.skip(0x2E) || cursor.skip(0x2C) {
        var scale: Int64 = 100
        guard let first = cursor.peek, first &- 0x30 < 10 else { return nil }
        while let digit = cursor.peek, digit &- 0x30 < 10 {
          fraction += Int64(digit - 0x30) * scale
          scale /= 10
          cursor.position += 1
        }
      }
    }
    let mark = cursor.position
    cursor.skipSpaces()
    if cursor.skip("AM") || cursor.skip("오전") {
      half = 0
    } else if cursor.skip("PM") || cursor.skip("오후") {
      half = 1
    } else {
      cursor.position = mark
    }
    if let half {
      guard (1...12).contains(hour) || (half == 1 && hour < 24) || hour == 0 else { return nil }
      if hour <= 12 { hour = hour % 12 + half * 12 }
    }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0) else { return nil }
    return Int64(hour * 3600 + minute * 60 + second) * 1000 + fraction
  }
}
