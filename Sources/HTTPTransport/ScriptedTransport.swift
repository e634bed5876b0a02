internal import Synchronization

/// A transport for tests: a closure answers, and every request is kept.
public final class ScriptedTransport: HTTPTransport {
  private let answer: @Sendable (HTTPRequest, Int) async throws(HTTPTransportError) -> HTTPResponse
  private let log = Mutex<[HTTPRequest]>([])

  /// `answer` gets each request with its number, counted from 0.
  public init(_ answer: @escaping @Sendable (HTTPRequest, Int) async throws(HTTPTransportError) -> HTTPResponse) {
    self.answer = answer
  }

  /// Everything that was sent so far, in order.
  public var requests: [HTTPRequest] { log.withLock { $0 } }

  public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let number = log.withLock { log in
      log.append(request)
      return log.count - 1
    }
    return try await answer(request, number)
  }
}
