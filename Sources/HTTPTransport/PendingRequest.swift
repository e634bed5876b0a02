/// Takes a piece of a body; false ends the transfer.
typealias BodySink = @Sendable (UnsafeRawBufferPointer) -> Bool

/// A request on its way through the transport, with whom to tell.
struct PendingRequest: Sendable {
  let id: UInt64
  let checked: CheckedRequest
  /// Who gets the body of a 2xx answer; nil: the response.
  var sink: BodySink?
  let started: ContinuousClock.Instant
  let continuation: CheckedContinuation<Result<HTTPResponse, HTTPTransportError>, Never>

  var deadline: ContinuousClock.Instant { started + checked.request.timeouts.total }

  /// An error about this request.
  func error(_ code: HTTPTransportError.Code, mayHaveBeenProcessed: Bool, detail: String? = nil) -> HTTPTransportError {
    HTTPTransportError(code, mayHaveBeenProcessed: mayHaveBeenProcessed, host: checked.origin.host, detail: detail)
  }
}
