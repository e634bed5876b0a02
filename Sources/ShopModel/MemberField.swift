/// The fields of a member, in the order in which they are stored.
///
/// Consents and attributes are many per member and stand outside of this list.
public enum MemberField: UInt8, Sendable, Hashable, CaseIterable {
  case name = 1
  case phone = 2
  case email = 3
  case gender = 4
  case birthDate = 5
  case grade = 6
  case region = 7
  case points = 8
  case joinedAt = 9
  case lastLoginAt = 10
  case status = 11
  case kakaoUserID = 12

  /// The name in canonical JSON, manifests and config.
  public var name: String {
    switch self {
    case .name: "name"
    case .phone: "phone"
    case .email: "email"
    case .gender: "gender"
    case .birthDate: "birth_date"
    case .grade: "grade"
    case .region: "region"
    case .points: "points"
    case .joinedAt: "joined_at"
    case .lastLoginAt: "last_login_at"
    case .status: "status"
    case .kakaoUserID: "kakao_user_id"
    }
  }

  /// The field of that name.
  public init?(name: String) {
    guard let field = MemberField.allCases.first(where: { $0.name == name }) else { return nil }
    self = field
  }

  /// Whether a customer-file column may be filled from it; the ids that Kakao knows a person by are not columns.
  public var canFillColumn: Bool { self != .kakaoUserID }
}
