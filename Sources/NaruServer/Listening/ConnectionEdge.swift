import NIOCore

/// Stands between the connection and NIO's pipelining handler, which keeps to itself what ``RequestHandler`` has to know.
///
/// - It reads once more while an answer is on its way, though nobody behind asks for it: else NIO takes the socket out of its selector and
///   puts it back for the next request, two calls of the system for each that had to wait. What comes is kept by the pipelining handler.
///   It is one read until there is nothing left of it, so that nobody can make the server hold more.
/// - It tells of a graceful stop.
final class ConnectionEdge: ChannelDuplexHandler {
  typealias InboundIn = NIOAny
  typealias OutboundIn = NIOAny

  private var isAhead = false
  private var requests: RequestHandler?

  /// - Parameter requests: the handler at the other end.
  init(_ requests: RequestHandler) { self.requests = requests }

  func handlerRemoved(context: ChannelHandlerContext) { requests = nil }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.fireChannelReadComplete()
    guard !isAhead else { return }
    isAhead = true
    context.read()
  }

  func read(context: ChannelHandlerContext) {
    isAhead = false
    context.read()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent { requests?.stop() }
    context.fireUserInboundEventTriggered(event)
  }

  /// All that had come is answered.
  func answered() { isAhead = false }
}
