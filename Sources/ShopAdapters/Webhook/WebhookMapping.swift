public import ShopModel

/// How a platform's webhooks are read: the `webhook` section of a manifest.
public struct WebhookMapping: Sendable {
  /// How a call is proved.
  public var verifier: WebhookVerifier
  /// The one field of a form body that a platform sends, unproved, to see whether somebody answers; nil: none does.
  public var ping: String?
  /// Where the event's name stands; the first place that has one counts.
  public var event: [ValuePlace] = []
  /// Where the time of the event stands; the first place that can be read counts, else the time of receipt.
  public var at: [TimePlace] = []
  /// Where the delivery's own id stands; without one a hash of event and body takes its place.
  public var dedup: [ValuePlace] = []
  /// Below which paths of the body the fields stand, likeliest first.
  public var payload: [String] = ["."]
  /// How a body becomes a member; labels are paths.
  public var members: MemberExportMapping?
  /// How a body becomes an order; labels are paths.
  public var orders: OrderExportMapping?
  /// What is done with each event, by its name; `*` for all that are not named.
  public var routes: [String: [WebhookRoute]] = [:]

  /// Webhooks proved in that way.
  public init(verifier: WebhookVerifier) { self.verifier = verifier }
}

/// A place in a call.
public enum ValuePlace: Sendable, Hashable {
  case header(String)
  case query(String)
  /// A path in the body, from its root.
  case path(String)
}

/// A place with a time.
public struct TimePlace: Sendable, Hashable {
  /// Where.
  public var place: ValuePlace
  /// How it is written; format and zone only.
  public var rule = SourceRule()

  /// A time there.
  public init(_ place: ValuePlace) { self.place = place }
}

/// What is done with an event.
public struct WebhookRoute: Sendable, Hashable {
  /// What it becomes.
  public enum Target: String, Sendable, Hashable, CaseIterable {
    /// A member, by the fields of `members`.
    case member
    /// An order, by the fields of `orders`.
    case order
    /// The members have left.
    case memberWithdrawn = "member_withdrawn"
    /// A member and a Kakao user belong together.
    case link
    /// They do so no longer.
    case unlink
    /// Everything about the members is to be deleted.
    case erase
    /// Members or orders have changed, and the body does not say how.
    case refetch
    /// The platform says which Kakao app its user ids belong to.
    case kakaoApp = "kakao_app"
    /// Nothing.
    case ignore
  }

  /// What it becomes.
  public var target: Target
  /// What must hold in the body; else the route is passed over.
  public var conditions: [SourceRule.Condition] = []
  /// Members or orders, for ``Target/refetch``.
  public var entity = Refetch.Entity.member
  /// The ids, where they do not stand where `members` or `orders` have them.
  public var ids: FieldMapping?
  /// The Kakao user, for ``Target/link`` and ``Target/unlink``.
  public var kakaoUserID: FieldMapping?
  /// The REST API key of the Kakao app that the user id belongs to.
  public var app: FieldMapping?
  /// When it happened, where it does not stand where `at` has it.
  public var at: FieldMapping?
  /// Fields that the event itself tells.
  public var set = StatedFields()

  /// A route.
  public init(_ target: Target) { self.target = target }

  /// What an event tells by its name alone.
  public struct StatedFields: Sendable, Hashable {
    /// The member's status, whatever the body says.
    public var memberStatus: MemberStatus?
    /// The order's status, whatever the body says.
    public var orderStatus: OrderStatus?
    /// Whether the time of the event is that of the payment, where the body has none.
    public var isPaymentTime = false
    /// Whether it is that of the order, where the body has none.
    public var isOrderTime = false

    /// Nothing.
    public init() {}
  }
}
