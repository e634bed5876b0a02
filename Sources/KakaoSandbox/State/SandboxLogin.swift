/// What the console's Kakao Login pages hold for an app.
public struct SandboxLogin: Sendable, Hashable {
  /// What the app asks of the PKCE parameters. Whether Kakao can demand them is not published.
  public enum PKCE: String, Sendable, Hashable, CaseIterable {
    /// Checked when sent.
    case optional
    /// An authorize request without `code_challenge` is refused.
    case required
  }

  /// Kakao Login is switched on; off is KOE004.
  public var isOn = true
  /// OpenID Connect is switched on; only then `openid` is a scope.
  public var isOpenIDOn = true
  /// Kakao Sync (simple signup) is switched on; only then terms and the offered channel are shown.
  public var isSyncOn = true
  /// Whether the first login links the user; off leaves them preregistered until `/v1/user/signup`.
  public var linksAutomatically = true
  /// The youngest age in full years that may log in; `nil` for no limit.
  public var ageLimit: Int?
  /// For a test app, the accounts of its team; anybody else is KOE005. `nil` for an app in service.
  public var testers: [String]?
  /// See ``PKCE-swift.enum``.
  public var pkce = PKCE.optional
  /// Consent items in the order of the consent screen.
  public var items: [SandboxConsentItem] = SandboxConsentItem.common
  /// Service terms in the order of the consent screen.
  public var terms: [SandboxTerm] = []
  /// The public id of the channel that the consent screen offers unless `channel_public_id` names others.
  public var offeredChannel: String?

  /// Login, OpenID Connect and Sync on, the common consent items, no terms and no channel offered.
  public init() {}

  /// The item of an id, when it is configured and not off.
  func item(_ id: String) -> SandboxConsentItem? { items.first { $0.id == id && $0.level != .off } }

  func term(_ tag: String) -> SandboxTerm? { terms.first { $0.tag == tag } }
}

/// A consent item (동의항목) of an app.
public struct SandboxConsentItem: Sendable, Hashable {
  /// Whether the app asks for it.
  public enum Level: String, Sendable, Hashable, CaseIterable {
    /// 필수 동의: nobody logs in without it.
    case required
    /// 선택 동의.
    case optional
    /// 사용 안함: a request for it is KOE205.
    case off
  }

  /// The wire value of an item's type.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Data of the person.
    case privacy = "PRIVACY"
    /// A thing the app may do.
    case service = "SERVICE"
  }

  /// The scope id, such as `account_email`.
  public var id: String
  /// The name on the consent screen.
  public var displayName: String
  /// Whether the app asks for it.
  public var level: Level
  /// The type.
  public var kind: Kind

  /// Makes an item.
  public init(id: String, displayName: String, level: Level = .optional, kind: Kind = .privacy) {
    self.id = id
    self.displayName = displayName
    self.level = level
    self.kind = kind
  }

  /// The items of the fact sheet: the nickname required, `account_ci` off, all others optional. The names are the
  /// sandbox's own where Kakao's are not published.
  public static let common: [SandboxConsentItem] = [
    SandboxConsentItem(id: "profile_nickname", displayName: "닉네임", level: .required),
    SandboxConsentItem(id: "profile_image", displayName: "프로필 사진"),
    SandboxConsentItem(id: "account_email", displayName: "카카오계정(이메일)"),
    SandboxConsentItem(id: "name", displayName: "이름"),
    SandboxConsentItem(id: "gender", displayName: "성별"),
    SandboxConsentItem(id: "age_range", displayName: "연령대"),
    SandboxConsentItem(id: "birthday", displayName: "생일"),
    SandboxConsentItem(id: "birthyear", displayName: "출생 연도"),
    SandboxConsentItem(id: "phone_number", displayName: "카카오계정(전화번호)"),
    SandboxConsentItem(id: "account_ci", displayName: "CI(연계정보)", level: .off),
    SandboxConsentItem(id: "shipping_address", displayName: "배송지 정보"),
    SandboxConsentItem(id: "plusfriends", displayName: "카카오톡 채널 추가 상태 및 내역", kind: .service),
    SandboxConsentItem(id: "friends", displayName: "카카오 서비스 내 친구목록", kind: .service),
    SandboxConsentItem(id: "talk_message", displayName: "카카오톡 메시지 전송", kind: .service),
  ]
}

/// A service term (서비스 약관) of an app with Kakao Sync.
public struct SandboxTerm: Sendable, Hashable {
  /// The tag.
  public var tag: String
  /// The title on the consent screen.
  public var title: String
  /// Whether nobody signs up without it.
  public var isRequired: Bool
  /// Where the text stands.
  public var url: String
  /// Whether an agreement can be withdrawn; `nil` for the documented rule: agreed and not required.
  public var isRevocable: Bool?

  /// Makes a term.
  public init(tag: String, title: String = "", isRequired: Bool = false, url: String = "", isRevocable: Bool? = nil) {
    self.tag = tag
    self.title = title
    self.isRequired = isRequired
    self.url = url
    self.isRevocable = isRevocable
  }
}
