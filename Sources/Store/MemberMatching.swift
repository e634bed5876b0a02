public import CommonValues
import GRDB
public import ShopModel

/// By what a Kakao user may be recognised as a member who was there before.
public enum MemberKey: Sendable, Hashable {
  /// A phone number.
  case phone(PhoneNumber)
  /// An e-mail address; compared without regard to case.
  case email(String)
  /// A declared attribute, compared byte by byte.
  case attribute(name: String, value: String)
}

extension Store {
  /// The one member with that key who has not left and has no Kakao user; nil when there is none, or more than one has the key.
  ///
  /// A phone number is looked up; the other keys read every member of the shop, which takes about a second for a million.
  public func onlyMember(with key: MemberKey, in shop: ShopID) throws(StoreError) -> String? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let facts = try FactReader(database, shop: row)
      var found: [MemberFacts] = []
      guard let candidates = try Store.candidates(key, database, row) else { return nil }
      for id in candidates {
        guard let facts = try facts.facts(id), facts.member.status.value != .withdrawn, key.fits(facts.member) else {
          continue
        }
        found.append(facts)
        if found.count > 1 { return nil }
      }
      guard let only = found.first, only.link == nil else { return nil }
      if let stated = only.member.kakaoUserID.value, only.endedKakaoUsers[stated] == nil { return nil }
      return only.member.id
    }
  }

  /// Who may have the key; nil when there are so many that none of them is meant.
  private static func candidates(_ key: MemberKey, _ database: Database, _ shop: ShopRow) throws -> [String]? {
    let select: RawStatement
    var tag: UInt8 = FieldRecord.attributeTag
    switch key {
    case .phone(let phone):
      select = try RawStatement(database, "SELECT member_id FROM members WHERE shop_id = ?1 AND phone = ?2")
      select.bind(2, phone.digits)
    case .email:
      tag = MemberField.email.rawValue
      select = try RawStatement(database, "SELECT member_id, record FROM members WHERE shop_id = ?1")
    case .attribute: select = try RawStatement(database, "SELECT member_id, record FROM members WHERE shop_id = ?1")
    }
    select.bind(1, shop.id)
    let wanted = key.bytes
    var ids: [String] = []
    while try select.step() {
      if wanted.isEmpty || has(wanted, tag, select.bytes(1)) { ids.append(select.text(0)) }
      if ids.count > 1000 { return nil }
    }
    return ids
  }

  /// Whether a field of that tag ends with these bytes, letters of any case: cheap, and looked at properly afterwards.
  private static func has(_ wanted: [UInt8], _ tag: UInt8, _ record: ByteSlice) -> Bool {
    var cursor = FieldCursor(record)
    while let entry = cursor.next(), entry.tag <= tag {
      guard entry.tag == tag, !entry.isEmpty, entry.payload.count >= wanted.count else { continue }
      let tail = entry.payload[(entry.payload.endIndex - wanted.count)...]
      if zip(tail, wanted).allSatisfy({ ($0 | 0x20) == ($1 | 0x20) }) { return true }
    }
    return false
  }
}

extension MemberKey {
  /// What a record must hold; empty for a key that is looked up.
  fileprivate var bytes: [UInt8] {
    switch self {
    case .phone: []
    case .email(let email): Array(email.utf8)
    case .attribute(_, let value): Array(value.utf8)
    }
  }

  fileprivate func fits(_ member: Member) -> Bool {
    switch self {
    case .phone(let phone): member.phone.value == phone
    case .email(let email): member.email.value?.lowercased() == email.lowercased()
    case .attribute(let name, let value): member.attributes[name]?.value == value
    }
  }
}
