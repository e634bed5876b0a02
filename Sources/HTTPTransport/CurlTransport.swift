public import Logging
public import Metrics

/// HTTP through libcurl: HTTP/2 where the server offers it, kept-alive connections, TLS 1.2 or later with verification.
///
/// All transfers run on one thread of the transport's own, so that no thread of the caller ever blocks. Make one and
/// share it. Call ``shutdown()`` when done; a transport that is let go without it shuts down by itself. It keeps no
/// cookies, follows no environment variable and speaks nothing but http and https.
///
/// Metrics: the counter `naru_http_requests` and the timer `naru_http_duration`, both labelled `host` and `outcome`
/// (`2xx` or the name of a ``HTTPTransportError/Code``). The logger gets a `debug` line with the same for each request.
public final class CurlTransport: HTTPTransport {
  private let inbox: CurlInbox

  /// Starts the transport's thread.
  ///
  /// - Throws: ``HTTPTransportError/Code/failed`` when libcurl or the thread can not be started.
  public init(
    configuration: Configuration = Configuration(), logger: Logger? = nil, metricsFactory: (any MetricsFactory)? = nil
  ) throws(HTTPTransportError) {
    inbox = try CurlInbox()
    let inbox = inbox
    let report = TransportReport(logger: logger, factory: metricsFactory)
    let started = DetachedThread.start {
      CurlLoop(inbox: inbox, configuration: configuration, report: report).run()
    }
    guard started else {
      inbox.close()
      throw HTTPTransportError(.failed, mayHaveBeenProcessed: false, detail: "no thread could be started")
    }
  }

  deinit { inbox.stop(whenDone: nil) }

  public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    try await send(request, into: nil)
  }

  /// As ``send(_:)``; the body of a 2xx answer goes to `sink`, when there is one.
  func send(_ request: HTTPRequest, into sink: BodySink?) async throws(HTTPTransportError) -> HTTPResponse {
    let checked = try CheckedRequest(request)
    let id = inbox.nextID()
    let started = ContinuousClock.now
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let accepted = inbox.submit(
          PendingRequest(id: id, checked: checked, sink: sink, started: started, continuation: continuation))
        // A handler that ran before the submission found nothing to cancel.
        if accepted, Task.isCancelled { inbox.cancel(id) }
      }
    } onCancel: {
      inbox.cancel(id)
    }
    return try result.get()
  }

  /// Fails what is pending with ``HTTPTransportError/Code/shutDown`` and returns when every connection and handle is
  /// freed. Later requests fail likewise. Calling it again is harmless.
  public func shutdown() async {
    await withCheckedContinuation { continuation in
      inbox.stop { continuation.resume() }
    }
  }
}
