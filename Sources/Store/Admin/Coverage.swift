public import CommonValues
public import ShopModel

/// How many of a shop's members Kakao can be told apart by, and why not the others. Everybody is counted once as active, dormant or
/// withdrawn; every active member once among ``linked`` to ``notYet``, by the first that holds.
public struct Coverage: Sendable, Hashable {
  /// Members who have not left and are not dormant.
  public var active = 0
  /// Dormant members.
  public var dormant = 0
  /// Members who have left.
  public var withdrawn = 0
  /// Active, with a link that holds.
  public var linked = 0
  /// Active, and the shop's own records name the Kakao user.
  public var stated = 0
  /// Active, but the only Kakao user that is known was unlinked or is linked to another member.
  public var ended = 0
  /// Active, without a Kakao user and without a Korean mobile number.
  public var noPhone = 0
  /// Active, without a Kakao user, with a mobile number, but without a consent as ``CoverageBasis`` asks for.
  public var noConsent = 0
  /// Active, with mobile number and consent: who only has to log in with Kakao once.
  public var notYet = 0
  /// Active members with a Korean mobile number.
  public var mobile = 0

  /// Nobody.
  public init() {}

  /// Active members with a Kakao user.
  public var covered: Int { linked + stated }
}

/// Which consents let a shop write to somebody.
public struct CoverageBasis: Sendable, Hashable {
  /// Whoever has granted every kind of one of these may be written to; an empty one needs no consent.
  public var consents: [[ConsentKind]]
  /// Whether a consent needs a date to count.
  public var needsDate: Bool

  /// A basis.
  public init(consents: [[ConsentKind]], needsDate: Bool) {
    self.consents = consents
    self.needsDate = needsDate
  }

  /// The same as text; two that count alike are equal.
  var text: String {
    consents.map { $0.sorted().map(\.rawValue).joined(separator: ",") }.sorted().joined(separator: "|")
      + (needsDate ? ";dated" : "")
  }

  func allows(_ member: MemberOutline) -> Bool {
    consents.contains { member.grants($0, isDated: needsDate) }
  }
}

/// The coverage of one shop as it was counted on one day.
public struct CoverageDay: Sendable, Hashable {
  /// The day in Seoul.
  public var day: CalendarDate
  /// When it was counted last on that day.
  public var takenAt: Timestamp
  /// What was counted.
  public var coverage: Coverage
  /// The shop's state that was counted.
  var seq: Int64
  var basis: String

  /// Whether nothing has changed since, as far as `now` knows.
  public func isCurrent(_ now: ShopState, _ basis: CoverageBasis) -> Bool {
    seq == now.seq && self.basis == basis.text
  }
}

/// Where a shop's data stands: with every change of members, links or orders it is another.
public struct ShopState: Sendable, Hashable {
  let seq: Int64
  /// Members, withdrawn ones included.
  public let members: Int
  /// Orders, whether they count or not.
  public let orders: Int

  static let nothing = ShopState(seq: 0, members: 0, orders: 0)
}
