import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Has the requests of one connection answered, beginning on its event loop: what needs to wait for nothing is answered there and then.
///
/// It stands behind NIO's pipelining handler, which keeps the next request back until the end of the answer is written; that in turn is
/// kept back for as long as the other side does not take what was written before.
final class RequestHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = Never
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let answering: Answering
  private let connection: RequestConnection
  private var edge: ConnectionEdge?
  private var progress = RequestProgress()
  private var context: ChannelHandlerContext?
  private var body: BodyStream.Source?
  /// Whether the body's reader has as much as it wants, and whether a read was asked for meanwhile.
  private var isHeld = false
  private var isReadPending = false
  /// The end of an answer that waits until there is room for it.
  private var heldEnd: (part: HTTPResponsePart, promise: EventLoopPromise<Void>?)?

  init(_ answering: Answering, _ connection: RequestConnection) {
    self.answering = answering
    self.connection = connection
  }

  /// - Parameter edge: the handler at the other end of the pipeline.
  func use(_ edge: ConnectionEdge) { self.edge = edge }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    edge = nil
    body?.finish(ChannelError.eof)
    body = nil
    heldEnd?.promise?.fail(ChannelError.ioOnClosedChannel)
    heldEnd = nil
  }

  // MARK: What comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): perform(progress.head(head), context)
    case .body(let part): perform(progress.body(part), context)
    case .end: perform(progress.end(), context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    perform(progress.pause(), context)
    context.fireChannelReadComplete()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed {
      perform(progress.inputClosed(), context, because: ChannelError.inputClosed)
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A connection that ends in the middle is no mistake.
    let isMistake = (error as? HTTPParserError).map { $0 != .invalidEOFState } ?? false
    perform(progress.broken(byMistake: isMistake && context.channel.isActive), context, because: error)
  }

  /// The server is about to end.
  func stop() {
    guard let context else { return }
    perform(progress.stop(), context)
  }

  func read(context: ChannelHandlerContext) {
    guard !isHeld else {
      isReadPending = true
      return
    }
    context.read()
  }

  private func perform(
    _ action: RequestProgress.Action, _ context: ChannelHandlerContext, because error: any Error = ChannelError.eof
  ) {
    switch action {
    case .nothing: break
    case .answer(let head, let buffer):
      connection.start(answer(Request(head: head, body: RequestBody(buffer: buffer)), context))
    case .answerElsewhere(let head, let buffer):
      connection.startElsewhere(answer(Request(head: head, body: RequestBody(buffer: buffer)), context))
    case .stream(let head, let buffer):
      let (stream, source) = BodyStream.make(of: NIOLoopBound(self, eventLoop: context.eventLoop))
      body = source
      if buffer.readableBytes > 0 { yield(buffer) }
      connection.startElsewhere(answer(Request(head: head, body: RequestBody(asyncSequence: stream)), context))
    case .yield(let buffer): yield(buffer)
    case .finish:
      body?.finish()
      body = nil
    case .fail:
      body?.finish(error)
      body = nil
    case .refuse: refuse(context)
    case .close: context.close(promise: nil)
    case .closeOutput: context.close(mode: .output, promise: nil)
    }
  }

  private func yield(_ buffer: ByteBuffer) {
    guard let body else { return }
    if body.yield(contentsOf: CollectionOfOne(buffer)) == .stopProducing { isHeld = true }
  }

  /// The body's reader wants more, or will never want any.
  func wantMore() {
    isHeld = false
    guard isReadPending, let context else { return }
    isReadPending = false
    context.read()
  }

  // MARK: What goes out

  private func answer(_ request: Request, _ context: ChannelHandlerContext) -> @Sendable () async -> Void {
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    return { [answering, channel = context.channel] in
      await answering.answer(request, on: channel, AnswerWriter(bound, channel))
    }
  }

  /// Parts of the answer, on the event loop. Fails when the connection is closed.
  func send(_ parts: [HTTPResponsePart], promise: EventLoopPromise<Void>?) {
    guard let context, let last = parts.last else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    // Asked before this answer, so that a long one by itself waits for nobody.
    let hasRoom = context.channel.isWritable
    for part in parts.dropLast() { context.write(wrapOutboundOut(part), promise: nil) }
    guard case .end = last else { return context.writeAndFlush(wrapOutboundOut(last), promise: promise) }
    if hasRoom {
      end(last, promise, context)
    } else {
      heldEnd = (last, promise)
      context.flush()
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, let held = heldEnd {
      heldEnd = nil
      end(held.part, held.promise, context)
    }
    context.fireChannelWritabilityChanged()
  }

  private func end(_ part: HTTPResponsePart, _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext) {
    let isLast = progress.answered()
    // The next request, which was kept back, comes within this call.
    context.writeAndFlush(wrapOutboundOut(part), promise: isLast ? farewell(promise, context) : promise)
    progress.ended()
    if progress.isBetween { edge?.answered() }
  }

  private func refuse(_ context: ChannelHandlerContext) {
    let fields: HTTPFields = [.connection: "close", .contentLength: "0"]
    context.write(wrapOutboundOut(.head(HTTPResponse(status: .badRequest, headerFields: fields))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: farewell(nil, context))
  }

  /// Closes when the last of all has gone out.
  private func farewell(
    _ promise: EventLoopPromise<Void>?, _ context: ChannelHandlerContext
  ) -> EventLoopPromise<Void> {
    let gone = promise ?? context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    gone.futureResult.whenComplete { _ in
      let handler = bound.value
      let action = handler.progress.gone()
      if let context = handler.context { handler.perform(action, context) }
    }
    return gone
  }

  /// An answer that can not be brought to its end.
  func giveUp() { context?.close(promise: nil) }
}
