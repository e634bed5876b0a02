import ShopModel

/// The fields of canonical JSON (DESIGN §8) as mappings, so that it goes through the same steps as every other source.
///
/// Nothing is guessed: labels are the canonical names, words the canonical words, and no text counts as a blank marker.
enum CanonicalMapping {
  static let members: MemberExportMapping = {
    var mapping = MemberExportMapping()
    mapping.id = FieldMapping(["id"])
    mapping.updatedAt = FieldMapping(["updated_at"])
    for field in MemberField.allCases {
      var found = FieldMapping([field.name])
      switch field {
      case .gender: found.words = words(Gender.allCases)
      case .status: found.words = words(MemberStatus.allCases)
      case .kakaoUserID: found.endsWhenBlank = true
      default: break
      }
      mapping.fields[field] = found
    }
    var withdrawn = FlagMapping(FieldMapping([]))
    withdrawn.yesAt = FieldMapping(["withdrawn_at"])
    mapping.withdrawn = withdrawn
    return mapping
  }()

  static let orders: OrderExportMapping = {
    var mapping = OrderExportMapping()
    mapping.id = FieldMapping(["id"])
    mapping.updatedAt = FieldMapping(["updated_at"])
    for field in OrderField.allCases where field != .items {
      var found = FieldMapping([field.name])
      if field == .status { found.words = words(OrderStatus.allCases) }
      mapping.fields[field] = found
    }
    return mapping
  }()

  /// The columns with lists, which no other mapping has.
  static let consents = FieldMapping(["consents"])
  static let items = FieldMapping(["items"])

  private static func words<Word: RawRepresentable>(_ all: [Word]) -> [FieldMapping.Words]
  where Word.RawValue == String {
    all.map { FieldMapping.Words(meaning: $0.rawValue, words: [$0.rawValue]) }
  }
}

/// What an object of canonical JSON is about.
enum CanonicalKind: String, CaseIterable {
  case member, order
  case memberWithdrawn = "member_withdrawn"
  case refetch
}
