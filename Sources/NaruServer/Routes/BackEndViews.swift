import CommonValues
import HTTPTypes
import ShopModel
import Store

/// `POST …/handoff`.
struct HandoffBody: Decodable, Sendable {
  var code: String
}

/// `PUT …/links/{kakao_user_id}`.
struct LinkBody: Decodable, Sendable {
  var memberID: String

  private enum CodingKeys: String, CodingKey { case memberID = "member_id" }
}

/// `POST …/links/{kakao_user_id}/consents`.
struct ConsentsBody: Decodable, Sendable {
  var agreeTerms: [String]?
  var withdrawTerms: [String]?
  var withdrawScopes: [String]?

  var count: Int { (agreeTerms?.count ?? 0) + (withdrawTerms?.count ?? 0) + (withdrawScopes?.count ?? 0) }

  private enum CodingKeys: String, CodingKey {
    case agreeTerms = "agree_terms"
    case withdrawTerms = "withdraw_terms"
    case withdrawScopes = "withdraw_scopes"
  }
}

/// A link, as the routes show it.
struct LinkView: Encodable, Sendable {
  var kakaoUserID: String
  var memberID: String
  var linkedAt: Timestamp
  var endedAt: Timestamp?

  init(_ link: AccountLink) {
    kakaoUserID = String(link.kakaoUserID)
    memberID = link.memberID
    linkedAt = link.linkedAt
    endedAt = link.endedAt
  }

  private enum CodingKeys: String, CodingKey {
    case kakaoUserID = "kakao_user_id"
    case memberID = "member_id"
    case linkedAt = "linked_at"
    case endedAt = "ended_at"
  }
}

/// A Kakao user's links, the newest last.
struct LinkHistoryView: Encodable, Sendable {
  var kakaoUserID: String
  /// The member that the user is now.
  var memberID: String?
  var links: [LinkView]

  init(_ user: Int64, _ links: [AccountLink]) {
    kakaoUserID = String(user)
    memberID = links.last { $0.endedAt == nil }?.memberID
    self.links = links.map(LinkView.init)
  }

  /// `member_id` is `null` for a user who is no member now.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kakaoUserID, forKey: .kakaoUserID)
    try container.encode(memberID, forKey: .memberID)
    try container.encode(links, forKey: .links)
  }

  private enum CodingKeys: String, CodingKey {
    case links
    case kakaoUserID = "kakao_user_id"
    case memberID = "member_id"
  }
}

/// What a user has agreed to.
struct ConsentsView: Encodable, Sendable {
  struct Entry: Encodable, Sendable {
    var kind: String
    var tag: String
    var required: Bool?
    var agreed: Bool
    var agreedAt: Timestamp?
    var seenAt: Timestamp

    private enum CodingKeys: String, CodingKey {
      case kind, tag, required, agreed
      case agreedAt = "agreed_at"
      case seenAt = "seen_at"
    }
  }

  var kakaoUserID: String
  var consents: [Entry]

  init(_ user: Int64, _ evidence: [ConsentEvidence]) {
    kakaoUserID = String(user)
    consents = evidence.map {
      Entry(
        kind: $0.kind.rawValue, tag: $0.tag, required: $0.required, agreed: $0.agreed, agreedAt: $0.agreedAt,
        seenAt: $0.seenAt)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case consents
    case kakaoUserID = "kakao_user_id"
  }
}

extension Problem {
  static let unknownUser = Problem(
    "unknown-kakao-user", .notFound,
    LocalizedText(ko: "그 카카오 회원번호에 대해 알려진 것이 없습니다.", en: "Nothing is known of that Kakao user."))

  /// One side of a link is joined elsewhere.
  static func taken(_ name: String, _ link: AccountLink) -> Problem {
    var problem = Problem(
      name, .conflict,
      LocalizedText(
        ko: "이미 다른 계정과 연결되어 있습니다. 바꾸려면 ?replace=true로 보내 주십시오.",
        en: "It is linked elsewhere; send ?replace=true to end that link."))
    problem.members = [("kakao_user_id", String(link.kakaoUserID)), ("member_id", link.memberID)]
    return problem
  }
}
