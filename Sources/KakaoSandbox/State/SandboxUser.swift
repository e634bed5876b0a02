/// A Kakao user as one app knows them, linked to it or not yet.
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

  /// A term agreed to.
  public struct Agreement: Sendable, Hashable {
    /// The wire value of the place where it was agreed to.
    public enum Place: String, Sendable, Hashable, CaseIterable {
      /// On the consent screen.
      case kauth = "KAUTH"
      /// By the service through the API.
      case kapi = "KAPI"
    }

    /// When.
    public var at: SandboxTime
    /// Where.
    public var by: Place

    /// Makes an agreement.
    public init(at: SandboxTime, by: Place = .kauth) {
      self.at = at
      self.by = by
    }
  }

  /// The app user id (회원번호).
  public var id: Int64
  /// The app that knows the user by this id.
  public var app: Int64
  /// The Kakao account behind the user: users of two apps with the same one are one person. The id unless said.
  public var account: String
  /// The nickname.
  public var nickname: String
  /// The phone number as digits with country code, `8210…`.
  public var phone: String?
  /// What else the account holds.
  public var profile: SandboxAccount
  /// The age in full years, when it is not to be counted from the birth date; see ``age(at:)``.
  public var statedAge: Int?
  /// Whether the user is linked to the app; an unlinked one answers -101.
  public var isLinked: Bool
  /// Whether the user logged in to an app without automatic linking and is not signed up yet.
  public var isPreregistered: Bool
  /// When the user was linked.
  public var connectedAt: SandboxTime?
  /// When the user signed up by Kakao Sync.
  public var synchedAt: SandboxTime?
  /// Consent items granted, with the time; the epoch where it is not known.
  public var consents: [String: SandboxTime]
  /// Service terms agreed to, by tag.
  public var agreements: [String: Agreement]
  /// Shipping addresses.
  public var addresses: [SandboxAddress]
  /// Custom properties set by the app.
  public var properties: [String: String]
  /// Access tokens that stand for the user and never expire. Those issued by a login are in the state's own list.
  public var tokens: Set<String>
  /// Relations by channel public id; a channel that is not here is `NONE`.
  public var relations: [String: Relation]

  /// Ids of the consent items granted; `plusfriends` is what the relation needs.
  public var scopes: Set<String> {
    get { Set(consents.keys) }
    set {
      for id in consents.keys where !newValue.contains(id) { consents[id] = nil }
      for id in newValue where consents[id] == nil { consents[id] = SandboxTime(seconds: 0) }
    }
  }

  /// Makes a user; without further arguments a linked one who granted `plusfriends`.
  public init(
    id: Int64, app: Int64 = 1, account: String? = nil, nickname: String = "", phone: String? = nil,
    profile: SandboxAccount = SandboxAccount(), isLinked: Bool = true, scopes: Set<String> = ["plusfriends"],
    tokens: Set<String> = [], relations: [String: Relation] = [:]
  ) {
    self.id = id
    self.app = app
    self.account = account ?? String(id)
    self.nickname = nickname
    self.phone = phone
    self.profile = profile
    self.statedAge = nil
    self.isLinked = isLinked
    self.isPreregistered = false
    self.connectedAt = nil
    self.synchedAt = nil
    self.consents = [:]
    self.agreements = [:]
    self.addresses = []
    self.properties = [:]
    self.tokens = tokens
    self.relations = relations
    self.scopes = scopes
  }

  /// The age in full years: the stated one, else counted from birth year and a solar birthday in Asia/Seoul; `nil`
  /// when there is no birth year. Without a usable birthday the year decides alone.
  public func age(at now: SandboxTime) -> Int? {
    if let statedAge { return statedAge }
    guard let year = profile.birthyear.flatMap(Int.init) else { return nil }
    let today = now.seoul
    guard let thisYear = Int(today.prefix(4)) else { return nil }
    let day = String(today.dropFirst(5).prefix(5).filter { $0 != "-" })
    let hadBirthday = profile.birthdayType == .lunar || profile.birthday.map { $0 <= day } ?? true
    return thisYear - year - (hadBirthday ? 0 : 1)
  }

  /// Takes consents, agreements and the link itself away, as an unlink does; tokens issued by logins are the state's.
  mutating func unlink() {
    isLinked = false
    isPreregistered = false
    connectedAt = nil
    synchedAt = nil
    consents = [:]
    agreements = [:]
    properties = [:]
    tokens = []
  }
}
