/// A Kakao user as one app knows them.
public struct SandboxUser: Sendable, Hashable {
  /// How a user and a channel stand to each other.
  public struct Relation: Sendable, Hashable {
    /// The wire value.
    public enum State: String, Sendable, Hashable, CaseIterable {
      /// The user added the channel.
      case added = "ADDED"
      /// The user blocked the channel.
      case blocked = "BLOCKED"
      /// Neither so far.
      case none = "NONE"
    }

    /// The state.
    public var state: State
    /// When the channel was first added.
    public var createdAt: SandboxTime?
    /// When it was last added or blocked; absent for `NONE`.
    public var updatedAt: SandboxTime?

    /// Makes a relation.
    public init(state: State, createdAt: SandboxTime? = nil, updatedAt: SandboxTime? = nil) {
      self.state = state
      self.createdAt = createdAt
      self.updatedAt = updatedAt
    }
  }

  /// The app user id (회원번호).
  public var id: Int64
  /// The app that knows the user by this id.
  public var app: Int64
  /// The nickname.
  public var nickname: String
  /// The phone number as digits with country code, `8210…`.
  public var phone: String?
  /// Whether the user is linked to the app; an unlinked one answers -101.
  public var isLinked: Bool
  /// Consent items granted; `plusfriends` is what the relation needs.
  public var scopes: Set<String>
  /// Access tokens that stand for the user.
  public var tokens: Set<String>
  /// Relations by channel public id; a channel that is not here is `NONE`.
  public var relations: [String: Relation]

  /// Makes a user; without further arguments a linked one who granted `plusfriends`.
  public init(
    id: Int64, app: Int64 = 1, nickname: String = "", phone: String? = nil, isLinked: Bool = true,
    scopes: Set<String> = ["plusfriends"], tokens: Set<String> = [], relations: [String: Relation] = [:]
  ) {
    self.id = id
    self.app = app
    self.nickname = nickname
    self.phone = phone
    self.isLinked = isLinked
    self.scopes = scopes
    self.tokens = tokens
    self.relations = relations
  }
}
