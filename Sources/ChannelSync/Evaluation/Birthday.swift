import CommonValues

/// The days on which somebody grows older.
enum Birthday {
  /// The day on which somebody born on `birth` becomes `age`: 1 March for 29 February in a year without that day. Nil beyond the
  /// year 9999.
  static func of(_ birth: CalendarDate, age: Int) -> CalendarDate? {
    guard age <= 9999 else { return nil }
    let (year, month, day) = birth.parts
    if let date = CalendarDate(year: year + age, month: month, day: day) { return date }
    guard month == 2, day == 29 else { return nil }
    return CalendarDate(year: year + age, month: 3, day: 1)
  }
}
