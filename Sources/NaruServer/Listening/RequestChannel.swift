import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL

/// How a connection becomes requests: TLS when there is a certificate, HTTP/1.1 within limits, one request at a time.
///
/// Hummingbird's own channel reads every request by a task of the connection, which costs two changes of thread for each: about a quarter of
/// what a login's redirect needs.
struct RequestChannel: ServerChildChannel {
  let answering: Answering
  /// The certificate that holds when the connection is made.
  let tls: TLSContexts?
  /// After which time a connection is closed on which no request arrives, or goes on arriving.
  let idle: Duration

  private static let limits: NIOHTTPDecoderLimitConfiguration = {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 32 << 10
    limits.maxHeaderListSize = 64 << 10
    limits.maxHeaderFieldCount = 128
    return limits
  }()

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<RequestConnection> {
    channel.eventLoop.makeCompletedFuture {
      let connection = RequestConnection(channel)
      let pipeline = channel.pipeline.syncOperations
      if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls.current)) }
      let requests = RequestHandler(answering, connection)
      let edge = ConnectionEdge(requests)
      requests.use(edge)
      try pipeline.addHandler(edge)
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: true, withErrorHandling: false, withOutboundHeaderValidation: false,
        withEncoderConfiguration: .init(), withDecoderLimitConfiguration: RequestChannel.limits)
      try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: tls != nil))
      try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: idle, logger: logger))
      try pipeline.addHandler(requests)
      return connection
    }
  }

  func handle(value: RequestConnection, logger: Logger) async { await value.ended() }
}
