import CommonValues
import HTTPTypes
import Hummingbird
import Naru
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `/shops/{s}/members` and `/shops/{s}/orders`: canonical JSON from the shop's back end, one or many.
struct RecordRoutes: Sendable {
  let naru: Naru
  let inbox: NaruInbox

  func add(to router: Router<ServerContext>) {
    router.post("/shops/:shop/members") { request, context in try await take(request, context, .member) }
    router.post("/shops/:shop/orders") { request, context in try await take(request, context, .order) }
  }

  private func take(
    _ request: Request, _ context: ServerContext, _ entity: WaitingRefetch.Entity
  ) async throws -> Response {
    try naru.requireBackEnd(request, context)
    try RecordRoutes.checkType(request)
    let bytes = try await request.bytes(upTo: naru.configuration.limits.bodyBytes, context)
    let connection = try naru.connection(in: context)
    let taken: TakenRecords
    do throws(NaruError) {
      taken = try await connection.take(bytes, of: entity)
    } catch {
      guard let problem = error.diagnostics.first, problem.code == "bad-json" else { throw error }
      throw Problem.badRequest("bad-json", problem.reason)
    }
    inbox.wake()
    return try JSONAnswer.response(TakenView(taken, Language(acceptLanguage: request.headers[.acceptLanguage])))
  }

  /// JSON, JSON Lines, or nothing said.
  private static func checkType(_ request: Request) throws(Problem) {
    guard let type = request.headers[.contentType]?.prefix(while: { $0 != ";" && $0 != " " }).lowercased() else {
      return
    }
    let isJSON = type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json")
    guard isJSON || ["application/x-ndjson", "application/jsonl", "application/json-lines"].contains(type) else {
      throw .unsupportedMediaType
    }
  }
}

/// What became of records, item by item.
private struct TakenView: Encodable {
  struct Rejected: Encodable {
    var index: Int
    var id: String?
    var code: String
    var reason: String
  }

  var accepted: Int
  var changed: Int
  var unchanged: Int
  var warnings: Int
  var rejected: [Rejected]

  init(_ taken: TakenRecords, _ language: Language) {
    accepted = taken.accepted
    changed = taken.changed
    unchanged = taken.unchanged
    warnings = taken.warnings
    rejected = taken.rejected.map {
      Rejected(index: $0.index, id: $0.id, code: $0.reason.code, reason: $0.reason.message(in: language))
    }
  }
}

/// JSON as an answer, with its members in the order of their names.
enum JSONAnswer {
  static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: .init(bytes: try encoder.encode(value))))
  }
}
