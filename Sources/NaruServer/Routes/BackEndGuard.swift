import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Naru

extension Naru {
  /// Lets a shop's back end in: one of the shop's tokens as `Authorization: Bearer`, compared in constant time with every one of them.
  ///
  /// Both outcomes are counted and logged: a refusal with the address that it came from, an acceptance with the place of the token in
  /// the config, so that an old token can be taken out when nobody shows it any more.
  /// Throws ``Problem/unknownShop``, ``Problem/unauthorized`` also for a shop that has no token, or 429 when the shop asks too often.
  @discardableResult
  func requireBackEnd(_ request: Request, _ context: ServerContext) throws(Problem) -> ShopConfiguration {
    let shop = try shop(in: context)
    let name = shop.id.description
    guard let token = tokenIndex(request, shop) else {
      context.logger.warning(
        "back end: refused", metadata: ["shop": .string(name), "client": .string(context.client.description)])
      Counter(label: "naru_back_end_refused_total", dimensions: [("shop", name)]).increment()
      var problem = Problem.unauthorized
      problem.headers = [(.wwwAuthenticate, "Bearer")]
      throw problem
    }
    // A route behind a middleware that has asked already.
    if context.token != nil { return shop }
    context.note(token: token)
    Counter(label: "naru_back_end_calls_total", dimensions: [("shop", name), ("token", "\(token)")]).increment()
    if let wait = context.limits?.take(ofShop: name) {
      Counter(label: "naru_server_requests_limited_total", dimensions: [("limit", "shop")]).increment()
      throw Problem.tooManyRequests(after: wait)
    }
    return shop
  }

  private func tokenIndex(_ request: Request, _ shop: ShopConfiguration) -> Int? {
    BearerToken.shown(in: request).flatMap { shop.apiToken?.index(of: $0) }
  }
}

/// The token of a request.
enum BearerToken {
  /// What stands behind `Authorization: Bearer`, when there is exactly one such header of a sane length.
  static func shown(in request: Request) -> String? {
    let values = request.headers[values: .authorization]
    guard values.count == 1, values[0].utf8.count <= 4_096, values[0].prefix(7).lowercased() == "bearer " else {
      return nil
    }
    return String(values[0].dropFirst(7))
  }
}
