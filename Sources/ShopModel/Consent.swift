public import CommonValues

/// What a member can consent to. No kind implies another.
public enum ConsentKind: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  case sms
  case email
  case kakao
  case push
  case night
  case thirdParty = "third_party"
  case marketing

  public static func < (lhs: ConsentKind, rhs: ConsentKind) -> Bool { lhs.storedOrder < rhs.storedOrder }
}

/// One consent of a member, as a source stated it.
public struct Consent: Sendable, Hashable {
  /// What a source can say; anything else is unknown and not a consent at all.
  public enum State: String, Sendable, Hashable, Codable {
    case granted
    case denied
  }

  /// To what.
  public let kind: ConsentKind
  /// Yes or no.
  public let state: State
  /// When it was given or refused; nil when the source does not say (an *undated* consent).
  public let at: Timestamp?

  /// A statement about one consent.
  public init(_ kind: ConsentKind, _ state: State, at: Timestamp? = nil) {
    self.kind = kind
    self.state = state
    self.at = at
  }
}

extension Consent: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind
    case state
    case at
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decode(ConsentKind.self, forKey: .kind)
    state = try container.decode(State.self, forKey: .state)
    at = try container.decodeIfPresent(Timestamp.self, forKey: .at)
  }

  /// Reads the same keys; nil when kind or state is absent or an unknown word, which is neither a consent nor a refusal.
  fileprivate init?(_ decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let kind = try container.decodeIfPresent(KnownWord<ConsentKind>.self, forKey: .kind)?.value,
      let state = try container.decodeIfPresent(KnownWord<State>.self, forKey: .state)?.value
    else { return nil }
    self.init(kind, state, at: try container.decodeIfPresent(Timestamp.self, forKey: .at))
  }
}

/// An element of `consents`; nil when its kind or state is unknown (DESIGN §8: stored as absent).
struct StatedConsent: Decodable {
  let consent: Consent?

  init(from decoder: any Decoder) throws { consent = try Consent(decoder) }
}
