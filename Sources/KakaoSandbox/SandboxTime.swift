/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
public struct SandboxTime: Sendable, Hashable, Comparable {
  /// Seconds since the epoch.
  public var seconds: Int64

  /// Makes a time of seconds since the epoch.
  public init(seconds: Int64) {
    self.seconds = seconds
  }

  /// Earlier is less.
  public static func < (left: SandboxTime, right: SandboxTime) -> Bool {
    left.seconds < right.seconds
  }

  /// UTC as `yyyy-MM-ddTHH:mm:ssZ`, the form that Kakao's channel relation uses.
  public var rfc3339: String {
    let parts = civil(offset: 0)
    return "\(parts.date)T\(parts.time)Z"
  }

  /// Asia/Seoul (UTC+9) as `yyyy-MM-dd HH:mm:ss`, for pages.
  public var seoul: String {
    let parts = civil(offset: 9 * 3600)
    return "\(parts.date) \(parts.time)"
  }

  /// Reads exactly the form that ``rfc3339`` writes; `nil` for every other.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
      let day = Self.digits(bytes[8..<10]), let hour = Self.digits(bytes[11..<13]),
      let minute = Self.digits(bytes[14..<16]), let second = Self.digits(bytes[17..<19]),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    self.seconds = Self.days(year: year, month: month, day: day) * 86400 + hour * 3600 + minute * 60 + second
    guard rfc3339 == text else { return nil }
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// Days since the epoch of a date of the proleptic Gregorian calendar; the year starts in March, so that the leap
  /// day is its last.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private func civil(offset: Int64) -> (date: String, time: String) {
    let local = seconds &+ offset
    let day = local >= 0 ? local / 86400 : (local - 86399) / 86400
    let second = local - day * 86400
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let dayOfMonth = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    return (
      "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))",
      "\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2)):\(Self.padded(second % 60, 2))"
    )
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
