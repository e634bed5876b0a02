public import ShopModel

/// Who belongs in a customer file; everything said must hold. Withdrawn members never belong in one.
public struct Selection: Sendable, Hashable {
  /// Which consents a member must have given.
  public enum ConsentRule: Sendable, Hashable {
    /// All of these kinds are granted.
    case granted([ConsentKind])
    /// The shop said that none is needed.
    case noneRequired
  }

  /// Bounds of a number, both included.
  public struct Bounds<Value: Comparable & Sendable & Hashable>: Sendable, Hashable {
    /// The smallest value allowed; nil: no bound.
    public var atLeast: Value?
    /// The greatest value allowed; nil: no bound.
    public var atMost: Value?

    /// Bounds, either of which may be missing.
    public init(atLeast: Value? = nil, atMost: Value? = nil) {
      self.atLeast = atLeast
      self.atMost = atMost
    }

    /// Whether `value` lies within.
    public func contains(_ value: Value) -> Bool {
      if let atLeast, value < atLeast { return false }
      if let atMost, value > atMost { return false }
      return true
    }
  }

  /// When the last paid order was, in calendar days of Asia/Seoul, edges included.
  public enum LastPaid: Sendable, Hashable {
    /// At most so many days ago.
    case within(days: Int)
    /// At least so many days ago. A member without a paid order does not match.
    case before(days: Int)
  }

  /// Which consents are needed; it has no default, the shop must say.
  public var consent: ConsentRule
  /// Whether a person known to have blocked the channel is left out.
  public var notBlocked: Bool
  /// `true`: known as a friend of the channel; `false`: not known as one.
  public var channelFriend: Bool?
  /// Allowed statuses; a member without one is active.
  public var status: Set<MemberStatus>
  /// Allowed grades.
  public var grade: Set<String>?
  /// The required sex.
  public var gender: Gender?
  /// Full years at sync time.
  public var age: Bounds<Int>?
  /// Allowed regions.
  public var region: Set<String>?
  /// Number of counted orders.
  public var orderCount: Bounds<Int>?
  /// Sum of counted orders, in the shop's currency.
  public var orderTotalPaid: Bounds<DecimalNumber>?
  /// Day of the last counted order.
  public var lastPaid: LastPaid?

  /// A selection by consent alone, active members.
  public init(consent: ConsentRule, notBlocked: Bool = false) {
    self.consent = consent
    self.notBlocked = notBlocked
    status = [.active]
  }
}
