/// Nickname and pictures of a user.
public struct KakaoProfile: Sendable, Hashable {
  /// The nickname.
  public var nickname: String?
  /// The address of a small picture (about 110 pixels).
  public var thumbnailImageURL: String?
  /// The address of the picture (about 640 pixels).
  public var profileImageURL: String?
  /// Whether the picture is the one that Kakao gives to those without.
  public var isDefaultImage: Bool?
  /// Whether the nickname is one that Kakao has made up.
  public var isDefaultNickname: Bool?

  /// A profile.
  public init(
    nickname: String? = nil, thumbnailImageURL: String? = nil, profileImageURL: String? = nil,
    isDefaultImage: Bool? = nil, isDefaultNickname: Bool? = nil
  ) {
    self.nickname = nickname
    self.thumbnailImageURL = thumbnailImageURL
    self.profileImageURL = profileImageURL
    self.isDefaultImage = isDefaultImage
    self.isDefaultNickname = isDefaultNickname
  }
}

extension KakaoProfile: CustomStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KakaoProfile: Decodable {
  private enum Key: String, CodingKey {
    case nickname
    case thumbnailImageURL = "thumbnail_image_url"
    case profileImageURL = "profile_image_url"
    case isDefaultImage = "is_default_image"
    case isDefaultNickname = "is_default_nickname"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    nickname = fields.lenientText(.nickname)
    thumbnailImageURL = fields.lenientText(.thumbnailImageURL)
    profileImageURL = fields.lenientText(.profileImageURL)
    isDefaultImage = fields.lenientBool(.isDefaultImage)
    isDefaultNickname = fields.lenientBool(.isDefaultNickname)
  }
}
