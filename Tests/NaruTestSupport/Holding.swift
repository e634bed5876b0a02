import Dispatch
import Foundation

/// Holds something on a thread of its own, such as a store's write lock, as a disk that does not answer would.
package final class Holding: Sendable {
  private let release = DispatchSemaphore(value: 0)
  private let held = AsyncStream.makeStream(of: Void.self)
  private let done = AsyncStream.makeStream(of: Void.self)

  /// - Parameter take: takes hold, calls what it is given, and lets go when that returns.
  package init(_ take: @escaping @Sendable (_ hold: () -> Void) throws -> Void) {
    Thread.detachNewThread { [self] in
      try? take {
        held.continuation.finish()
        release.wait()
      }
      done.continuation.finish()
    }
  }

  /// Returns when nobody else can have it.
  package func waitUntilHeld() async { for await _ in held.stream {} }

  /// Returns when everybody else can have it again.
  package func letGo() async {
    release.signal()
    for await _ in done.stream {}
  }
}
