import CommonValues
import Synchronization

/// The time as HTTP writes it (RFC 9110 section 5.6.7), made once a second.
final class HTTPDate: Sendable {
  private let now: @Sendable () -> Timestamp
  private let last = Mutex<(second: Int64, text: String)>((.min, ""))

  init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

  /// `Sat, 28 Nov 2026 08:34:16 GMT`.
  var text: String {
    let second = now().milliseconds / 1_000
    return last.withLock { last in
      if last.second != second { last = (second, HTTPDate.text(second)) }
      return last.text
    }
  }

  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter second: since 1970, not before.
  static func text(_ second: Int64) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let day = Int(max(0, second) / 86_400)
    let inDay = Int(max(0, second) % 86_400)
    let parts = CalendarDate(daysSinceEpoch: day).parts
    return "\(days[day % 7]), \(two(parts.day)) \(months[parts.month - 1]) \(parts.year) "
      + "\(two(inDay / 3_600)):\(two(inDay / 60 % 60)):\(two(inDay % 60)) GMT"
  }
}
