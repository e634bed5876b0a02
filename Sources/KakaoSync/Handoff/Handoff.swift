public import CommonValues

/// What a shop's back end gets for a hand-off code (DESIGN §9). Encoding it gives that JSON.
public struct Handoff: Sendable, Hashable {
  /// The user id in the shop's Kakao app.
  public var kakaoUserID: Int64
  /// The member that the user is; nil when nobody yet.
  public var memberID: String?
  /// When the user was joined to the app, by Kakao's clock.
  public var connectedAt: Timestamp?
  /// Whether the user signed up with Kakao Sync.
  public var isSynched: Bool
  /// Where the person wants to go.
  public var returnTo: String
  /// What Kakao says about the person.
  public var profile: HandoffProfile
  /// Consent items that were agreed to; nil when Kakao did not say.
  public var scopes: [String]?
  /// The shop's service terms; nil when Kakao did not say.
  public var serviceTerms: [HandoffTerm]?
  /// Shipping addresses; nil without consent, or when Kakao did not say.
  public var shippingAddresses: [HandoffAddress]?
  /// How the user stands to the shop's channels; nil without consent, or when Kakao did not say.
  public var channels: [HandoffChannel]?
  /// A member from before who may be the same person. Ask the person before believing it.
  public var match: HandoffMatch?
  /// What Kakao did not answer in time: the names of keys above.
  public var incomplete: [String]

  /// Whether the user is no member yet.
  public var isNew: Bool { memberID == nil }
}

/// A service term of a hand-off.
public struct HandoffTerm: Sendable, Hashable, Codable {
  /// The tag that the console gives it.
  public var tag: String
  /// Whether nobody can sign up without it; nil when Kakao did not say.
  public var required: Bool?
  /// Whether the person agreed.
  public var agreed: Bool
  /// When, by Kakao's clock.
  public var agreedAt: Timestamp?

  private enum CodingKeys: String, CodingKey {
    case tag, required, agreed
    case agreedAt = "agreed_at"
  }
}

/// A channel of a hand-off.
public struct HandoffChannel: Sendable, Hashable, Codable {
  /// The channel public id.
  public var channelPublicID: String
  /// `ADDED`, `BLOCKED`, `NONE`, or a word that is new.
  public var relation: String
  /// When it last changed, by Kakao's clock; nil for who never did anything.
  public var updatedAt: Timestamp?

  private enum CodingKeys: String, CodingKey {
    case relation
    case channelPublicID = "channel_public_id"
    case updatedAt = "updated_at"
  }
}

/// A shipping address of a hand-off, with Kakao's names.
public struct HandoffAddress: Sendable, Hashable, Codable {
  /// Kakao's id of it, in digits.
  public var id: String
  /// The name that the person gave it.
  public var name: String?
  /// Whether it is the person's default address.
  public var isDefault: Bool
  /// `OLD` (by lot number) or `NEW` (by street name).
  public var type: String?
  /// The address that has a postal code.
  public var baseAddress: String?
  /// Floor, room and the like.
  public var detailAddress: String?
  /// Who receives.
  public var receiverName: String?
  /// E.164 where the number can be read, else as Kakao writes it.
  public var receiverPhoneNumber1: String?
  /// A second one.
  public var receiverPhoneNumber2: String?
  /// The postal code of five digits.
  public var zoneNumber: String?
  /// The old postal code.
  public var zipCode: String?
  /// When it was last changed.
  public var updatedAt: Timestamp?

  private enum CodingKeys: String, CodingKey {
    case id, name, type
    case isDefault = "is_default"
    case baseAddress = "base_address"
    case detailAddress = "detail_address"
    case receiverName = "receiver_name"
    case receiverPhoneNumber1 = "receiver_phone_number1"
    case receiverPhoneNumber2 = "receiver_phone_number2"
    case zoneNumber = "zone_number"
    case zipCode = "zip_code"
    case updatedAt = "updated_at"
  }
}

/// A member who may be the same person, and by what.
public struct HandoffMatch: Sendable, Hashable, Codable {
  /// The member.
  public var memberID: String
  /// `verified_phone`, `verified_email` or `ci`.
  public var by: String

  private enum CodingKeys: String, CodingKey {
    case by
    case memberID = "member_id"
  }
}

extension Handoff: Encodable {
  private enum CodingKeys: String, CodingKey {
    case new, synched, profile, scopes, channels, match, incomplete
    case kakaoUserID = "kakao_user_id"
    case memberID = "member_id"
    case connectedAt = "connected_at"
    case returnTo = "return_to"
    case serviceTerms = "service_terms"
    case shippingAddresses = "shipping_addresses"
  }

  /// The JSON of DESIGN §9: ids are strings, an unknown member is `null`, what was not agreed to has no key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(String(kakaoUserID), forKey: .kakaoUserID)
    try container.encode(memberID, forKey: .memberID)
    try container.encode(isNew, forKey: .new)
    try container.encode(isSynched, forKey: .synched)
    try container.encodeIfPresent(connectedAt, forKey: .connectedAt)
    try container.encode(returnTo, forKey: .returnTo)
    try container.encode(profile, forKey: .profile)
    try container.encodeIfPresent(scopes, forKey: .scopes)
    try container.encodeIfPresent(serviceTerms, forKey: .serviceTerms)
    try container.encodeIfPresent(shippingAddresses, forKey: .shippingAddresses)
    try container.encodeIfPresent(channels, forKey: .channels)
    try container.encodeIfPresent(match, forKey: .match)
    try container.encode(incomplete, forKey: .incomplete)
  }
}

extension Handoff: CustomStringConvertible, CustomReflectable {
  public var description: String { "hand-off of Kakao user \(kakaoUserID)" }
  public var customMirror: Mirror { Mirror(self, children: ["kakaoUserID": kakaoUserID]) }
}
