internal import CommonValues

/// The claims of a Security Event Token as Kakao writes them, or is reported to.
struct AccountEventClaims: Decodable {
  private let issuer: String?
  private let audiences: [String]
  private let id: String?
  private let subject: String?
  private let issuedAt: Timestamp?
  private let occurredAt: Timestamp?
  private let transactionID: String?
  private let appID: String?
  private let events: [String: Payload]?

  private enum Key: String, CodingKey {
    case iss, aud, jti, sub, iat, toe, txn, txm, events
    case appID = "app_id"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    issuer = fields.lenientString(.iss)
    audiences = fields.oneOrMany(.aud) ?? []
    id = fields.lenientString(.jti)
    subject = fields.lenientString(.sub)
    issuedAt = fields.numericDate(.iat)
    occurredAt = fields.numericDate(.toe)
    transactionID = fields.lenientString(.txn) ?? fields.lenientString(.txm)
    appID = fields.lenientString(.appID) ?? fields.lenientInt64(.appID).map(String.init)
    events = try? fields.decode([String: Payload].self, forKey: .events)
  }

  func event(issuer: String, audiences: Set<String>) throws(AccountEventError) -> AccountEvent {
    guard self.issuer == issuer else { throw AccountEventError(.invalidIssuer, "the issuer is another one") }
    guard !audiences.isDisjoint(with: self.audiences) else {
      throw AccountEventError(.invalidAudience, "the event is for another app")
    }
    guard let id, !id.isEmpty, id.utf8.count <= WebhookLimits.text else {
      throw AccountEventError(.invalidRequest, "there is no jti")
    }
    guard let issuedAt else { throw AccountEventError(.invalidRequest, "there is no iat") }
    guard let events, events.count == 1, let (kind, payload) = events.first, !kind.isEmpty else {
      throw AccountEventError(.invalidRequest, "there is not exactly one event")
    }
    if let subject, let other = payload.subject, subject != other {
      throw AccountEventError(.invalidRequest, "the subjects differ")
    }
    let subject = subject ?? payload.subject
    return AccountEvent(
      id: id, kind: AccountEvent.Kind(rawValue: kind), userID: subject.flatMap { Int64(kakaoID: $0) },
      subject: subject, reason: payload.reason, scopes: payload.scopes, occurredAt: occurredAt, issuedAt: issuedAt,
      transactionID: transactionID, appID: appID)
  }

  /// What an event URI points to.
  private struct Payload: Decodable {
    var subject: String?
    var reason: String?
    var scopes: [String] = []

    enum Key: String, CodingKey { case subject, reason, scope, scopes }
    enum SubjectKey: String, CodingKey { case sub }

    init(from decoder: any Decoder) throws {
      // An event without members may be an empty object, and is one.
      let fields = try decoder.container(keyedBy: Key.self)
      let nested = try? fields.nestedContainer(keyedBy: SubjectKey.self, forKey: .subject)
      subject = nested?.lenientString(.sub)
      reason = fields.lenientString(.reason)
      scopes = Payload.list(fields, .scopes) ?? Payload.list(fields, .scope) ?? []
    }

    /// A list, or one text with blanks or commas between.
    private static func list(_ fields: KeyedDecodingContainer<Key>, _ key: Key) -> [String]? {
      if let text = fields.lenientString(key) {
        return text.split { $0 == " " || $0 == "," }.map { String($0) }
      }
      return fields.lenientArray(of: String.self, key)
    }
  }
}
