public import ChannelSync
public import CommonValues
import KakaoAPI
import ShopAdapters
public import ShopModel
import Store

/// What Naru can do for one shop.
///
/// A value without state of its own: make as many as you like. Blocking work runs on the store's threads, never on the cooperative ones.
public struct Connection: Sendable {
  let naru: Naru
  /// The shop's part of the configuration.
  public let shop: ShopConfiguration
  let adapter: any ShopAdapter

  init(naru: Naru, shop: ShopConfiguration, adapter: any ShopAdapter) {
    self.naru = naru
    self.shop = shop
    self.adapter = adapter
  }

  var rules: OrderRules {
    OrderRules(
      currency: shop.currency, unknownStatusIsPaid: shop.exports.unknownOrderStatus == .paid,
      match: shop.exports.orderMatch.map { $0 == .phone ? .phone : .email })
  }

  var settings: CustomerFileSettings {
    CustomerFileSettings(
      shop: shop.id, currency: shop.currency,
      undatedConsent: shop.undatedConsent == .accept ? .accept : .refuse, files: shop.customerFiles)
  }

  /// Applies one event; an older statement never undoes a newer one.
  ///
  /// - Parameter sourceTime: when its source said it; nil: now.
  /// - Returns: whether anything that is known has changed.
  @discardableResult
  public func apply(_ event: ShopEvent, sourceTime: Timestamp? = nil) async throws(NaruError) -> Bool {
    try await apply([event], sourceTime: sourceTime)
  }

  /// Applies events in their order, in one transaction.
  ///
  /// - Parameter sourceTime: when their source said them; nil: now.
  /// - Returns: whether anything that is known has changed.
  @discardableResult
  public func apply(_ events: [ShopEvent], sourceTime: Timestamp? = nil) async throws(NaruError) -> Bool {
    let (id, rules, time) = (shop.id, rules, sourceTime ?? naru.now())
    return try await work { try $0.apply(events, in: id, sourceTime: time, rules: rules) }
  }

  /// What a sync would send, per customer file. Nobody is called.
  public func plan() async throws(NaruError) -> ShopPlan {
    do {
      return try await CustomerFilePlanner(settings, store: naru.store).plan(today: naru.now().seoulDate)
    } catch {
      throw NaruError(error)
    }
  }

  /// Sends the difference to Kakao. Cancelling the task ends the run after the batch in flight.
  ///
  /// - Parameters:
  ///   - confirmed: pass the guards.
  ///   - file: the one customer file to sync, by its name in the config; nil: all.
  ///   - begun: told the run's number as soon as it is recorded, before anything is sent.
  public func sync(
    confirmed: Bool = false, file: String? = nil, progress: @escaping @Sendable (SyncProgress) -> Void = { _ in },
    begun: @escaping @Sendable (Int64) -> Void = { _ in }
  ) async throws(NaruError) -> SyncResult {
    let client = try naru.kakao(shop)
    let sync = CustomerFileSync(
      settings, store: naru.store, service: KakaoCustomerFileService(client.forRun()), now: naru.now)
    do {
      let result = try await sync.run(
        SyncOptions(confirmed: confirmed, file: file, holder: ProcessName.current), progress: progress, begun: begun)
      PipelineMetrics.count(result, of: shop.id)
      return result
    } catch {
      PipelineMetrics.countFailedSync(of: shop.id)
      throw NaruError(error)
    }
  }

  /// Why a member is, or is not, in each customer file.
  ///
  /// - Parameter unmasked: whether the row's personal values are shown.
  public func explain(member: String, unmasked: Bool = false) async throws(NaruError) -> MemberExplanation {
    do {
      return try await MemberExplainer(settings, store: naru.store).explain(
        memberID: member, today: naru.now().seoulDate, unmasked: unmasked)
    } catch {
      throw NaruError(error)
    }
  }

  func work<Result: Sendable>(
    _ body: @escaping @Sendable (Store) throws -> Result
  ) async throws(NaruError) -> Result {
    do {
      return try await naru.store.perform(body)
    } catch {
      throw NaruError(error)
    }
  }
}
