/// A key of an app, as the developer console lists it.
public struct SandboxKey: Sendable, Hashable {
  /// What kind of key it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// 어드민 키.
    case admin
    /// REST API 키.
    case rest
    /// JavaScript 키.
    case javascript
    /// 네이티브 앱 키.
    case native
  }

  /// What an admin key may call. The names are the sandbox's own.
  public enum Category: String, Sendable, Hashable, CaseIterable {
    /// Register, view, add to and delete from customer files.
    case customerFile = "customer_file"
    /// Look up channel relations.
    case channelLookup = "channel_lookup"
    /// Read users: profile, ids, consents, terms, addresses.
    case userLookup = "user_lookup"
    /// Change users: logout, unlink, properties, revoking consents and terms.
    case userManagement = "user_management"
  }

  /// A label, unique among the keys; it stands in the journal instead of the key.
  public var name: String
  /// The key itself, as sent after `KakaoAK`.
  public var value: String
  /// The kind.
  public var kind: Kind
  /// What an admin key may call; other kinds ignore it.
  public var categories: Set<Category>
  /// Whether this is the primary admin key, which webhooks carry.
  public var isPrimary: Bool
  /// The app that the key belongs to.
  public var app: Int64
  /// Redirect URIs registered for a REST API or JavaScript key; only an equal one is redirected to.
  public var redirectURIs: [String]
  /// Logout redirect URIs registered for the key.
  public var logoutRedirectURIs: [String]
  /// The client secret made for a REST API key; `nil` for none.
  public var clientSecret: String?
  /// Whether a token request must carry the client secret.
  public var usesClientSecret: Bool

  /// Makes a key; without further arguments an admin key of app 1 that may call everything.
  ///
  /// - Parameter usesClientSecret: `nil` for on when there is a secret, as Kakao makes new keys.
  public init(
    name: String, value: String, kind: Kind = .admin, categories: Set<Category> = Set(Category.allCases),
    isPrimary: Bool = false, app: Int64 = 1, redirectURIs: [String] = [], logoutRedirectURIs: [String] = [],
    clientSecret: String? = nil, usesClientSecret: Bool? = nil
  ) {
    self.name = name
    self.value = value
    self.kind = kind
    self.categories = categories
    self.isPrimary = isPrimary
    self.app = app
    self.redirectURIs = redirectURIs
    self.logoutRedirectURIs = logoutRedirectURIs
    self.clientSecret = clientSecret
    self.usesClientSecret = usesClientSecret ?? (clientSecret != nil)
  }
}
