import CommonValues
import ShopModel
import Store

/// Who a member is in a customer file, and how that is known. Nothing is guessed: what is not stated is ``none``.
enum Identity: Sendable, Hashable {
  /// The account link that holds names the Kakao user.
  case link(Int64)
  /// The shop's export names the Kakao user.
  case export(Int64)
  /// A Korean mobile number, as `8210…`.
  case phone(Int64)
  /// The only Kakao user known is one whose link ended, or who is linked to another member.
  case linkEnded
  /// No Kakao user is known.
  case noKakaoUser
  /// No phone number is known.
  case noPhone
  /// The phone number is no Korean mobile's.
  case phoneNotMobile

  init(of facts: borrowing MemberFacts, in users: CustomerFileDefinition.Users) {
    switch users {
    case .app: self = Identity.kakaoUser(facts)
    case .phone:
      guard let phone = facts.member.phone.value else {
        self = .noPhone
        return
      }
      self = phone.isKoreanMobile ? .phone(phone.digits) : .phoneNotMobile
    }
  }

  /// The person's id in the file.
  var target: Int64? {
    switch self {
    case .link(let id), .export(let id), .phone(let id): id
    case .linkEnded, .noKakaoUser, .noPhone, .phoneNotMobile: nil
    }
  }

  private static func kakaoUser(_ facts: borrowing MemberFacts) -> Identity {
    var ended = false
    if let link = facts.link, link.kakaoUserID > 0 {
      let endedLater = facts.endedKakaoUsers[link.kakaoUserID].map { $0 >= link.linkedAt } ?? false
      if link.endedAt == nil, !endedLater { return .link(link.kakaoUserID) }
      ended = true
    }
    if let user = facts.member.kakaoUserID.value, user > 0 {
      let sameAsEnded = ended && facts.link?.kakaoUserID == user
      if facts.endedKakaoUsers[user] == nil, !sameAsEnded { return .export(user) }
      return .linkEnded
    }
    return ended ? .linkEnded : .noKakaoUser
  }
}
