public import ShopModel

/// How a shop's logins work: its configuration, checked.
public struct LoginSettings: Sendable {
  /// By what a person who is new at Kakao may be recognised as a member from before. It is offered to the shop's back end, which
  /// decides.
  public enum Match: Sendable, Hashable {
    /// Not at all.
    case never
    /// By the phone number, which Kakao only gives when it is verified.
    case verifiedPhone
    /// By the e-mail address, when Kakao says that it is valid and verified.
    case verifiedEmail
    /// By the CI, held against this attribute of members.
    case ci(attribute: String)

    /// As the configuration and the hand-off write it.
    public var name: String {
      switch self {
      case .never: "never"
      case .verifiedPhone: "verified_phone"
      case .verifiedEmail: "verified_email"
      case .ci: "ci"
      }
    }
  }

  /// The shop.
  public var shop: ShopID
  /// Scheme, host and port under which browsers reach these flows; every redirect address is made from it.
  public var publicURL: String
  /// Where people may be sent back to.
  public var returnAddresses: ReturnAddresses
  /// Where a new user completes the signup; nil: the return address.
  public var signupURL: String?
  /// Where a person lands after logging out; nil: the first return address.
  public var logoutURL: String?
  /// Consent items to ask for, by their wire names.
  public var scopes: [String] = []
  /// Tags of service terms to ask for.
  public var serviceTerms: [String] = []
  /// Channel public ids; the first is offered for adding.
  public var channels: [String] = []
  /// Kakao's `prompt` of ordinary logins.
  public var prompt: String?
  /// How long a hand-off code lives, in milliseconds.
  public var handoffMilliseconds: Int64 = 60_000
  /// Whether sessions are kept.
  public var sessions = false
  /// How long a session lives without use, in milliseconds.
  public var sessionMilliseconds: Int64 = 14 * 86_400_000
  /// By what new users are recognised.
  public var match = Match.verifiedPhone
  /// What `aud` of an ID token may be: the REST API keys, and the app's number.
  public var audiences: Set<String> = []
  /// How long the calls of one callback may take together, in milliseconds.
  public var callbackMilliseconds: Int64 = 8_000
  /// How long one call may take, in milliseconds.
  public var callMilliseconds: Int64 = 5_000

  /// Settings with the defaults of DESIGN §9.
  public init(shop: ShopID, publicURL: String, returnAddresses: ReturnAddresses) {
    self.shop = shop
    self.publicURL = publicURL
    self.returnAddresses = returnAddresses
  }

  /// Where Kakao sends browsers back to; it has to be registered there exactly so.
  public var redirectURI: String { LoginSettings.redirectURI(publicURL: publicURL, shop: shop) }

  /// The redirect address of a shop under a public address.
  public static func redirectURI(publicURL: String, shop: ShopID) -> String {
    "\(publicURL)/shops/\(shop)/kakao/callback"
  }

  /// Whether browsers reach the flows by https, which decides about the cookies.
  public var isSecure: Bool { publicURL.hasPrefix("https://") }
}
