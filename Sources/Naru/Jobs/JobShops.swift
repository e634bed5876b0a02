import ShopModel
import Synchronization

/// What jobs know of the shops, made from one configuration and replaced as a whole: what was begun goes on with what it began with.
final class JobShops: Sendable {
  struct State: Sendable {
    let naru: Naru
    let connections: [ShopID: Connection]

    init(_ naru: Naru) throws(NaruError) {
      self.naru = naru
      var connections: [ShopID: Connection] = [:]
      for shop in naru.configuration.shops { connections[shop.id] = try naru.connection(shop.id.description) }
      self.connections = connections
    }

    /// In the order of the shops' ids.
    var sorted: [Connection] { connections.values.sorted { $0.shop.id < $1.shop.id } }
  }

  private let state: Mutex<State>

  init(_ naru: Naru) throws(NaruError) { state = Mutex(try State(naru)) }

  /// The state of this moment.
  var current: State { state.withLock { $0 } }

  func use(_ fresh: State) { state.withLock { $0 = fresh } }
}
