extension SandboxState {
  /// Answers the part of the control plane that is about what people do, messages and webhooks; `nil` for another path.
  mutating func controlPeople(
    _ request: SandboxRequest, _ parts: [String], _ now: SandboxTime
  ) throws(SandboxError) -> SandboxResponse? {
    switch (parts.first ?? "", parts.count) {
    case ("users", 2) where request.method == "GET": return .json(try person(try userKey(request, parts)))
    case ("users", 3...4) where parts[2] != "relations":
      var copy = self
      let response = try copy.controlPerson(request, parts, now)
      self = copy
      return response
    case ("messages", 1): return try controlMessages(request)
    case ("templates", 1...2): return try controlTemplates(request, parts)
    case ("deliveries", 1...2): return try controlDeliveries(request, parts, now)
    default: return nil
    }
  }

  /// `app` of a query or a body, 1 unless said.
  private func userKey(_ request: SandboxRequest, _ parts: [String], _ body: JSONValue? = nil) throws(SandboxError)
    -> UserKey
  {
    let text = request.parameters?.first { $0.name == "app" }?.value
    guard let id = Int64(parts[1]), let app = body?["app"]?.integer ?? text.map({ Int64($0) }) ?? 1 else {
      throw Self.noRoute(request)
    }
    let key = UserKey(app: app, id: id)
    guard users[key] != nil else {
      throw SandboxError(.notFound, ko: "회원 \(id)이(가) 없습니다.", en: "There is no user \(id).")
    }
    return key
  }

  private func person(_ key: UserKey) throws(SandboxError) -> JSONValue {
    guard case .object(let members) = users[key]?.json(revealed: false) else { return .null }
    let friends = (talk.friends[key] ?? []).map { $0.json(of: key) }
    return .object(members + [.init(key: "friends", value: .array(friends))])
  }

  private mutating func controlPerson(
    _ request: SandboxRequest, _ parts: [String], _ now: SandboxTime
  ) throws(SandboxError) -> SandboxResponse {
    let hasBody = request.method != "GET" && request.method != "DELETE" && !request.body.isEmpty
    let body: JSONValue = hasBody ? try json(request) : .object([])
    let key = try userKey(request, parts, body)
    switch (request.method, parts[2], parts.count) {
    case ("POST", "unlink", 3):
      let object = try ControlObject(body, "unlink", known: ["reason", "app"])
      unlink(
        key, because: .kakao(try object.choice("reason", of: SandboxUnlinkReason.self) ?? .unlinkFromApps), at: now)
    case ("POST", "delete", 3):
      let object = try ControlObject(body, "delete", known: ["reason", "app"])
      deleteAccount(key, because: try object.choice("reason", of: SandboxUnlinkReason.self) ?? .accountDelete, at: now)
    case ("POST", "consents", 3):
      let object = try ControlObject(body, "consents", known: ["grant", "withdraw", "app"])
      consent(Set(try object.strings("grant") ?? []), of: key, by: .kakao, at: now)
      withdraw(Set(try object.strings("withdraw") ?? []), of: key, by: .kakao, at: now)
    case ("POST", "service_terms", 3):
      let object = try ControlObject(body, "service_terms", known: ["agree", "withdraw", "app"])
      for tag in try object.strings("agree") ?? [] where users[key]?.agreements[tag] == nil {
        users[key]?.agreements[tag] = SandboxUser.Agreement(at: now)
      }
      for tag in try object.strings("withdraw") ?? [] { users[key]?.agreements[tag] = nil }
    case ("POST", "events", 3):
      let object = try ControlObject(body, "event", known: ["event", "reason", "scopes", "app"])
      guard let event = try object.choice("event", of: SandboxSecurityEvent.self) else { throw object.missing("event") }
      queueEvent(
        event, of: key, reason: try object.string("reason"), scopes: try object.strings("scopes") ?? [], at: now)
    case (_, "addresses", 3...4): try controlAddresses(request, parts, key, body, now)
    case (_, "friends", 3...4): try controlFriends(request, parts, key, body)
    default: throw Self.noRoute(request)
    }
    return .json(try person(key))
  }

  private mutating func controlAddresses(
    _ request: SandboxRequest, _ parts: [String], _ key: UserKey, _ body: JSONValue, _ now: SandboxTime
  ) throws(SandboxError) {
    var list = users[key]?.addresses ?? []
    switch (request.method, parts.count) {
    case ("GET", 3): return
    case ("POST", 3):
      guard case .object(let members) = body else { throw Self.noRoute(request) }
      var address = try SandboxAddress(.object(members.filter { $0.key != "app" }), "address")
      if address.updatedAt == nil { address.updatedAt = now }
      if address.isDefault { for index in list.indices { list[index].isDefault = false } }
      list.removeAll { $0.id == address.id }
      list.append(address)
    case ("DELETE", 4):
      guard list.contains(where: { String($0.id) == parts[3] }) else {
        throw SandboxError(.notFound, ko: "배송지 \(parts[3])이(가) 없습니다.", en: "There is no address \(parts[3]).")
      }
      list.removeAll { String($0.id) == parts[3] }
    default: throw Self.noRoute(request)
    }
    users[key]?.addresses = list
  }

