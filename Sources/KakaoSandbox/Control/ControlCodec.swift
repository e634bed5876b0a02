// The JSON forms of what the control plane and a state hold.

extension SandboxApp {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(json, place, known: ["id", "name", "customer_files", "channels"])
    guard let id = try object.integer("id") else { throw object.missing("id") }
    self.init(
      id: id, name: try object.string("name") ?? "", customerFiles: try object.flag("customer_files") ?? true,
      channels: try object.strings("channels") ?? [])
  }

  var json: JSONValue {
    [
      "id": .integer(id), "name": .string(name), "customer_files": .bool(customerFiles),
      "channels": .array(channels.map(JSONValue.string)),
    ]
  }
}

extension SandboxKey {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place, known: ["name", "value", "kind", "categories", "primary", "app"])
    guard let value = try object.string("value"), !value.isEmpty else { throw object.missing("value") }
    var categories = Set(Category.allCases)
    if let names = try object.strings("categories") {
      categories = []
      for name in names {
        guard let category = Category(rawValue: name) else {
          throw SandboxError(
            .invalid, ko: "\(place).categories에 모르는 값이 있습니다: \(name)",
            en: "\(place).categories has an unknown value: \(name)")
        }
        categories.insert(category)
      }
    }
    self.init(
      name: try object.string("name") ?? "key", value: value, kind: try object.choice("kind", of: Kind.self) ?? .admin,
      categories: categories, isPrimary: try object.flag("primary") ?? false, app: try object.integer("app") ?? 1)
  }

  /// - Parameter revealed: whether the whole key is written, as an export does, or its last four characters.
  func json(revealed: Bool) -> JSONValue {
    [
      "name": .string(name), "value": .string(revealed ? value : "…" + value.suffix(value.count > 8 ? 4 : 0)),
      "kind": .string(kind.rawValue),
      "categories": .array(categories.map(\.rawValue).sorted().map(JSONValue.string)), "primary": .bool(isPrimary),
      "app": .integer(app),
    ]
  }
}

extension SandboxChannel {
  /// - Parameter extra: further keys that the caller reads itself.
  init(_ json: JSONValue, _ place: String, extra: [String] = []) throws(SandboxError) {
    let object = try ControlObject(json, place, known: ["public_id", "uuid", "name", "blocked"] + extra)
    guard let id = try object.string("public_id") else { throw object.missing("public_id") }
    self.init(
      publicID: id, uuid: try object.string("uuid") ?? "", name: try object.string("name") ?? "",
      isBlocked: try object.flag("blocked") ?? false)
  }

  var json: JSONValue {
    ["public_id": .string(publicID), "uuid": .string(uuid), "name": .string(name), "blocked": .bool(isBlocked)]
  }
}

extension SandboxUser {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place, known: ["id", "app", "nickname", "phone", "linked", "scopes", "tokens", "relations"])
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
      id: id, app: try object.integer("app") ?? 1, nickname: try object.string("nickname") ?? "",
      phone: try object.string("phone"), isLinked: try object.flag("linked") ?? true,
      scopes: Set(try object.strings("scopes") ?? ["plusfriends"]), tokens: Set(try object.strings("tokens") ?? []),
      relations: relations)
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
    return [
      "id": .integer(id), "app": .integer(app), "nickname": .string(nickname), "phone": .text(phone),
      "linked": .bool(isLinked), "scopes": .array(scopes.sorted().map(JSONValue.string)),
      "tokens": revealed ? .array(tokens.sorted().map(JSONValue.string)) : .integer(tokens.count),
      "relations": .array(list),
    ]
  }
}
