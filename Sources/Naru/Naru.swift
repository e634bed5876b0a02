import ChannelSync
public import CommonValues
public import HTTPTransport
import KakaoAPI
import ShopAdapters
import ShopModel
public import Store
import Synchronization

/// Naru inside a back end: one store, and one ``Connection`` for each shop of the configuration.
///
/// ```swift
/// let configuration = try NaruConfiguration.load(path: "naru.yaml", environment: environment).get()
/// let naru = try Naru(configuration)
/// let flower = try naru.connection("flower")
/// let reports = try await flower.importFile(at: "members.csv")
/// let result = try await flower.sync()
/// ```
///
/// It is thread safe, starts nothing by itself and logs nothing. Call ``close()`` when it is not needed any more.
public final class Naru: Sendable {
  /// What it was made from.
  public let configuration: NaruConfiguration
  /// Members, orders and the ledger of every shop.
  public let store: Store
  let transport: any HTTPTransport
  let registry: AdapterRegistry
  /// Adapters of shops' own, as they were when they were needed first: a folder that is changed counts with the next configuration.
  private let ownAdapters = Mutex<[String: any ShopAdapter]>([:])
  let now: @Sendable () -> Timestamp
  let clock: any Clock<Duration>
  let fetchPolicy: FetchPolicy
  private let ownTransport: CurlTransport?
  private let ownFetchPolicy: FetchPolicy?
  let gates: [ShopID: KakaoGates]
  let logins = LoginRegistry()

  /// Opens the store and readies a connection to Kakao; nobody is called yet.
  ///
  /// - Parameters:
  ///   - transport: how Kakao is called; nil: libcurl, without a proxy.
  ///   - fetchPolicy: where exports may be fetched from; nil: as the configuration says.
  ///   - clock: measures how long a login waits for Kakao.
  ///   - now: the time.
  /// - Throws: ``NaruError`` when the store can not be opened or an adapter can not be read.
  public init(
    _ configuration: NaruConfiguration, transport: (any HTTPTransport)? = nil, fetchPolicy: FetchPolicy? = nil,
    clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Timestamp = { Timestamp.now }
  ) throws(NaruError) {
    self.configuration = configuration
    self.now = now
    self.clock = clock
    self.fetchPolicy = fetchPolicy ?? configuration.fetch.policy
    ownFetchPolicy = fetchPolicy
    do {
      registry = try AdapterRegistry.builtIn()
      store = try Store.open(url: configuration.store.url)
      if let transport {
        self.transport = transport
        ownTransport = nil
      } else {
        let curl = try CurlTransport(configuration: CurlTransport.Configuration())
        self.transport = curl
        ownTransport = curl
      }
    } catch {
      throw NaruError(error)
    }
    var gates: [ShopID: KakaoGates] = [:]
    do {
      for shop in configuration.shops where shop.kakao != nil {
        gates[shop.id] = try KakaoGates(shop.id, store: store, now: now)
      }
    } catch {
      throw NaruError(error)
    }
    self.gates = gates
  }

  /// Another configuration on what `other` has open; a shop that both know keeps its gates, and with them what its app has used up.
  init(_ configuration: NaruConfiguration, sharing other: Naru) throws(NaruError) {
    self.configuration = configuration
    now = other.now
    clock = other.clock
    ownFetchPolicy = other.ownFetchPolicy
    fetchPolicy = other.ownFetchPolicy ?? configuration.fetch.policy
    registry = other.registry
    store = other.store
    transport = other.transport
    ownTransport = other.ownTransport
    var gates: [ShopID: KakaoGates] = [:]
    do {
      for shop in configuration.shops where shop.kakao != nil {
        gates[shop.id] = try other.gates[shop.id] ?? KakaoGates(shop.id, store: store, now: now)
      }
    } catch {
      throw NaruError(error)
    }
    self.gates = gates
  }

  /// What can be done for one shop. Throws ``NaruError`` when no file describes it or its adapter can not be read.
  public func connection(_ shop: String) throws(NaruError) -> Connection {
    guard let id = ShopID(shop), let configuration = configuration.shop(id) else {
      throw NaruError(.unknownShop(shop, known: self.configuration.shops.map(\.id.description)))
    }
    do {
      return try Connection(naru: self, shop: configuration, adapter: adapter(configuration.adapter))
    } catch {
      throw NaruError(error)
    }
  }

  private func adapter(_ reference: AdapterReference) throws -> any ShopAdapter {
    guard case .directory(let path) = reference else { return try registry.adapter(reference) }
    if let known = ownAdapters.withLock({ $0[path] }) { return known }
    let adapter = try registry.adapter(reference)
    ownAdapters.withLock { $0[path] = adapter }
    return adapter
  }

  /// A client for a shop's Kakao app, with the gates that all of the app's calls share.
  func kakao(_ shop: ShopConfiguration) throws(NaruError) -> KakaoAPIClient {
    guard let kakao = shop.kakao, let key = kakao.adminKey?.first else {
      throw NaruError(.noKakaoKey(shop.file))
    }
    return KakaoAPIClient(baseURL: kakao.apiURL.origin, key: key, transport: transport, gate: gates[shop.id]?.work)
  }

  /// The time, as everything here sees it.
  public var currentTime: Timestamp { now() }

  /// Ends connections and closes the store. What runs at that time fails.
  public func close() async {
    try? await saveKakaoBudgets()
    await ownTransport?.shutdown()
    store.close()
  }
}

extension StoreLocation {
  /// The address as ``Store`` takes it.
  var url: String {
    switch self {
    case .sqlite(let path): "sqlite:\(path)"
    }
  }
}

extension Naru {
  /// The ids that `adapter:` may name in a shop's config.
  public static var builtInAdapters: [String] {
    ((try? AdapterRegistry.builtIn())?.descriptors ?? []).map(\.id)
  }
}

extension AdapterRegistry {
  /// The adapter that a shop's config names, as far as it maps exports.
  func adapter(_ reference: AdapterReference) throws -> any ShopAdapter {
    let found: any ShopAdapter =
      switch reference {
      case .directory(let path): try AdapterRegistry.load(directory: path)
      case .builtIn(let id): try adapter(id)
      }
    guard found is any ExportMapping || found is any RecordTranslating else {
      throw Diagnostic.noExports(found.descriptor.id)
    }
    return found
  }
}

extension ShopConfiguration {
  /// What is wrong with the adapter that the shop names; empty when it can be used.
  public var adapterFindings: [Diagnostic] {
    do {
      return webhookFindings(try AdapterRegistry.builtIn().adapter(adapter))
    } catch {
      return NaruError(error).diagnostics
    }
  }
}

extension Naru {
  /// Returns when the store can be written. Throws ``NaruError``.
  public func checkStore() async throws(NaruError) {
    do {
      try await store.perform { try $0.checkWritable() }
    } catch {
      throw NaruError(error)
    }
  }
}
