import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Naru

extension Naru {
  /// Lets a shop's back end in: one of the shop's tokens as `Authorization: Bearer`, compared in constant time with every one of them.
  ///
  /// Throws ``Problem/unknownShop``, or ``Problem/unauthorized`` also for a shop that has no token.
  @discardableResult
  func requireBackEnd(_ request: Request, _ context: ServerContext) throws(Problem) -> ShopConfiguration {
    let shop = try shop(in: context)
    guard hasToken(request, shop) else {
      context.logger.warning("back end: refused", metadata: ["shop": .string(shop.id.description)])
      Counter(label: "naru_back_end_refused_total", dimensions: [("shop", shop.id.description)]).increment()
      var problem = Problem.unauthorized
      problem.headers = [(.wwwAuthenticate, "Bearer")]
      throw problem
    }
    return shop
  }

  private func hasToken(_ request: Request, _ shop: ShopConfiguration) -> Bool {
    let values = request.headers[values: .authorization]
    guard values.count == 1, values[0].utf8.count <= 4_096, values[0].prefix(7).lowercased() == "bearer " else {
      return false
    }
    return shop.apiToken?.matches(String(values[0].dropFirst(7))) == true
  }
}
