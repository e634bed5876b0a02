import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Naru
import Store

/// `Idempotency-Key` on what a back end POSTs or PUTs as JSON: the same call again gets the answer that it got, and is not done twice.
///
/// It stands before ``routes`` and asks for the shop's token itself; it leaves alone what carries no key, and uploads. Answers of 2xx are kept for 24 hours; after anything else the call may be made again. A
/// hand-off is not kept: its code is good once anyway, and its answer is a person's profile.
struct IdempotencyMiddleware: RouterMiddleware {
  let naru: Naru
  /// Bytes of a body other than records, and of an answer that is kept.
  static let limit = 1 << 20
  /// Where members and orders are posted; their bodies may be larger.
  private static let records: Set<String> = ["/shops/{shop}/members", "/shops/{shop}/orders"]
  /// What may be repeated by a key.
  static let routes: Set<String> = Set(records.map { "POST " + $0 }).union([
    "PUT /shops/{shop}/links/{user}", "POST /shops/{shop}/links/{user}/consents", "POST /shops/{shop}/sync",
    "POST /shops/{shop}/reconcile",
  ])

  func handle(
    _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    guard let key = request.headers[.idempotencyKey] else { return try await next(request, context) }
    let route = context.route ?? RouteName(request.method, context.endpointPath)
    guard IdempotencyMiddleware.routes.contains("\(request.method.rawValue) \(route.path)")
    else { return try await next(request, context) }
    try naru.requireBackEnd(request, context)
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Problem.badIdempotencyKey
    }
    let connection = try naru.connection(in: context)
    let isRecords = IdempotencyMiddleware.records.contains(route.path)
    let body = try await request.bytes(
      upTo: isRecords ? naru.configuration.limits.bodyBytes : IdempotencyMiddleware.limit, context)
    var request = request
    request.body = RequestBody(buffer: ByteBuffer(bytes: body))
    let call = IdempotentCall(
      key: key, request: [Array(request.method.rawValue.utf8), Array(request.uri.string.utf8), body])
    switch try await connection.claim(call) {
    case .running: throw Problem.callRunning
    case .otherRequest: throw Problem.idempotencyKeyReused
    case .answered(let answer): return IdempotencyMiddleware.response(answer)
    case .mine: break
    }
    do {
      var response = try await next(request, context)
      guard (200..<300).contains(response.status.code) else {
        try await connection.end(call, answer: nil)
        return response
      }
      // The answer is held back until it is kept, so that whoever has it can repeat the call.
      let bytes = try await response.collectBytes(upTo: IdempotencyMiddleware.limit)
      try await connection.end(
        call,
        answer: bytes.map {
          IdempotentAnswer(status: response.status.code, contentType: response.headers[.contentType], body: $0)
        })
      return response
    } catch {
      try? await connection.end(call, answer: nil)
      throw error
    }
  }

  private static func response(_ answer: IdempotentAnswer) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = answer.contentType
    headers[.idempotencyReplayed] = "true"
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}

extension Response {
  /// The whole body, which stays in the response too; nil when it is longer, and then it is left as it was.
  fileprivate mutating func collectBytes(upTo limit: Int) async throws -> [UInt8]? {
    guard let length = body.contentLength, length <= limit else { return nil }
    let collector = ByteCollector()
    try await body.write(collector)
    let bytes = collector.bytes
    body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    return bytes
  }
}

/// Takes what a body writes.
private final class ByteCollector: ResponseBodyWriter {
  private(set) var bytes: [UInt8] = []

  func write(_ buffer: ByteBuffer) async throws { bytes.append(contentsOf: buffer.readableBytesView) }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HTTPField.Name {
  static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .cacheControl
  static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed") ?? .cacheControl
}

extension Problem {
  static let badIdempotencyKey = Problem.badRequest(
    "bad-idempotency-key",
    LocalizedText(
      ko: "Idempotency-Key는 공백 없는 ASCII 1~255자입니다.", en: "Idempotency-Key has 1 to 255 visible ASCII characters."))
  static let callRunning = Problem(
    "call-running", .conflict,
    LocalizedText(ko: "같은 Idempotency-Key의 요청을 처리하는 중입니다.", en: "The call of that Idempotency-Key is being made."))
  static let idempotencyKeyReused = Problem(
    "idempotency-key-reused", .unprocessableContent,
    LocalizedText(
      ko: "그 Idempotency-Key는 다른 요청에 쓰였습니다.", en: "That Idempotency-Key was used for another request."))
}
