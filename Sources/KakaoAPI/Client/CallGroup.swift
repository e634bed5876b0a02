/// A set of endpoints that share limits. An open set.
public struct CallGroup: RawRepresentable, Sendable, Hashable, Codable, CodingKeyRepresentable, CustomStringConvertible
{
  /// A stable name in kebab-case.
  public let rawValue: String

  /// Any group.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// kauth: tokens, keys, discovery.
  public static let auth = CallGroup(rawValue: "auth")
  /// One or several users, their consents, terms and addresses.
  public static let users = CallGroup(rawValue: "users")
  /// The list of linked users, `/v1/user/ids`, which Kakao limits to 100 calls a minute.
  public static let userIDs = CallGroup(rawValue: "user-ids")
  /// Channel relations.
  public static let channels = CallGroup(rawValue: "channels")
  /// Customer files.
  public static let customerFiles = CallGroup(rawValue: "customer-files")
  /// Friends.
  public static let friends = CallGroup(rawValue: "friends")
  /// Talk messages.
  public static let messages = CallGroup(rawValue: "messages")
  /// Everything else.
  public static let other = CallGroup(rawValue: "other")
}

extension CallGroup {
  /// The group that a path belongs to.
  init(path: String) {
    self =
      if path == "/v1/user/ids" {
        .userIDs
      } else if path.hasPrefix("/v1/talkchannel/") {
        .customerFiles
      } else if path.hasPrefix("/v2/api/talk/channels") {
        .channels
      } else if path.hasPrefix("/v2/api/talk/memo/") || path.hasPrefix("/v1/api/talk/friends/message/") {
        .messages
      } else if path.hasPrefix("/v1/api/talk/friends") {
        .friends
      } else if path.hasPrefix("/v1/user/") || path.hasPrefix("/v2/user/") || path.hasPrefix("/v2/app/users") {
        .users
      } else if path.hasPrefix("/oauth/") || path.hasPrefix("/.well-known/") || path.hasPrefix("/v1/oidc/") {
        .auth
      } else {
        .other
      }
  }
}
