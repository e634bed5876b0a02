public import CommonValues

/// One member joined to one Kakao user of the shop's app.
public struct AccountLink: Sendable, Hashable {
  /// The shop's member.
  public var memberID: String
  /// The user id in the shop's Kakao app; positive.
  public var kakaoUserID: Int64
  /// Since when.
  public var linkedAt: Timestamp
  /// When the link ended; nil while it holds.
  public var endedAt: Timestamp?

  /// A link.
  public init(memberID: String, kakaoUserID: Int64, linkedAt: Timestamp, endedAt: Timestamp? = nil) {
    self.memberID = memberID
    self.kakaoUserID = kakaoUserID
    self.linkedAt = linkedAt
    self.endedAt = endedAt
  }
}
