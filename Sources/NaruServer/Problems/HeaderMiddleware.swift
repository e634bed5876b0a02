import HTTPTypes
import Hummingbird

/// What every answer says unless its route said otherwise: caches keep nothing, the next page is told no address, and no browser
/// guesses at types. An answer to HEAD has no body, also when it is a problem: bytes behind its head would be taken for the next answer.
struct HeaderMiddleware: RouterMiddleware {
  func handle(
    _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    if response.headers[.referrerPolicy] == nil { response.headers[.referrerPolicy] = "no-referrer" }
    response.headers[.xContentTypeOptions] = "nosniff"
    return request.method == .head ? response.createHeadResponse() : response
  }
}

extension HTTPField.Name {
  /// The names that the library does not know; each is a valid token, so that the second part never comes to be.
  static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .cacheControl
  static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
