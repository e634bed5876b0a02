// The JSON forms of people in the control plane and a state. What is not set is left out.

extension SandboxUser {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "id", "app", "account", "nickname", "phone", "linked", "scopes", "tokens", "relations", "profile", "age",
        "preregistered", "connected_at", "synched_at", "consents", "service_terms", "addresses", "properties",
      ])
    guard let id = try object.integer("id"), id > 0 else { throw object.missing("id") }
    var relations: [String: Relation] = [:]
    for (index, element) in try object.list("relations").enumerated() {
      let part = try ControlObject(
        element, "\(place).relations[\(index)]", known: ["channel", "relation", "created_at", "updated_at"])
      guard let channel = try part.string("channel") else { throw part.missing("channel") }
      relations[channel] = Relation(
        state: try part.choice("relation", of: Relation.State.self) ?? .added,
        createdAt: try part.time("created_at"), updatedAt: try part.time("updated_at"))
    }
    self.init(
      id: id, app: try object.integer("app") ?? 1, account: try object.string("account"),
      nickname: try object.string("nickname") ?? "", phone: try object.string("phone"),
      isLinked: try object.flag("linked") ?? true, tokens: Set(try object.strings("tokens") ?? []),
      relations: relations)
    if let json = object.value("profile") { profile = try SandboxAccount(json, "\(place).profile") }
    statedAge = try object.count("age")
    isPreregistered = try object.flag("preregistered") ?? false
    connectedAt = try object.time("connected_at")
    synchedAt = try object.time("synched_at")
    try readConsents(object)
    for (index, element) in try object.list("service_terms").enumerated() {
      let part = try ControlObject(
        element, "\(place).service_terms[\(index)]", known: ["tag", "agreed_at", "agreed_by"])
      guard let tag = try part.string("tag") else { throw part.missing("tag") }
      agreements[tag] = Agreement(
        at: try part.time("agreed_at") ?? connectedAt ?? SandboxTime(seconds: 0),
        by: try part.choice("agreed_by", of: Agreement.Place.self) ?? .kauth)
    }
    addresses = try object.objects("addresses") { (json, place) throws(SandboxError) in
      try SandboxAddress(json, place)
    }
    for member in try object.members("properties") ?? [] {
      guard let text = member.value.text else { throw object.missing("properties.\(member.key)") }
      properties[member.key] = text
    }
  }

  /// `scopes` says which items, `consents` since when; either alone will do.
  private mutating func readConsents(_ object: ControlObject) throws(SandboxError) {
    var times: [String: SandboxTime] = [:]
    let members = try object.members("consents")
    for member in members ?? [] {
      guard let time = member.value.text.flatMap(SandboxTime.init(rfc3339:)) else {
        throw object.missing("consents.\(member.key)")
      }
      times[member.key] = time
    }
    let ids = try object.strings("scopes") ?? members?.map(\.key) ?? ["plusfriends"]
    consents = [:]
    for id in ids { consents[id] = times[id] ?? connectedAt ?? SandboxTime(seconds: 0) }
  }

  /// - Parameter revealed: whether the tokens are written.
  func json(revealed: Bool) -> JSONValue {
    let list = relations.sorted { $0.key < $1.key }.map { channel, relation in
      JSONValue.object([
        .init(key: "channel", value: .string(channel)),
        .init(key: "relation", value: .string(relation.state.rawValue)),
        .init(key: "created_at", value: .text(relation.createdAt?.rfc3339)),
        .init(key: "updated_at", value: .text(relation.updatedAt?.rfc3339)),
      ])
    }
    var members: [JSONValue.Member] = [
      .init(key: "id", value: .integer(id)), .init(key: "app", value: .integer(app)),
      .init(key: "nickname", value: .string(nickname)), .init(key: "phone", value: .text(phone)),
      .init(key: "linked", value: .bool(isLinked)),
      .init(key: "scopes", value: .array(scopes.sorted().map(JSONValue.string))),
      .init(
        key: "tokens",
        value: revealed ? .array(tokens.sorted().map(JSONValue.string)) : .integer(tokens.count)),
      .init(key: "relations", value: .array(list)),
    ]
    func put(_ key: String, _ value: JSONValue?) {
      if let value { members.append(.init(key: key, value: value)) }
    }
    put("account", account == String(id) ? nil : .string(account))
    put("profile", profile == SandboxAccount() ? nil : profile.json)
    put("age", statedAge.map { .integer($0) })
    put("preregistered", isPreregistered ? true : nil)
    put("connected_at", connectedAt.map { .string($0.rfc3339) })
    put("synched_at", synchedAt.map { .string($0.rfc3339) })
    let times = consents.filter { $0.value.seconds != 0 }.sorted { $0.key < $1.key }
      .map { JSONValue.Member(key: $0.key, value: .string($0.value.rfc3339)) }
    put("consents", times.isEmpty ? nil : .object(times))
    let terms = agreements.sorted { $0.key < $1.key }.map { tag, agreement -> JSONValue in
      [
        "tag": .string(tag), "agreed_at": .string(agreement.at.rfc3339), "agreed_by": .string(agreement.by.rawValue),
      ]
    }
    put("service_terms", terms.isEmpty ? nil : .array(terms))
    put("addresses", addresses.isEmpty ? nil : .array(addresses.map(\.json)))
    let custom = properties.sorted { $0.key < $1.key }
      .map { JSONValue.Member(key: $0.key, value: .string($0.value)) }
    put("properties", custom.isEmpty ? nil : .object(custom))
    return .object(members)
  }
}

