import Synchronization

/// A place where others wait until it is opened, and where somebody can wait for them to have come.
final class Gate: Sendable {
  private let came: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation) = AsyncStream.makeStream()
  private let opened: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation) =
    AsyncStream.makeStream()

  /// Waits until somebody stands at the gate.
  func arrival() async { for await _ in came.stream { return } }

  /// Lets everybody through, now and later.
  func open() { opened.continuation.finish() }

  func pass() async {
    came.continuation.yield()
    for await _ in opened.stream {}
  }
}
