extension SandboxState {
  func scopes(_ call: KapiCall) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    let asked = try scopeList(call)
    let items = call.app.login.items.filter { item in
      let isKnown = item.level != .off || user.consents[item.id] != nil
      return isKnown && (asked.map { $0.contains(item.id) } ?? true)
    }
    return ["id": .integer(user.id), "scopes": .array(items.map { Self.scope($0, of: user) })]
  }

  mutating func revokeScopes(
    _ call: KapiCall, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    _ = try call.required("scopes")
    let asked = try scopeList(call) ?? []
    let required = asked.filter { id in call.app.login.items.contains { $0.id == id && $0.level == .required } }
    guard required.isEmpty else {
      let list = required.joined(separator: ", ")
      throw KakaoFailure(
        -3, 403, "[\(list)] is not revocable.", ko: "필수 동의항목은 철회할 수 없습니다: \(list)",
        en: "A required consent item can not be revoked: \(list)")
    }
    let revoked = asked.filter { user.consents[$0] != nil }
    guard !revoked.isEmpty else {
      throw KakaoFailure(
        -2, 400, "There is no scopes to revoke.", ko: "철회할 동의항목이 없습니다: \(asked.joined(separator: ", "))",
        en: "None of these is consented to: \(asked.joined(separator: ", "))")
    }
    for id in asked where user.consents[id] == nil {
      answer.hint(ko: "\(id)은(는) 동의하지 않은 항목입니다.", en: "\(id) was not consented to.")
    }
    withdraw(Set(revoked), of: user.key, by: .ownCall, at: now)
    let changed = users[user.key] ?? user
    let items = call.app.login.items.filter { revoked.contains($0.id) }
    return ["id": .integer(user.id), "scopes": .array(items.map { Self.scope($0, of: changed) })]
  }

  private func scopeList(_ call: KapiCall) throws(KakaoFailure) -> [String]? {
    if settings.acceptsCommaScopes, let text = call["scopes"], !text.hasPrefix("[") { return try call.list("scopes") }
    return try call.strings("scopes")
  }

  private static func scope(_ item: SandboxConsentItem, of user: SandboxUser) -> JSONValue {
    let isAgreed = user.consents[item.id] != nil
    var members: [JSONValue.Member] = [
      .init(key: "id", value: .string(item.id)), .init(key: "display_name", value: .string(item.displayName)),
      .init(key: "type", value: .string(item.kind.rawValue)), .init(key: "using", value: .bool(item.level != .off)),
      .init(key: "agreed", value: .bool(isAgreed)),
    ]
    if isAgreed { members.append(.init(key: "revocable", value: .bool(item.level != .required))) }
    return .object(members)
  }

  // MARK: Service terms

  private func checkSync(_ app: SandboxApp) throws(KakaoFailure) {
    guard app.login.isSyncOn else {
      throw KakaoFailure(
        -3, 403, "kakao sync is not enabled for this app.", ko: "앱에 카카오싱크(간편가입)가 설정되어 있지 않습니다.",
        en: "Kakao Sync (simple signup) is not switched on for the app.")
    }
  }

  func terms(_ call: KapiCall) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkSync(call.app)
    let all = try call.choice("result", of: ["agreed_service_terms", "app_service_terms"]) == "app_service_terms"
    let tags = try call.list("tags")
    let known = call.app.login.terms.filter { term in tags.map { $0.contains(term.tag) } ?? true }
    if let tags, known.isEmpty {
      throw KakaoFailure(
        -2, 400, "There is no tags to get service terms.", ko: "앱에 없는 약관 태그입니다: \(tags.joined(separator: ", "))",
        en: "The app has no terms of these tags: \(tags.joined(separator: ", "))")
    }
    let list = known.filter { all || user.agreements[$0.tag] != nil }
    return ["id": .integer(user.id), "service_terms": .array(list.map { term($0, of: user) })]
  }

  private func isRevocable(_ term: SandboxTerm, _ isAgreed: Bool) -> Bool {
    term.isRevocable ?? (!term.isRequired && (isAgreed || settings.showsRevocableBeforeAgreement))
  }

  private func term(_ term: SandboxTerm, of user: SandboxUser) -> JSONValue {
    let agreement = user.agreements[term.tag]
    return .object(
      [
        .init(key: "tag", value: .string(term.tag)), .init(key: "required", value: .bool(term.isRequired)),
        .init(key: "agreed", value: .bool(agreement != nil)),
        .init(key: "revocable", value: .bool(isRevocable(term, agreement != nil))),
      ] + Self.agreed(agreement))
  }

  private static func agreed(_ agreement: SandboxUser.Agreement?) -> [JSONValue.Member] {
    guard let agreement else { return [] }
    return [
      .init(key: "agreed_at", value: .string(agreement.at.rfc3339)),
      .init(key: "agreed_by", value: .string(agreement.by.rawValue)),
    ]
  }

  mutating func revokeTerms(_ call: KapiCall, _ answer: inout KakaoAnswer) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkSync(call.app)
    _ = try call.required("tags")
    let tags = try call.list("tags") ?? []
    var revoked: [SandboxTerm] = []
    for term in call.app.login.terms where tags.contains(term.tag) && user.agreements[term.tag] != nil {
      if isRevocable(term, true) {
        revoked.append(term)
      } else {
        answer.hint(ko: "약관 ‘\(term.tag)’은(는) 철회할 수 없습니다.", en: "The agreement to '\(term.tag)' can not be revoked.")
      }
    }
    guard !revoked.isEmpty else {
      throw KakaoFailure(
        -2, 400, "There is no tags to revoke.", ko: "철회할 수 있는 약관이 없습니다: \(tags.joined(separator: ", "))",
        en: "None of these agreements can be revoked: \(tags.joined(separator: ", "))")
    }
    for term in revoked { users[user.key]?.agreements[term.tag] = nil }
    return [
      "id": .integer(user.id),
      "revoked_service_terms": .array(revoked.map { ["tag": .string($0.tag), "agreed": false] }),
    ]
  }

  mutating func upgradeTerms(
    _ call: KapiCall, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkSync(call.app)
    _ = try call.required("tags")
    var agreed: [JSONValue] = []
    var seen: Set<String> = []
    for tag in try call.list("tags") ?? [] where seen.insert(tag).inserted {
      guard call.app.login.term(tag) != nil, user.agreements[tag] == nil else {
        answer.hint(
          ko: "약관 ‘\(tag)’은(는) 이미 동의했거나 앱에 없어 응답에서 빠집니다.",
          en: "Terms '\(tag)' are agreed to already or not the app's, and are left out of the answer.")
        continue
      }
      let agreement = SandboxUser.Agreement(at: now, by: .kapi)
      users[user.key]?.agreements[tag] = agreement
      agreed.append(
        .object(
          [.init(key: "tag", value: .string(tag)), .init(key: "agreed", value: true)] + Self.agreed(agreement)))
    }
    return ["id": .integer(user.id), "agreed_service_terms": .array(agreed)]
  }

  /// The first version, with its own names.
  func legacyTerms(_ call: KapiCall) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkSync(call.app)
    let extra = try call.choice("extra", of: ["app_service_terms"])
    let allowed = call.app.login.terms.compactMap { term -> JSONValue? in
      user.agreements[term.tag].map { ["tag": .string(term.tag), "agreed_at": .string($0.at.rfc3339)] }
    }
    var members: [JSONValue.Member] = [
      .init(key: "user_id", value: .integer(user.id)), .init(key: "allowed_service_terms", value: .array(allowed)),
    ]
    if extra != nil {
      let time = JSONValue.string(settings.termsCreatedAt.rfc3339)
      let all = call.app.login.terms.map { term -> JSONValue in
        ["tag": .string(term.tag), "created_at": time, "updated_at": time]
      }
      members.append(.init(key: "app_service_terms", value: .array(all)))
    }
    return .object(members)
  }

  // MARK: Shipping addresses

  /// The default address first, the others by time of change, newest first.
  func addresses(_ call: KapiCall) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    let id = try call.integer("address_id", in: 1...Int64.max)
    let from = try call.integer("from_updated_at")
    let size = Int(try call.integer("page_size", in: 2...1000) ?? 10)
    guard call.app.login.item("shipping_address") != nil, user.consents["shipping_address"] != nil else {
      let asksForConsent = settings.addressesWithoutConsent == .answer && !user.addresses.isEmpty
      if call.app.login.item("shipping_address") == nil || settings.addressesWithoutConsent == .refuse {
        try checkConsent(user, call.app, to: ["shipping_address"])
      }
      return ["user_id": .integer(user.id), "shipping_addresses_needs_agreement": .bool(asksForConsent)]
    }
    let sorted = user.addresses.sorted { left, right in
      if left.isDefault != right.isDefault { return left.isDefault }
      let (one, other) = (left.updatedAt?.seconds ?? 0, right.updatedAt?.seconds ?? 0)
      return one == other ? left.id > right.id : one > other
    }
    let page = sorted.filter { address in
      if let id { return address.id == id }
      guard let from else { return true }
      if address.isDefault { return settings.repeatsDefaultAddress }
      return (address.updatedAt?.seconds ?? 0) < from
    }.prefix(size)
    return [
      "user_id": .integer(user.id), "shipping_addresses_needs_agreement": false,
      "shipping_addresses": .array(page.map { Self.address($0) }),
    ]
  }

  private static func address(_ address: SandboxAddress) -> JSONValue {
    let pairs: [(String, JSONValue?)] = [
      ("id", .integer(address.id)), ("name", address.name.map(JSONValue.string)),
      ("is_default", .bool(address.isDefault)), ("updated_at", address.updatedAt.map { .integer($0.seconds) }),
      ("type", address.kind.map { .string($0.rawValue) }), ("base_address", address.base.map(JSONValue.string)),
      ("detail_address", address.detail.map(JSONValue.string)),
      ("receiver_name", address.receiverName.map(JSONValue.string)),
      ("receiver_phone_number1", address.receiverPhone1.map(JSONValue.string)),
      ("receiver_phone_number2", address.receiverPhone2.map(JSONValue.string)),
      ("zone_number", address.zoneNumber.map(JSONValue.string)), ("zip_code", address.zipCode.map(JSONValue.string)),
    ]
    return .object(pairs.compactMap { key, value in value.map { .init(key: key, value: $0) } })
  }
}
