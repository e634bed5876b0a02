public import CommonValues

/// A member or an order of which something has changed, and nobody has said what.
public struct WaitingRefetch: Sendable, Hashable {
  /// Of what.
  public enum Entity: String, Sendable, Hashable, CaseIterable {
    case member
    case order
  }

  /// Member or order.
  public var entity: Entity
  /// The shop's own id.
  public var id: String
  /// When it changed: what is said of a later time closes it.
  public var since: Timestamp
  /// When that was first told.
  public var notedAt: Timestamp

  /// An open question.
  public init(entity: Entity, id: String, since: Timestamp, notedAt: Timestamp) {
    self.entity = entity
    self.id = id
    self.since = since
    self.notedAt = notedAt
  }
}
