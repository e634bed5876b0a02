import ShopModel

/// A place in a manifest that a column can fill.
struct GuessTarget: Sendable, Hashable {
  /// What of the field.
  enum Part: Int, Sendable, Hashable, CaseIterable {
    /// The field itself.
    case value
    /// The column that counts when the first is blank, as a landline behind a mobile number.
    case second
    /// The time of day that belongs to the day in the field.
    case time
    case yesDate, noDate, changedDate
  }

  let kind: ExportKind
  /// The field as manifests name it, from the kind's section on: `phone`, `consents.sms`, `items.price`.
  let field: String
  let part: Part

  init(_ kind: ExportKind, _ field: String, _ part: Part = .value) {
    self.kind = kind
    self.field = field
    self.part = part
  }

  /// The target as it is shown: `joined_at (time)`.
  var path: String {
    switch part {
    case .value, .second: field
    case .time: "\(field).time"
    case .yesDate: "\(field).yes_date"
    case .noDate: "\(field).no_date"
    case .changedDate: "\(field).changed_date"
    }
  }

  /// The shapes that fit; empty for text of any shape.
  var shapes: ValueShape {
    switch part {
    case .time: return [.timeOfDay, .moment]
    case .yesDate, .noDate, .changedDate: return .anyTime
    case .value, .second: break
    }
    if field.hasPrefix("consents.") { return .yesOrNo }
    switch field {
    case "id", "member_id", "items.id": return [.identifier, .koreanName, .wholeNumber]
    case "phone", "buyer.phone": return .phone
    case "email", "buyer.email": return .email
    case "gender": return .gender
    case "birth_date": return .time
    case "points": return .points
    case "joined_at", "last_login_at", "updated_at", "placed_at", "paid_at": return .anyTime
    case "status": return kind == .members ? .memberStatus : .orderStatus
    case "withdrawn", "dormant": return [.yesOrNo, .memberStatus]
    case "kakao_user_id": return .longNumber
    case "currency": return .currency
    case "total", "refunded", "items.price", "items.total", "items.quantity": return .amount
    default: return []
    }
  }

  /// Shapes that speak against a field of free text.
  static let notText: ValueShape = [.mobile, .otherPhone, .email, .moment, .day, .timeOfDay, .oddDate, .rounded, .list]

  /// How much the values alone say, without any label: what looks like an e-mail address most likely is one, but a day may be any day.
  var valueWeight: Double {
    guard part == .value else { return 0 }
    switch (kind, field) {
    case (_, "email"), (_, "buyer.email"): return 0.65
    case (_, "phone"), (_, "buyer.phone"): return 0.6
    case (_, "gender"): return 0.6
    case (_, "status"): return 0.55
    case (_, "currency"): return 0.55
    default: return 0
    }
  }

  /// All labels of the manifest's fields, by target.
  static func mappings(of manifest: AdapterManifest) -> [(GuessTarget, [String])] {
    var found: [(GuessTarget, [String])] = []
    func add(_ mapping: FieldMapping?, _ kind: ExportKind, _ field: String, _ part: Part = .value) {
      guard let mapping else { return }
      let isPhone = field.hasSuffix("phone")
      for (index, source) in mapping.sources.enumerated() {
        found.append((GuessTarget(kind, field, part == .value && isPhone && index > 0 ? .second : part), source.labels))
        if !source.time.isEmpty { found.append((GuessTarget(kind, field, .time), source.time)) }
      }
    }
    func add(_ flag: FlagMapping?, _ field: String) {
      guard let flag else { return }
      add(flag.state, .members, field)
      add(flag.yesAt, .members, field, .yesDate)
      add(flag.noAt, .members, field, .noDate)
      add(flag.changedAt, .members, field, .changedDate)
    }
    if let members = manifest.members {
      add(members.id, .members, "id")
      add(members.updatedAt, .members, "updated_at")
      for field in MemberField.allCases { add(members.fields[field], .members, field.name) }
      add(members.withdrawn, "withdrawn")
      add(members.dormant, "dormant")
      for kind in ConsentKind.allCases { add(members.consents[kind], "consents.\(kind.rawValue)") }
    }
    if let orders = manifest.orders {
      add(orders.id, .orders, "id")
      add(orders.updatedAt, .orders, "updated_at")
      for field in OrderField.allCases where field != .items { add(orders.fields[field], .orders, field.name) }
      add(orders.refunded, .orders, "refunded")
      add(orders.itemID, .orders, "items.id")
      add(orders.itemName, .orders, "items.name")
      add(orders.itemQuantity, .orders, "items.quantity")
      add(orders.itemPrice, .orders, "items.price")
      add(orders.itemTotal, .orders, "items.total")
    }
    return found
  }
}