  private mutating func controlFriends(
    _ request: SandboxRequest, _ parts: [String], _ key: UserKey, _ body: JSONValue
  ) throws(SandboxError) {
    switch (request.method, parts.count) {
    case ("GET", 3): return
    case ("PUT", 4):
      let object = try ControlObject(body, "friend", known: ["favorite", "allowed_msg", "uuid", "mutual", "app"])
      guard let id = Int64(parts[3]) else { throw Self.noRoute(request) }
      let old = talk.friends[key]?.first { $0.id == id }
      try befriend(
        key,
        SandboxFriend(
          id: id, uuid: try object.string("uuid") ?? old?.uuid ?? TalkBook.uuid(app: key.app, key.id, id),
          isFavorite: try object.flag("favorite") ?? old?.isFavorite ?? false,
          allowsMessages: try object.flag("allowed_msg") ?? old?.allowsMessages ?? true))
      let other = UserKey(app: key.app, id: id)
      guard try object.flag("mutual") ?? true, talk.friends[other]?.contains(where: { $0.id == key.id }) != true else {
        return
      }
      try befriend(other, SandboxFriend(id: key.id, uuid: TalkBook.uuid(app: key.app, id, key.id)))
    case ("DELETE", 4):
      guard let id = Int64(parts[3]), talk.friends[key]?.contains(where: { $0.id == id }) == true else {
        throw SandboxError(.notFound, ko: "친구 \(parts[3])이(가) 없습니다.", en: "There is no friend \(parts[3]).")
      }
      talk.friends[key]?.removeAll { $0.id == id }
      talk.friends[UserKey(app: key.app, id: id)]?.removeAll { $0.id == key.id }
    default: throw Self.noRoute(request)
    }
  }

  private mutating func controlMessages(_ request: SandboxRequest) throws(SandboxError) -> SandboxResponse {
    switch request.method {
    case "DELETE": talk.forgetMessages()
    case "GET": break
    default: throw Self.noRoute(request)
    }
    let (offset, limit) = try page(request)
    let values = Dictionary((request.parameters ?? []).map { ($0.name, $0.value) }) { first, _ in first }
    let user = values["user"].flatMap { Int64($0) }.map {
      UserKey(app: values["app"].flatMap { Int64($0) } ?? 1, id: $0)
    }
    let after = values["after"].flatMap { Int($0) } ?? 0
    let list = talk.newest(after: after, offset: offset, limit: limit, of: user)
    return .json(["total": .integer(talk.lastNumber), "messages": .array(list.map(\.json))])
  }

  private mutating func controlTemplates(
    _ request: SandboxRequest, _ parts: [String]
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("POST", 1):
      var copy = self
      for (index, json) in try list(request).enumerated() { try copy.add(SandboxTemplate(json, "templates[\(index)]")) }
      self = copy
    case ("DELETE", 2):
      guard talk.templates.contains(where: { String($0.id) == parts[1] }) else {
        throw SandboxError(
          .notFound, ko: "메시지 템플릿 \(parts[1])이(가) 없습니다.", en: "There is no message template \(parts[1]).")
      }
      talk.templates.removeAll { String($0.id) == parts[1] }
    default: throw Self.noRoute(request)
    }
    return .json(["templates": .array(talk.templates.map(\.json))])
  }

  private mutating func controlDeliveries(
    _ request: SandboxRequest, _ parts: [String], _ now: SandboxTime
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("DELETE", 1): webhooks.forget()
    case ("POST", 2):
      guard let number = Int(parts[1]),
        webhooks.repeatDelivery(number, at: now, keeping: settings.deliveryEntries)
      else {
        throw SandboxError(.notFound, ko: "웹훅 전송 \(parts[1])이(가) 없습니다.", en: "There is no delivery \(parts[1]).")
      }
    default: throw Self.noRoute(request)
    }
    let (offset, limit) = try page(request)
    let after = request.parameters?.first { $0.name == "after" }.flatMap { Int($0.value) } ?? 0
    let list = webhooks.newest(after: after, offset: offset, limit: limit)
    return .json(["total": .integer(webhooks.total), "deliveries": .array(list.map { $0.json(label(of: $0)) })])
  }
}
