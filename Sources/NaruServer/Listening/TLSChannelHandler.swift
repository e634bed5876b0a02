import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// HTTP behind TLS, with the certificate that holds when the connection is made.
struct TLSChannelHandler: ServerChildChannel {
  let base: HTTP1Channel
  let contexts: TLSContexts

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: contexts.current))
    }.flatMap {
      base.setup(channel: channel, logger: logger)
    }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}

extension HTTPServerBuilder {
  static func tls(_ contexts: TLSContexts, configuration: HTTP1Channel.Configuration) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      TLSChannelHandler(base: HTTP1Channel(responder: responder, configuration: configuration), contexts: contexts)
    }
  }
}
