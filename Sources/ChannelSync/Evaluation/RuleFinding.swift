import ShopModel

/// What one rule found about one member. It says yes or no, and why; making the sentence is left to the explanation.
enum RuleFinding: Sendable, Hashable {
  case identity(Identity)
  case withdrawn
  case status(MemberStatus, ok: Bool)
  case consentNotRequired
  case consentGranted(isUndated: Bool)
  case consentUnknown(ConsentKind)
  case consentDenied(ConsentKind)
  case consentUndated(ConsentKind)
  case channelBlocked
  case channelNotBlocked
  case channelRelationUnknown(ok: Bool)
  case channelFriend(isKnown: Bool, wanted: Bool)
  case listed(String, ok: Bool)
  case gender(ok: Bool)
  case withinBounds(ok: Bool)
  case lastPaid(ok: Bool)
  case neverPaid
  case noOrdersInShop
  /// The member's record says nothing about it.
  case unknown
  /// Nobody else has the same id in the file.
  case standsAlone
  /// Others have it too, and this member's record is the newest.
  case standsForOthers
  /// Another member's record is newer.
  case otherStands(memberID: String)

  /// Whether the rule lets the member in.
  var ok: Bool {
    switch self {
    case .identity(let identity): identity.target != nil
    case .status(_, let ok), .channelRelationUnknown(let ok), .listed(_, let ok), .gender(let ok),
      .withinBounds(let ok),
      .lastPaid(let ok):
      ok
    case .channelFriend(let isKnown, let wanted): isKnown == wanted
    case .consentNotRequired, .consentGranted, .channelNotBlocked, .standsAlone, .standsForOthers: true
    case .withdrawn, .consentUnknown, .consentDenied, .consentUndated, .channelBlocked, .neverPaid, .noOrdersInShop,
      .unknown, .otherStands:
      false
    }
  }
}
