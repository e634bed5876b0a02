import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Sends one answer. A body that is there goes out together with its head, without waiting; of a stream each part is waited for, so
/// that whoever reads slowly slows it down.
struct AnswerWriter: ResponseBodyWriter {
  private let handler: NIOLoopBound<RequestHandler>
  private let channel: any Channel
  private var held: [HTTPResponsePart] = []
  private var length: Int?

  init(_ handler: NIOLoopBound<RequestHandler>, _ channel: any Channel) {
    self.handler = handler
    self.channel = channel
  }

  /// The head, before anything else.
  ///
  /// - Parameter length: bytes of the body; nil when nobody knows.
  mutating func begin(_ head: HTTPResponse, length: Int?) {
    held = [.head(head)]
    self.length = length
  }

  mutating func write(_ buffer: ByteBuffer) async throws {
    held.append(.body(buffer))
    // That was all of it, so that the end comes at once.
    if buffer.readableBytes == length { return }
    let parts = held
    held = []
    let sent = channel.eventLoop.makePromise(of: Void.self)
    handler.execute { $0.send(parts, promise: sent) }
    try await sent.futureResult.get()
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
    held.append(.end(trailingHeaders))
    let parts = held
    handler.execute { $0.send(parts, promise: nil) }
  }

  /// Ends the connection: the answer will not come, or not to its end.
  func giveUp() { handler.execute { $0.giveUp() } }
}
