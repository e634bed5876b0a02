import CommonValues
import KakaoAPI
public import KakaoSync
import ShopModel
public import Store

extension Connection {
  /// Signup, login and auto-login of the shop, without a server. The same object for every connection of the shop.
  ///
  /// Throws ``NaruError`` when the shop has no `login`, when `public_url` or the REST API key is missing, or when the store can not be
  /// written.
  public var login: KakaoLogin {
    get throws(NaruError) {
      do {
        return try naru.login(shop)
      } catch {
        throw NaruError(error)
      }
    }
  }

  /// Which of the shop's members is which Kakao user: links, their end, consents and erasure. Needs no `login` in the config; without an
  /// admin key Kakao is not asked.
  public var accounts: KakaoAccounts {
    get throws(NaruError) {
      do {
        return KakaoAccounts(
          store: naru.store, shop: shop.id, api: shop.kakao?.adminKey == nil ? nil : try naru.kakao(shop),
          tokens: try naru.keeper(shop), now: naru.now)
      } catch {
        throw NaruError(error)
      }
    }
  }

  /// Erases a person everywhere: at Kakao, in the store, and, with the next sync, in every customer file.
  ///
  /// - Returns: the receipt, without personal data; nil when nothing is known of the person.
  public func erase(member: String? = nil, kakaoUser: Int64? = nil) async throws(NaruError) -> ErasureReceipt? {
    let accounts = try accounts
    do {
      return try await accounts.erase(member: member, kakaoUser: kakaoUser)
    } catch {
      throw NaruError(error)
    }
  }

  /// Seals stored tokens again under the first of `login.token_keys`; when the report is clean, the other keys can be taken out of the
  /// config. It may be stopped and repeated at any time, and beside a running sidecar that has the same keys in the same order.
  ///
  /// - Parameters:
  ///   - dryRun: whether to count alone, and write nothing.
  ///   - progress: is told how far it is, some hundred users at a time, and says whether to go on.
  /// - Returns: what became of it; nothing but ``ResealReport/total`` for a shop without `login.token_keys`.
  public func resealTokens(
    dryRun: Bool = false, progress: @Sendable (ResealReport) -> Bool = { _ in true }
  ) async throws(NaruError) -> ResealReport {
    do {
      guard let sealer = try naru.sealer(shop) else {
        var report = ResealReport()
        let id = shop.id
        report.total = try await naru.store.perform { try $0.tokenCount(of: id) }
        return report
      }
      let storage = StoreTokenStorage(naru.store, shop: shop.id, now: naru.now)
      return try await storage.reseal(with: sealer, app: shop.id.description, dryRun: dryRun, progress: progress)
    } catch {
      throw NaruError(error)
    }
  }
}

extension Naru {
  /// Tells Kakao of completed signups of which it could not be told when they were, in every shop. To be called now and then, by whoever
  /// keeps Naru running. One shop's failure is not another's.
  public func completeSignups() async {
    for shop in configuration.shops where shop.login != nil {
      guard let accounts = try? connection(shop.id.description).accounts else { continue }
      _ = try? await accounts.completeSignups()
    }
  }

  /// Removes what has expired of every shop's logins: one-use marks, hand-offs, sessions, signups that nobody completed; and what is left
  /// of erased people in the store's log, where an erasure found it in use. To be called now and then, by whoever keeps Naru running; each call is short.
  @discardableResult
  public func sweepLogins() async throws(NaruError) -> LoginSweepCounts {
    let time = now()
    do {
      return try await store.perform { store in
        store.finishErasing()
        return try store.sweepLogins(now: time)
      }
    } catch {
      throw NaruError(error)
    }
  }
}
