/// One customer file as a shop's config describes it: who belongs in it and what is written beside them.
public struct CustomerFileDefinition: Sendable, Hashable {
  /// How people are identified in the file.
  public enum Users: String, Sendable, Hashable, CaseIterable {
    /// By app user id of the shop's Kakao app.
    case app
    /// By Korean mobile number.
    case phone
  }

  /// The name in the partner centre, unique in its channel.
  public let name: String
  /// The channel's public id (`_xgTNZs`).
  public let channel: String
  /// How people are identified.
  public let users: Users
  /// Who belongs in it.
  public let selection: Selection
  /// What is written beside each person, in the order of the config.
  public let columns: [Column]
  /// How much of what Kakao holds one sync may take away without being told to; nil: there is no limit. It has no default,
  /// because a removal is mostly somebody who refused, and must not wait for a confirmation that nobody asked for.
  public let maxRemoval: RemovalLimit?

  /// A customer file; `columns` must have different names.
  public init(
    name: String, channel: String, users: Users, selection: Selection, columns: [Column],
    maxRemoval: RemovalLimit? = nil
  ) {
    self.name = name
    self.channel = channel
    self.users = users
    self.selection = selection
    self.columns = columns
    self.maxRemoval = maxRemoval
  }
}
