public import CommonValues

/// What a Kakao account says of a person's birth.
///
/// A day of the lunar calendar stays one: it is another day of the Gregorian calendar each year, and converting it is
/// not Naru's to do.
public struct KakaoBirth: Sendable, Hashable {
  /// The calendar that ``month`` and ``day`` are in. An open set.
  public struct Calendar: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word, in capitals.
    public let rawValue: String

    /// Any calendar.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// The Gregorian calendar.
    public static let solar = Calendar(rawValue: "SOLAR")
    /// The Korean lunar calendar.
    public static let lunar = Calendar(rawValue: "LUNAR")
  }

  /// The year.
  public var year: Int?
  /// The month, 1 to 12.
  public var month: Int?
  /// The day of the month, 1 to 31 (lunar months end with 29 or 30).
  public var day: Int?
  /// The calendar; older answers do not name one.
  public var calendar: Calendar?
  /// Whether the lunar month is a leap month.
  public var isLeapMonth: Bool?

  /// A birth.
  public init(
    year: Int? = nil, month: Int? = nil, day: Int? = nil, calendar: Calendar? = nil, isLeapMonth: Bool? = nil
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.calendar = calendar
    self.isLeapMonth = isLeapMonth
  }

  /// The birth date in the Gregorian calendar; nil unless year and day are known, the day exists, and the calendar is
  /// the solar one or, as in older answers, not named.
  public var solarDate: CalendarDate? {
    guard calendar == nil || calendar == .solar, isLeapMonth != true, let year, let month, let day else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// From Kakao's fields `birthyear` (`YYYY`) and `birthday` (`MMDD`); nil when neither can be read.
  init?(birthyear: String?, birthday: String?, type: String?, isLeapMonth: Bool?) {
    year = birthyear.flatMap { KakaoBirth.number($0, digits: 4) }.flatMap { $0 > 0 ? $0 : nil }
    if let monthAndDay = birthday.flatMap({ KakaoBirth.number($0, digits: 4) }),
      (1...12).contains(monthAndDay / 100), (1...31).contains(monthAndDay % 100)
    {
      month = monthAndDay / 100
      day = monthAndDay % 100
    }
    guard year != nil || month != nil else { return nil }
    calendar = type.map { Calendar(rawValue: $0.uppercased()) }
    self.isLeapMonth = isLeapMonth
  }

  private static func number(_ text: String, digits: Int) -> Int? {
    text.utf8.count == digits && text.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(text) : nil
  }
}

extension KakaoBirth: CustomStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
