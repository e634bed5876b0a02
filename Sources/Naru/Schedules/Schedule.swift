public import CommonValues

/// When something is done again and again, in Asia/Seoul, which is UTC+9 all year.
///
/// Written `hourly`, `hourly :15`, `daily 04:00` or `weekly sun 03:00`.
public struct Schedule: Sendable, Hashable, LosslessStringConvertible {
  /// Milliseconds from one time to the next.
  private let period: Int64
  /// Milliseconds from the beginning of a period in Seoul.
  private let offset: Int64
  /// The schedule as it is written.
  public let description: String

  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  private static let seoul: Int64 = 9 * 3_600_000

  /// Nil for anything that is not written so.
  public init?(_ description: String) {
    let words = description.split(separator: " ").map(String.init)
    self.description = words.joined(separator: " ")
    switch (words.first, words.count) {
    case ("hourly", 1): (period, offset) = (3_600_000, 0)
    case ("hourly", 2):
      guard words[1].hasPrefix(":"), let minute = Schedule.number(words[1].dropFirst(), below: 60) else { return nil }
      (period, offset) = (3_600_000, minute * 60_000)
    case ("daily", 2):
      guard let time = Schedule.time(words[1]) else { return nil }
      (period, offset) = (86_400_000, time)
    case ("weekly", 3):
      guard let day = Schedule.days.firstIndex(of: words[1]), let time = Schedule.time(words[2]) else { return nil }
      // 1970-01-01 was a Thursday.
      (period, offset) = (7 * 86_400_000, Int64((day + 4) % 7) * 86_400_000 + time)
    default: return nil
    }
  }

  /// `04:00`, in milliseconds.
  private static func time(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = number(parts[0], below: 24), let minute = number(parts[1], below: 60) else {
      return nil
    }
    return (hour * 60 + minute) * 60_000
  }

  /// Two digits.
  private static func number(_ text: Substring, below limit: Int64) -> Int64? {
    guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(text),
      value < limit
    else { return nil }
    return value
  }

  /// The latest scheduled time that is not after `time`.
  public func previous(_ time: Timestamp) -> Timestamp {
    let local = time.milliseconds + Schedule.seoul - offset
    let whole = local / period - (local % period < 0 ? 1 : 0)
    return Timestamp(milliseconds: whole * period + offset - Schedule.seoul)
  }

  /// The first scheduled time after `time`.
  public func next(after time: Timestamp) -> Timestamp { previous(time).adding(milliseconds: period) }
}
