import CommonValues
import Hummingbird
import KakaoSync
import Metrics
import Naru
import ShopModel

/// The logins and accounts of every shop, made once.
struct LoginDirectory: Sendable {
  /// What a shop has of them.
  final class Entry: Sendable {
    let id: ShopID
    /// What pages call the shop.
    let name: String
    let accounts: KakaoAccounts
    private let flows: KakaoLogin?
    private let counters = CounterBook<LoginEvent.Kind>()

    fileprivate init(_ shop: ShopConfiguration, _ connection: Connection) throws {
      (id, name) = (shop.id, shop.name)
      accounts = try connection.accounts
      flows = shop.login == nil ? nil : try connection.login
    }

    /// Counts what became of a login.
    func count(_ event: LoginEvent.Kind) {
      counters.increment(event) {
        Counter(label: "naru_logins_total", dimensions: [("shop", id.description), ("event", event.rawValue)])
      }
    }

    /// Throws ``Problem/noLogin``.
    var login: KakaoLogin {
      get throws(Problem) {
        guard let flows else { throw .noLogin }
        return flows
      }
    }
  }

  let naru: Naru
  private let entries: [ShopID: Entry]

  /// Readies what the configuration describes. Throws ``NaruError``.
  init(_ naru: Naru) throws {
    self.naru = naru
    var entries: [ShopID: Entry] = [:]
    for shop in naru.configuration.shops {
      entries[shop.id] = try Entry(shop, naru.connection(shop.id.description))
    }
    self.entries = entries
  }

  /// What the shop has that a request's path names. Throws ``Problem``.
  func entry(in context: ServerContext) throws(Problem) -> Entry { try entry(context.shop) }

  private func entry(_ shop: ShopID?) throws(Problem) -> Entry {
    guard let shop, let entry = entries[shop] else { throw .unknownShop }
    return entry
  }

  /// The login of the shop that a request's path names. Throws ``Problem``.
  func login(in context: ServerContext) throws(Problem) -> KakaoLogin { try entry(in: context).login }

  /// The login of a shop by its id. Throws ``Problem``.
  func login(of shop: String?) throws(Problem) -> KakaoLogin { try entry(shop.flatMap { ShopID($0) }).login }

  /// The accounts of the shop that a request's path names. Throws ``Problem``.
  func accounts(in context: ServerContext) throws(Problem) -> KakaoAccounts { try entry(in: context).accounts }
}

extension Problem {
  static let noLogin = Problem(
    "no-login", .notFound,
    LocalizedText(ko: "이 쇼핑몰의 설정에 login이 없습니다.", en: "This shop's config has no `login`."))
}
