internal import Synchronization

/// One attempt of a call, as a ``CallGate`` sees it.
public struct GatedCall: Sendable, Hashable, Identifiable {
  private static let numbers = Atomic<UInt64>(0)

  /// A number that no other attempt of this process has, so that a gate knows which attempt has ended.
  public let id: UInt64
  /// Method and path of the endpoint, without query.
  public let endpoint: String
  /// The limits that the endpoint shares.
  public let group: CallGroup

  /// An attempt with a number of its own.
  public init(endpoint: String, group: CallGroup = .other) {
    id = GatedCall.numbers.wrappingAdd(1, ordering: .relaxed).newValue
    self.endpoint = endpoint
    self.group = group
  }
}

extension GatedCall {
  init(_ endpoint: Endpoint) { self.init(endpoint: endpoint.name, group: CallGroup(path: endpoint.path)) }

  private init(unnumbered endpoint: String) {
    id = 0
    self.endpoint = endpoint
    group = .other
  }

  /// What a gate of which nobody has said what passes takes the attempt for; all such attempts look alike.
  static let unknown = GatedCall(unnumbered: "")
}
