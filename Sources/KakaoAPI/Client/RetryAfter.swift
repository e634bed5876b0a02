internal import HTTPTransport

/// The `Retry-After` header of a response, in either form of RFC 9110.
enum RetryAfter {
  /// Nil when there is none or it can not be read. A date is measured from the response's own `Date`, so that no clock
  /// is asked.
  static func duration(in headers: HTTPHeaders) -> Duration? {
    guard let text = headers["Retry-After"] else { return nil }
    if let seconds = Int64(text), seconds >= 0 { return .seconds(min(seconds, 1_000_000_000)) }
    guard let then = seconds(httpDate: text), let now = headers["Date"].flatMap(seconds(httpDate:)) else { return nil }
    return .seconds(max(0, then - now))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func seconds(httpDate: String) -> Int64? {
    let parts = httpDate.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]), (1...31).contains(day),
      let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3]), (1970...9999).contains(year)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard time.count == 3, zip(time, [24, 60, 61]).allSatisfy({ $0 >= 0 && $0 < $1 }) else { return nil }
    // Days from the civil calendar, with years that begin in March.
    let shifted = month >= 2 ? year : year - 1
    let monthFromMarch = Int64((month + 10) % 12)
    let era = shifted / 400
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    return days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
  }
}
