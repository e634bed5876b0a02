public import CommonValues

/// Something about a shop as it became known. Everything that arrives becomes one of these.
public enum ShopEvent: Sendable, Hashable {
  /// What a source says about a member.
  case member(Member)
  /// What a source says about an order.
  case order(Order)
  /// The member left. Undone only by a newer `joined_at`.
  case memberWithdrawn(id: String, at: Timestamp)
  /// A member and a Kakao user belong together.
  case accountLinked(memberID: String, kakaoUserID: Int64, at: Timestamp)
  /// They do so no longer.
  case accountUnlinked(kakaoUserID: Int64, at: Timestamp)
  /// How a Kakao user stands to a channel.
  case channelRelation(ChannelRelation)
}
