import CommonValues
import Synchronization
import Testing

@testable import NaruServer

@Suite("Dates of answers")
struct HTTPDateTests {
  @Test(
    "RFC 9110 writes them so",
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_795_996_799, "Sun, 29 Nov 2026 23:59:59 GMT"),
      (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"), (-1, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ] as [(Int64, String)])
  func text(second: Int64, text: String) { #expect(HTTPDate.text(second) == text) }

  @Test("it is that of the second in which it is asked for")
  func moves() {
    let time = Mutex<Int64>(784_111_777_000)
    let date = HTTPDate { Timestamp(milliseconds: time.withLock { $0 }) }
    #expect(date.text == "Sun, 06 Nov 1994 08:49:37 GMT")
    time.withLock { $0 += 999 }
    #expect(date.text == "Sun, 06 Nov 1994 08:49:37 GMT")
    time.withLock { $0 += 1 }
    #expect(date.text == "Sun, 06 Nov 1994 08:49:38 GMT")
  }
}
