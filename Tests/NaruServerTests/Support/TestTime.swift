import CommonValues
import KakaoSandbox
import Synchronization

/// The wall clock of a site and of its Kakao, which tests set.
final class TestTime: Sendable {
  private let milliseconds = Mutex<Int64>(1_790_000_000_000)

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
  var sandboxNow: SandboxTime { SandboxTime(seconds: milliseconds.withLock { $0 } / 1000) }
  func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}
