/// A page of a user's KakaoTalk friends, or all of them.
///
/// Only friends who are linked to the app, and have agreed to be found, are in it.
public struct FriendPage: Sendable, Hashable {
  /// The friends.
  public let friends: [Friend]
  /// How many there are over all pages, as Kakao counts them.
  public let total: Int?
  /// How many of them are favourites.
  public let favorites: Int?
  /// The offset of the next page; nil when there is none.
  public let nextOffset: Int?

  /// A page.
  public init(friends: [Friend], total: Int? = nil, favorites: Int? = nil, nextOffset: Int? = nil) {
    self.friends = friends
    self.total = total
    self.favorites = favorites
    self.nextOffset = nextOffset
  }

  init(_ answer: FriendsAnswer, offset: Int) {
    let end = offset + answer.count
    let isLast = answer.count == 0 || (answer.total.map { end >= $0 } ?? !answer.hasAfter)
    self.init(
      friends: answer.friends, total: answer.total, favorites: answer.favorites, nextOffset: isLast ? nil : end)
  }
}

/// A user's friend. Printing one shows nothing.
public struct Friend: Sendable, Hashable {
  /// The friend's address for messages; valid for this app, and for this pair of users, alone.
  public let uuid: String
  /// The friend's app user id.
  public let userID: Int64?
  /// Whether the user has marked the friend as a favourite.
  public let isFavorite: Bool?
  /// The friend's nickname.
  public let nickname: String?
  /// The address of the friend's picture.
  public let thumbnailImageURL: String?
  /// Whether the friend takes messages; older answers alone say so.
  public let allowsMessages: Bool?

  /// A friend.
  public init(
    uuid: String, userID: Int64? = nil, isFavorite: Bool? = nil, nickname: String? = nil,
    thumbnailImageURL: String? = nil, allowsMessages: Bool? = nil
  ) {
    self.uuid = uuid
    self.userID = userID
    self.isFavorite = isFavorite
    self.nickname = nickname
    self.thumbnailImageURL = thumbnailImageURL
    self.allowsMessages = allowsMessages
  }
}

/// By what friends are ordered. An open set.
public struct FriendOrder: RawRepresentable, Sendable, Hashable {
  /// The value of `friend_order`.
  public let rawValue: String

  /// Any order.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Favourites first.
  public static let favorite = FriendOrder(rawValue: "favorite")
  /// By nickname.
  public static let nickname = FriendOrder(rawValue: "nickname")
  /// By age.
  public static let age = FriendOrder(rawValue: "age")
}

extension Friend: CustomStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Friend: Decodable {
  private enum Key: String, CodingKey {
    case uuid, id, favorite
    case nickname = "profile_nickname"
    case thumbnail = "profile_thumbnail_image"
    case allowsMessages = "allowed_msg"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    uuid = try fields.decode(String.self, forKey: .uuid)
    userID = fields.lenientInt64(.id)
    isFavorite = fields.lenientBool(.favorite)
    nickname = fields.lenientText(.nickname)
    thumbnailImageURL = fields.lenientText(.thumbnail)
    allowsMessages = fields.lenientBool(.allowsMessages)
  }
}

struct FriendsAnswer: Decodable {
  let friends: [Friend]
  /// Entries of the page, also those that can not be read.
  let count: Int
  let total: Int?
  let favorites: Int?
  let hasAfter: Bool

  private enum Key: String, CodingKey {
    case elements
    case total = "total_count"
    case favorites = "favorite_count"
    case after = "after_url"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let elements = fields.lenient([Lenient<Friend>].self, .elements)
    total = fields.lenientInt(.total)
    // Without friends Kakao may leave the list out, but then it still counts them.
    guard elements != nil || total != nil else {
      throw DecodingError.dataCorruptedError(forKey: .elements, in: fields, debugDescription: "no friends")
    }
    friends = (elements ?? []).compactMap(\.value)
    count = elements?.count ?? 0
    favorites = fields.lenientInt(.favorites)
    hasAfter = fields.lenientText(.after) != nil
  }
}
