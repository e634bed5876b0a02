// The JSON forms of keys and channels in the control plane and a state.

extension SandboxKey {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "name", "value", "kind", "categories", "primary", "app", "redirect_uris", "logout_redirect_uris",
        "client_secret", "client_secret_on",
      ])
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
      categories: categories, isPrimary: try object.flag("primary") ?? false, app: try object.integer("app") ?? 1,
      redirectURIs: try object.strings("redirect_uris") ?? [],
      logoutRedirectURIs: try object.strings("logout_redirect_uris") ?? [],
      clientSecret: try object.string("client_secret"), usesClientSecret: try object.flag("client_secret_on"))
  }

  /// - Parameter revealed: whether key and secret are written whole, as an export does, or their last four characters.
  func json(revealed: Bool) -> JSONValue {
    func shown(_ text: String) -> String { revealed ? text : "…" + text.suffix(text.count > 8 ? 4 : 0) }
    return [
      "name": .string(name), "value": .string(shown(value)),
      "kind": .string(kind.rawValue),
      "categories": .array(categories.map(\.rawValue).sorted().map(JSONValue.string)), "primary": .bool(isPrimary),
      "app": .integer(app), "redirect_uris": .array(redirectURIs.map(JSONValue.string)),
      "logout_redirect_uris": .array(logoutRedirectURIs.map(JSONValue.string)),
      "client_secret": .text(clientSecret.map(shown)), "client_secret_on": .bool(usesClientSecret),
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
