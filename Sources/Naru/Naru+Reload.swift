import CommonValues
import ShopModel

extension Naru {
  /// A Naru for another configuration that goes on with this one's store, connections to Kakao and counts of its calls.
  ///
  /// For a process that reads its configuration again while it runs: what was begun with this one may end with it. The store of the
  /// new configuration is not looked at. Close the first one alone, when all are done with.
  /// - Throws: ``NaruError`` when an adapter of the configuration can not be read.
  public func reconfigured(_ configuration: NaruConfiguration) throws(NaruError) -> Naru {
    let fresh = try Naru(configuration, sharing: self)
    for shop in configuration.shops { _ = try fresh.connection(shop.id.description) }
    return fresh
  }

  /// The keys of `naru.yaml` in which another configuration differs and that only a new start takes over.
  public func keysThatNeedRestart(for other: NaruConfiguration) -> [String] {
    var keys: [String] = []
    if configuration.listen != other.listen { keys.append("listen") }
    if configuration.store != other.store { keys.append("store") }
    if (configuration.tls == nil) != (other.tls == nil) { keys.append("tls") }
    return keys
  }
}
