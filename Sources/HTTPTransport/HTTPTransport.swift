/// The seam through which every outbound HTTP call of Naru goes.
///
/// An implementation sends exactly one request per call (it may repeat one on a fresh connection only when
/// ``HTTPRequest/isRepeatable`` or ``HTTPRequest/mayReuseConnection``, and a kept-alive one turned out dead), answers every HTTP status as a response, never as an error, and ends soon after the
/// calling task is cancelled. ``CurlTransport`` is the real one, ``ScriptedTransport`` the one for tests.
public protocol HTTPTransport: Sendable {
  /// Sends `request` and returns the whole response.
  ///
  /// - Throws: ``HTTPTransportError`` when there is no complete response; it says whether the server may have acted.
  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse
}