extension SandboxAccount {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "email", "email_valid", "email_verified", "name", "gender", "birthyear", "birthday", "birthday_type",
        "leap_month", "age_range", "ci", "ci_authenticated_at", "profile_image_url", "thumbnail_image_url",
        "default_nickname", "status", "talk_user",
      ])
    self.init()
    email = try object.string("email")
    isEmailValid = try object.flag("email_valid") ?? true
    isEmailVerified = try object.flag("email_verified") ?? true
    name = try object.string("name")
    gender = try object.choice("gender", of: Gender.self)
    birthyear = try object.string("birthyear")
    birthday = try object.string("birthday")
    birthdayType = try object.choice("birthday_type", of: BirthdayType.self) ?? .solar
    isLeapMonth = try object.flag("leap_month")
    ageRange = try object.string("age_range")
    ci = try object.string("ci")
    ciAuthenticatedAt = try object.time("ci_authenticated_at")
    profileImageURL = try object.string("profile_image_url")
    thumbnailImageURL = try object.string("thumbnail_image_url")
    isDefaultNickname = try object.flag("default_nickname") ?? false
    status = try object.choice("status", of: Status.self) ?? .active
    isTalkUser = try object.flag("talk_user") ?? true
  }

  var json: JSONValue {
    let pairs: [(String, JSONValue?)] = [
      ("email", email.map(JSONValue.string)), ("email_valid", isEmailValid ? nil : false),
      ("email_verified", isEmailVerified ? nil : false), ("name", name.map(JSONValue.string)),
      ("gender", gender.map { .string($0.rawValue) }), ("birthyear", birthyear.map(JSONValue.string)),
      ("birthday", birthday.map(JSONValue.string)),
      ("birthday_type", birthdayType == .solar ? nil : .string(birthdayType.rawValue)),
      ("leap_month", isLeapMonth.map(JSONValue.bool)), ("age_range", ageRange.map(JSONValue.string)),
      ("ci", ci.map(JSONValue.string)), ("ci_authenticated_at", ciAuthenticatedAt.map { .string($0.rfc3339) }),
      ("profile_image_url", profileImageURL.map(JSONValue.string)),
      ("thumbnail_image_url", thumbnailImageURL.map(JSONValue.string)),
      ("default_nickname", isDefaultNickname ? true : nil),
      ("status", status == .active ? nil : .string(status.rawValue)), ("talk_user", isTalkUser ? nil : false),
    ]
    return .object(pairs.compactMap { key, value in value.map { .init(key: key, value: $0) } })
  }
}

extension SandboxAddress {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "id", "name", "is_default", "updated_at", "type", "base_address", "detail_address", "receiver_name",
        "receiver_phone_number1", "receiver_phone_number2", "zone_number", "zip_code",
      ])
    guard let id = try object.integer("id") else { throw object.missing("id") }
    self.init(id: id)
    name = try object.string("name")
    isDefault = try object.flag("is_default") ?? false
    updatedAt = try object.time("updated_at")
    kind = try object.choice("type", of: Kind.self)
    base = try object.string("base_address")
    detail = try object.string("detail_address")
    receiverName = try object.string("receiver_name")
    receiverPhone1 = try object.string("receiver_phone_number1")
    receiverPhone2 = try object.string("receiver_phone_number2")
    zoneNumber = try object.string("zone_number")
    zipCode = try object.string("zip_code")
  }

  var json: JSONValue {
    let pairs: [(String, JSONValue?)] = [
      ("id", .integer(id)), ("name", name.map(JSONValue.string)), ("is_default", .bool(isDefault)),
      ("updated_at", updatedAt.map { .string($0.rfc3339) }), ("type", kind.map { .string($0.rawValue) }),
      ("base_address", base.map(JSONValue.string)), ("detail_address", detail.map(JSONValue.string)),
      ("receiver_name", receiverName.map(JSONValue.string)),
      ("receiver_phone_number1", receiverPhone1.map(JSONValue.string)),
      ("receiver_phone_number2", receiverPhone2.map(JSONValue.string)),
      ("zone_number", zoneNumber.map(JSONValue.string)), ("zip_code", zipCode.map(JSONValue.string)),
    ]
    return .object(pairs.compactMap { key, value in value.map { .init(key: key, value: $0) } })
  }
}
