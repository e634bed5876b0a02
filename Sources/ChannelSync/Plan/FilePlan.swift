/// What a sync would send to one customer file.
public struct FilePlan: Sendable, Hashable, Codable {
  /// What the file is to the config.
  public enum State: String, Sendable, Hashable, Codable {
    /// The config has it.
    case active
    /// Its columns changed; another file takes its place and this one is emptied.
    case superseded
    /// The config no longer has it.
    case orphan
  }

  /// The name at Kakao.
  public var name: String
  /// The channel's public id.
  public var channel: String
  /// What the file is to the config.
  public var state: State
  /// People that Kakao does not have.
  public var add: Int
  /// People whose row differs from what was confirmed.
  public var update: Int
  /// People who must go.
  public var remove: Int
  /// People whose row is confirmed as it should be.
  public var unchanged: Int
  /// Requests with rows that it takes, of at most 2,000 rows each.
  public var calls: Int
  /// Why nothing is sent to the file until somebody says yes; nil: it may be sent.
  public var stop: FileGuard?

  /// Whether there is anything to send.
  public var hasWork: Bool { add + update + remove > 0 }

  enum CodingKeys: String, CodingKey {
    case name, channel, state, add, update, remove, unchanged, calls
    case stop = "guard"
  }

  /// Writes `guard` as null when there is none, so that every key is always there.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(channel, forKey: .channel)
    try container.encode(state, forKey: .state)
    try container.encode(add, forKey: .add)
    try container.encode(update, forKey: .update)
    try container.encode(remove, forKey: .remove)
    try container.encode(unchanged, forKey: .unchanged)
    try container.encode(calls, forKey: .calls)
    try container.encode(stop, forKey: .stop)
  }

  static func calls(removals: Int, additions: Int) -> Int {
    let size = CustomerFileCheck.maximumRows
    return (removals + size - 1) / size + (additions + size - 1) / size
  }
}
