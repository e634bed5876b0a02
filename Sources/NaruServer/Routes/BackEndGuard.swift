import CommonValues
import HTTPTypes
import Hummingbird
import Naru

extension Naru {
  /// Lets a shop's back end in: one of the shop's tokens as `Authorization: Bearer`, compared in constant time with every one of them.
  ///
  /// Throws ``Problem/unknownShop``, or ``Problem/unauthorized`` also for a shop that has no token.
  @discardableResult
  func requireBackEnd(_ request: Request, _ context: ServerContext) throws(Problem) -> ShopConfiguration {
    let shop = try shop(in: context)
    let values = request.headers[values: .authorization]
    guard values.count == 1, values[0].utf8.count <= 4_096, values[0].lowercased().hasPrefix("bearer ") else {
      throw Problem.needsBearer
    }
    let token = String(values[0].dropFirst(7))
    guard let known = shop.apiToken, known.matches(token) else { throw Problem.needsBearer }
    return shop
  }
}

extension Problem {
  fileprivate static var needsBearer: Problem {
    var problem = Problem.unauthorized
    problem.headers = [(.wwwAuthenticate, "Bearer")]
    return problem
  }
}
