import Foundation
import HTTPTransport
import Testing

/// All tests that open sockets; one at a time, so that descriptors can be counted and the environment changed.
@Suite(.serialized, .timeLimit(.minutes(2)))
enum CurlSuite {}

/// Runs `body` with a transport and a server, and ends both.
func withServer(
  configuration: CurlTransport.Configuration = .init(),
  _ handler: @escaping @Sendable (TestConnection) -> Void,
  _ body: (CurlTransport, TestServer) async throws -> Void
) async throws {
  let server = try TestServer(handler)
  let transport = try CurlTransport(configuration: configuration)
  let result: Result<Void, any Error>
  do {
    result = .success(try await body(transport, server))
  } catch {
    result = .failure(error)
  }
  await transport.shutdown()
  await server.stop()
  try result.get()
}

/// The error that `send` throws; a response is recorded as an issue.
func failure(
  _ transport: some HTTPTransport, _ request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation
) async -> HTTPTransportError? {
  do {
    let response = try await transport.send(request)
    Issue.record("answered \(response)", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// How many descriptors this process has open.
func openDescriptors() throws -> Int {
  try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
}
