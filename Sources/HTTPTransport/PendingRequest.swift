/// A request on its way through the transport, with whom to tell.
struct PendingRequest: Sendable {
  let id: UInt64
  let checked: CheckedRequest
  let started: ContinuousClock.Instant
  let continuation: CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>

  var deadline: ContinuousClock.Instant { started + checked.request.timeouts.total }

  /// An error about this request.
  func error(_ code: HTTPTransportError.Code, mayHaveBeenProcessed: Bool, detail: String? = nil) -> HTTPTransportError {
    HTTPTransportError(code, mayHaveBeenProcessed: mayHaveBeenProcessed, host: checked.origin.host, detail: detail)
  }
}
