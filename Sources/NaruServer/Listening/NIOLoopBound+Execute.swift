import NIOCore

extension NIOLoopBound {
  /// Does it on the event loop: now, when this is it.
  func execute(_ body: @escaping @Sendable (Value) -> Void) {
    if eventLoop.inEventLoop { body(value) } else { eventLoop.execute { body(value) } }
  }
}
