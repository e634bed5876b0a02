public import CommonValues

/// The stretch of time for which an ``AppBudget`` counts calls.
///
/// Kakao documents "a month" and neither when it begins nor in which time zone. The default is the calendar month in
/// Seoul; whoever knows better says so.
public enum BudgetPeriod: Sendable, Hashable {
  /// From one day of the month, 1 to 28, to the same of the next, at midnight in Seoul.
  case month(startingOn: Int)
  /// So many days, again and again, counted from a point in time.
  case days(Int, from: Timestamp)

  /// The calendar month in Seoul.
  public static let calendarMonth = BudgetPeriod.month(startingOn: 1)

  /// The period that `time` is in: its begin, and the begin of the next.
  public func bounds(of time: Timestamp) -> Range<Timestamp> {
    switch self {
    case .month(let day):
      let first = min(max(day, 1), 28)
      let today = time.seoulDate.parts
      let month = today.year * 12 + today.month - 1 - (today.day < first ? 1 : 0)
      return BudgetPeriod.start(month, first, time)..<BudgetPeriod.start(month + 1, first, time)
    case .days(let days, let anchor):
      let length = Int64(min(max(days, 1), 36_500)) * 86_400_000
      let (distance, overflow) = time.milliseconds.subtractingReportingOverflow(anchor.milliseconds)
      guard !overflow else { return time..<Timestamp(milliseconds: time.milliseconds &+ 1) }
      let passed = distance >= 0 ? distance / length : (distance + 1) / length - 1
      let start = anchor.milliseconds + passed * length
      return Timestamp(milliseconds: start)..<Timestamp(milliseconds: start + length)
    }
  }

  /// The begin of a day of a month that is counted from year 0.
  private static func start(_ month: Int, _ day: Int, _ time: Timestamp) -> Timestamp {
    guard let date = CalendarDate(year: month / 12, month: month % 12 + 1, day: day) else { return time }
    return Timestamp(startOf: date)
  }
}
