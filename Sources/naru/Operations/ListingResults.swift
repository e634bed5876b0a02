import CommonValues

/// One member in a listing or alone. Absent values are unknown or empty.
struct MemberView: Codable, Sendable, Hashable {
  struct ConsentView: Codable, Sendable, Hashable {
    var kind: String
    var state: String
    var at: String?
  }
  struct Orders: Codable, Sendable, Hashable {
    var count: Int64
    /// Decimal digits in the shop's currency.
    var totalPaid: String
    var firstPaidOn: String?
    var lastPaidOn: String?

    enum CodingKeys: String, CodingKey {
      case count
      case totalPaid = "total_paid"
      case firstPaidOn = "first_paid_on"
      case lastPaidOn = "last_paid_on"
    }
  }
  struct Relation: Codable, Sendable, Hashable {
    var channel: String
    /// `ADDED`, `BLOCKED` or `NONE`.
    var relation: String
  }

  var id: String
  var name: String?
  var phone: String?
  var email: String?
  var gender: String?
  var birthDate: String?
  var grade: String?
  var region: String?
  var points: String?
  var joinedAt: String?
  var lastLoginAt: String?
  var status: String?
  var kakaoUserID: String?
  var consents: [ConsentView] = []
  var attributes: [String: String] = [:]
  var orders: Orders?
  var channels: [Relation] = []

  enum CodingKeys: String, CodingKey {
    case id, name, phone, email, gender, grade, region, points, status, consents, attributes, orders, channels
    case birthDate = "birth_date"
    case joinedAt = "joined_at"
    case lastLoginAt = "last_login_at"
    case kakaoUserID = "kakao_user_id"
  }

  init(id: String) { self.id = id }

  /// With everything hidden that tells who it is: name, phone, e-mail, day of birth, and attributes, whose meaning is unknown.
  var masked: MemberView {
    var copy = self
    copy.name = name.map(Masking.name)
    copy.phone = phone.map(Masking.phone)
    copy.email = email.map(Masking.email)
    copy.birthDate = birthDate.map { $0.count >= 4 ? $0.prefix(4) + "-**-**" : "****" }
    copy.attributes = attributes.mapValues { Masking.shape($0) }
    return copy
  }
}

/// One quarantined row or field.
struct QuarantineView: Codable, Sendable, Hashable {
  var id: String
  var file: String
  var line: Int64
  var field: String?
  var reason: LocalizedText
  /// The row as it arrived; only of one shown alone, and hidden but for its shape unless revealed.
  var raw: String?

  var masked: QuarantineView {
    var copy = self
    copy.raw = raw.map { Masking.shape($0, limit: 2_000) }
    return copy
  }
}

/// What became of quarantined rows that were mapped again.
struct QuarantineRetryResult: Codable, Sendable, Hashable {
  var tried: Int64
  var changed: Int64
  var unchanged: Int64
  /// Still quarantined.
  var remaining: Int64
}
