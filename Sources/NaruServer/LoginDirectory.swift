import CommonValues
import Hummingbird
import KakaoSync
import Naru
import ShopModel

/// The logins and accounts of every shop, made once.
struct LoginDirectory: Sendable {
  let naru: Naru
  private let logins: [ShopID: KakaoLogin]
  private let accounts: [ShopID: KakaoAccounts]

  /// Readies what the configuration describes. Throws ``NaruError``.
  init(_ naru: Naru) throws {
    self.naru = naru
    var logins: [ShopID: KakaoLogin] = [:]
    var accounts: [ShopID: KakaoAccounts] = [:]
    for shop in naru.configuration.shops {
      let connection = try naru.connection(shop.id.description)
      if shop.login != nil { logins[shop.id] = try connection.login }
      accounts[shop.id] = try connection.accounts
    }
    self.logins = logins
    self.accounts = accounts
  }

  /// The login of the shop that a request's path names. Throws ``Problem``.
  func login(in context: ServerContext) throws(Problem) -> KakaoLogin {
    guard let login = logins[try naru.shop(in: context).id] else { throw .noLogin }
    return login
  }

  /// The login of a shop by its id. Throws ``Problem``.
  func login(of shop: String?) throws(Problem) -> KakaoLogin {
    guard let shop, let id = ShopID(shop), naru.configuration.shop(id) != nil else { throw .unknownShop }
    guard let login = logins[id] else { throw .noLogin }
    return login
  }

  /// The accounts of the shop that a request's path names. Throws ``Problem``.
  func accounts(in context: ServerContext) throws(Problem) -> KakaoAccounts {
    guard let accounts = accounts[try naru.shop(in: context).id] else { throw .unknownShop }
    return accounts
  }
}

extension Problem {
  static let noLogin = Problem(
    "no-login", .notFound,
    LocalizedText(ko: "이 쇼핑몰의 설정에 login이 없습니다.", en: "This shop's config has no `login`."))
}
