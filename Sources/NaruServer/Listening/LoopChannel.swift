import HummingbirdCore
import Logging
import NIOCore

/// Answers what comes by a connection on that connection's event loop: a request is read, answered and written without changing the
/// thread, each change of which costs two wake-ups and, on a busy machine, a place in the line of all threads.
///
/// Whoever computes for long there holds up the loop's other connections: ``AccessMiddleware`` sends all but the short routes away. What
/// writes a body bit by bit runs there in any case.
struct LoopChannel<Base: ServerChildChannel>: ServerChildChannel {
  let base: Base

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    base.setup(channel: channel, logger: logger)
  }

  func handle(value: Base.Value, logger: Logger) async {
    await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
      await base.handle(value: value, logger: logger)
    }
  }
}

/// Runs tasks on an event loop.
private final class EventLoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension HTTPServerBuilder {
  /// A server without TLS, or with the certificates of `contexts`.
  static func naru(_ contexts: TLSContexts?, configuration: HTTP1Channel.Configuration) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      let http = HTTP1Channel(responder: responder, configuration: configuration)
      guard let contexts else { return LoopChannel(base: http) }
      return LoopChannel(base: TLSChannelHandler(base: http, contexts: contexts))
    }
  }
}
