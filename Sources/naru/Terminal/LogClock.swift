import CommonValues
import Synchronization

/// Writes times for log lines. Many lines are of the same second, which is written once.
final class LogClock: Sendable {
  private let last = Mutex<(second: Int64, text: [UInt8])>((.min, []))

  /// RFC 3339 in UTC, as `Timestamp.utcDescription` is.
  func utc(_ time: Timestamp) -> [UInt8] {
    let fraction = (time.milliseconds % 1_000 + 1_000) % 1_000
    let second = time.milliseconds - fraction
    var text = last.withLock { last in
      if last.second != second {
        last = (second, Array(Timestamp(milliseconds: second).utcDescription.utf8.dropLast()))
      }
      return last.text
    }
    if fraction != 0 {
      text.append(0x2E)
      for unit in [100, 10, 1] as [Int64] { text.append(0x30 + UInt8(fraction / unit % 10)) }
    }
    text.append(0x5A)
    return text
  }
}
