/// Where a member stands with the shop.
public enum MemberStatus: String, Sendable, Hashable, Codable, CaseIterable {
  case active
  case dormant
  case withdrawn
}

/// Sex, as the shop's records and Kakao know it.
public enum Gender: String, Sendable, Hashable, Codable, CaseIterable {
  case female
  case male
}
