import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore

extension KakaoSandbox {
  /// Everything the sandbox serves, as a Hummingbird router with one route that takes all.
  public func router() -> Router<SandboxRequestContext> {
    let router = Router(context: SandboxRequestContext.self)
    for path in ["/", "/**"] as [RouterPath] {
      for method in [.get, .post, .put, .delete, .patch, .head, .options] as [HTTPRequest.Method] {
        router.on(path, method: method) { request, context in try await self.serve(request, context) }
      }
    }
    return router
  }

  /// A server around ``router()``. It runs until its task is cancelled or its service group shuts down gracefully.
  ///
  /// - Parameters:
  ///   - host: the address to bind; the sandbox has no password, so the loopback address unless there is a reason.
  ///   - port: the port, 0 for a free one.
  ///   - logger: what the server logs by.
  ///   - onServerRunning: told the port that was bound, once it accepts connections.
  /// - Returns: an application, which is a `Service`: call `run()`, or hand it to a `ServiceGroup`.
  public func application(
    host: String = "127.0.0.1", port: Int = 0, logger: Logger? = nil,
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    Application(
      router: router(),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil),
      services: [WebhookService(sandbox: self)],
      onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? port) },
      logger: logger ?? Logger(label: "naru.sandbox"))
  }

  /// Runs a server alone until the task is cancelled.
  public func run(
    host: String = "127.0.0.1", port: Int = 0, logger: Logger? = nil,
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) async throws {
    try await application(host: host, port: port, logger: logger, onServerRunning: onServerRunning).run()
  }

  private func serve(_ request: Request, _ context: SandboxRequestContext) async throws -> Response {
    let response = try await respond(to: try await read(request))
    if response.delivery == .dropped {
      await context.closeConnection()
      throw ConnectionCut()
    }
    var headers = HTTPFields()
    for (name, value) in response.headers {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let answer = Response(
      status: HTTPResponse.Status(code: response.status), headers: headers, body: Self.body(of: response))
    return request.method == .head ? answer.createHeadResponse() : answer
  }

  private func read(_ request: Request) async throws -> SandboxRequest {
    var result = SandboxRequest(
      method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "")
    for name in ["authorization", "content-type", "cookie", "origin", "sec-fetch-site", "user-agent"] {
      if let field = HTTPField.Name(name), let value = request.headers[field] { result.headers[name] = value }
    }
    result.headers["host"] = request.head.authority
    let limit = result.path == "/sandbox/api/state" ? settings.maximumStateBytes : settings.maximumBodyBytes
    for try await part in request.body {
      // A body over the limit is read to its end and thrown away, so that the answer reaches a client that is still
      // sending.
      if result.bodyIsTooLarge { continue }
      result.body.append(contentsOf: part.readableBytesView)
      if result.body.count > limit {
        result.bodyIsTooLarge = true
        result.body = []
      }
    }
    return result
  }

  private static func body(of response: SandboxResponse) -> ResponseBody {
    if let export = response.export {
      return ResponseBody { writer in
        var export = export
        while let piece = export.next() { try await writer.write(ByteBuffer(bytes: piece)) }
        try await writer.finish(nil)
      }
    }
    if case .truncated(let length) = response.delivery {
      return ResponseBody(contentLength: response.body.count) { writer in
        try await writer.write(ByteBuffer(bytes: response.body.prefix(length)))
        throw ConnectionCut()
      }
    }
    return ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
  }

  /// Thrown to make the server close a connection in the middle of an answer.
  private struct ConnectionCut: Error {}
}
