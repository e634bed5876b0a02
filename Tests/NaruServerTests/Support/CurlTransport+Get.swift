import HTTPTransport

extension CurlTransport {
  func get(_ url: String, _ headers: HTTPHeaders = [:]) async throws -> HTTPResponse {
    try await send(HTTPRequest(url: url, headers: headers))
  }
}
