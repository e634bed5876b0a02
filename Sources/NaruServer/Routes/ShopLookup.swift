import Hummingbird
import Naru
import ShopModel

extension Naru {
  /// The shop that a request's path names. Throws ``Problem/unknownShop``.
  func shop(in context: ServerContext) throws(Problem) -> ShopConfiguration {
    guard let id = context.shop, let shop = configuration.shop(id) else { throw Problem.unknownShop }
    return shop
  }

  /// The connection of the shop that a request's path names. Throws ``Problem/unknownShop``.
  func connection(in context: ServerContext) throws -> Connection {
    try connection(try shop(in: context).id.description)
  }
}

extension ShopConfiguration {
  /// The shop's own page: where a person is sent who has nowhere else to go.
  var homeAddress: String? { login?.returnURLs.first?.description }
}
