public import CommonValues

/// A member of a shop, or what one source said about one.
public struct Member: Sendable, Hashable {
  /// The shop's own id.
  public var id: String
  /// As the shop has it.
  public var name: Field<String> = .unknown
  /// The mobile number first, else the other one that the shop has.
  public var phone: Field<PhoneNumber> = .unknown
  /// Trimmed, the host in lower case.
  public var email: Field<String> = .unknown
  /// The sex, when the shop knows it.
  public var gender: Field<Gender> = .unknown
  /// The day of birth.
  public var birthDate: Field<CalendarDate> = .unknown
  /// The shop's own grade, as it writes it.
  public var grade: Field<String> = .unknown
  /// The shop's own region, as it writes it.
  public var region: Field<String> = .unknown
  /// The balance of points.
  public var points: Field<DecimalNumber> = .unknown
  /// When the member joined.
  public var joinedAt: Field<Timestamp> = .unknown
  /// When the member was last seen.
  public var lastLoginAt: Field<Timestamp> = .unknown
  /// In a stored member the status that holds: `withdrawn` as long as no newer joining is known.
  public var status: Field<MemberStatus> = .unknown
  /// The user id in the shop's Kakao app, where the shop's records have it.
  public var kakaoUserID: Field<Int64> = .unknown
  /// At most one per kind.
  public var consents: [Consent] = []
  /// What the manifest or the shop's config declares, by name.
  public var attributes: [String: Field<String>] = [:]
  /// When the source last changed the record, where it says so.
  public var updatedAt: Timestamp?
  /// When the member left, where a source says so.
  public var withdrawnAt: Timestamp?

  /// A member of whom only the id is known.
  public init(id: String) { self.id = id }

  /// The statement about one consent.
  public func consent(_ kind: ConsentKind) -> Consent? { consents.first { $0.kind == kind } }
}

extension Member: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, id, name, phone, email, gender, grade, region, points, status, consents, attributes
    case birthDate = "birth_date"
    case joinedAt = "joined_at"
    case lastLoginAt = "last_login_at"
    case kakaoUserID = "kakao_user_id"
    case updatedAt = "updated_at"
    case withdrawnAt = "withdrawn_at"
  }

  /// Reads canonical JSON (DESIGN §8); a `kakao_user_id` may be a string or a number. A status, a kind or state of consent that
  /// is none of the known words is left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(id: try container.decode(String.self, forKey: .id))
    name = try container.field(String.self, .name)
    phone = try container.field(PhoneNumber.self, .phone)
    email = try container.field(String.self, .email)
    gender = try container.field(Gender.self, .gender)
    birthDate = try container.field(CalendarDate.self, .birthDate)
    grade = try container.field(String.self, .grade)
    region = try container.field(String.self, .region)
    points = try container.field(DecimalNumber.self, .points)
    joinedAt = try container.field(Timestamp.self, .joinedAt)
    lastLoginAt = try container.field(Timestamp.self, .lastLoginAt)
    status = try container.field(KnownWord<MemberStatus>.self, .status).known()
    kakaoUserID = try Member.kakaoUserID(container)
    consents = try (container.decodeIfPresent([StatedConsent].self, forKey: .consents) ?? []).compactMap(\.consent)
    attributes = try (container.decodeIfPresent([String: String?].self, forKey: .attributes) ?? [:])
      .mapValues { $0.map(Field.value) ?? .empty }
    updatedAt = try container.decodeIfPresent(Timestamp.self, forKey: .updatedAt)
    withdrawnAt = try container.decodeIfPresent(Timestamp.self, forKey: .withdrawnAt)
  }

  private static func kakaoUserID(_ container: KeyedDecodingContainer<CodingKeys>) throws -> Field<Int64> {
    let stated: Field<Int64>
    if let number = try? container.field(Int64.self, .kakaoUserID) {
      stated = number
    } else {
      stated = .value(Int64(try container.decode(String.self, forKey: .kakaoUserID)) ?? 0)
    }
    if case .value(let id) = stated, id <= 0 {
      throw DecodingError.dataCorruptedError(
        forKey: .kakaoUserID, in: container, debugDescription: "not a Kakao user id")
    }
    return stated
  }

  /// Writes canonical JSON (DESIGN §8).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("member", forKey: .kind)
    try container.encode(id, forKey: .id)
    try container.encode(name, .name)
    try container.encode(phone, .phone)
    try container.encode(email, .email)
    try container.encode(gender, .gender)
    try container.encode(birthDate, .birthDate)
    try container.encode(grade, .grade)
    try container.encode(region, .region)
    if let points = points.value, points.tenThousandths % 10_000 == 0 {
      try container.encode(points.tenThousandths / 10_000, forKey: .points)
    } else {
      try container.encode(points, .points)
    }
    try container.encode(joinedAt, .joinedAt)
    try container.encode(lastLoginAt, .lastLoginAt)
    try container.encode(status, .status)
    switch kakaoUserID {
    case .unknown: break
    case .empty: try container.encodeNil(forKey: .kakaoUserID)
    case .value(let id): try container.encode("\(id)", forKey: .kakaoUserID)
    }
    if !consents.isEmpty { try container.encode(consents, forKey: .consents) }
    let stated = attributes.filter { $0.value != .unknown }.mapValues(\.value)
    if !stated.isEmpty { try container.encode(stated, forKey: .attributes) }
    try container.encodeIfPresent(updatedAt, forKey: .updatedAt)
    try container.encodeIfPresent(withdrawnAt, forKey: .withdrawnAt)
  }
}
