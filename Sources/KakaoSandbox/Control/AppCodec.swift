// The JSON forms of an app and its settings in the control plane and a state.

extension SandboxApp {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "id", "name", "customer_files", "channels", "login", "webhooks", "property_keys", "link_domains", "suspended",
      ])
    guard let id = try object.integer("id") else { throw object.missing("id") }
    self.init(
      id: id, name: try object.string("name") ?? "", customerFiles: try object.flag("customer_files") ?? true,
      channels: try object.strings("channels") ?? [], propertyKeys: try object.strings("property_keys") ?? [])
    linkDomains = try object.strings("link_domains") ?? []
    isSuspended = try object.flag("suspended") ?? false
    if let json = object.value("login") { login = try SandboxLogin(json, "\(place).login") }
    if let json = object.value("webhooks") { webhooks = try SandboxWebhooks(json, "\(place).webhooks") }
  }

  var json: JSONValue {
    [
      "id": .integer(id), "name": .string(name), "customer_files": .bool(customerFiles),
      "channels": .array(channels.map(JSONValue.string)), "login": login.json, "webhooks": webhooks.json,
      "property_keys": .array(propertyKeys.map(JSONValue.string)),
      "link_domains": .array(linkDomains.map(JSONValue.string)), "suspended": .bool(isSuspended),
    ]
  }
}

extension SandboxLogin {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "on", "openid", "sync", "auto_link", "age_limit", "pkce", "consent_items", "service_terms", "offered_channel",
        "testers",
      ])
    self.init()
    isOn = try object.flag("on") ?? isOn
    isOpenIDOn = try object.flag("openid") ?? isOpenIDOn
    isSyncOn = try object.flag("sync") ?? isSyncOn
    linksAutomatically = try object.flag("auto_link") ?? linksAutomatically
    ageLimit = try object.count("age_limit")
    testers = try object.strings("testers")
    pkce = try object.choice("pkce", of: PKCE.self) ?? pkce
    if object.value("consent_items") != nil {
      items = try object.objects("consent_items") { (json, place) throws(SandboxError) in
        try SandboxConsentItem(json, place)
      }
    }
    terms = try object.objects("service_terms") { (json, place) throws(SandboxError) in try SandboxTerm(json, place) }
    offeredChannel = try object.string("offered_channel")
  }

  var json: JSONValue {
    [
      "on": .bool(isOn), "openid": .bool(isOpenIDOn), "sync": .bool(isSyncOn), "auto_link": .bool(linksAutomatically),
      "age_limit": ageLimit.map { .integer($0) } ?? .null, "pkce": .string(pkce.rawValue),
      "testers": testers.map { .array($0.map(JSONValue.string)) } ?? .null,
      "consent_items": .array(items.map(\.json)), "service_terms": .array(terms.map(\.json)),
      "offered_channel": .text(offeredChannel),
    ]
  }
}

extension SandboxConsentItem {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(json, place, known: ["id", "display_name", "level", "type"])
    guard let id = try object.string("id"), !id.isEmpty else { throw object.missing("id") }
    let known = Self.common.first { $0.id == id }
    self.init(
      id: id, displayName: try object.string("display_name") ?? known?.displayName ?? id,
      level: try object.choice("level", of: Level.self) ?? .optional,
      kind: try object.choice("type", of: Kind.self) ?? known?.kind ?? .privacy)
  }

  var json: JSONValue {
    [
      "id": .string(id), "display_name": .string(displayName), "level": .string(level.rawValue),
      "type": .string(kind.rawValue),
    ]
  }
}

extension SandboxTerm {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(json, place, known: ["tag", "title", "required", "url", "revocable"])
    guard let tag = try object.string("tag"), !tag.isEmpty else { throw object.missing("tag") }
    self.init(
      tag: tag, title: try object.string("title") ?? tag, isRequired: try object.flag("required") ?? false,
      url: try object.string("url") ?? "", isRevocable: try object.flag("revocable"))
  }

  var json: JSONValue {
    [
      "tag": .string(tag), "title": .string(title), "required": .bool(isRequired), "url": .string(url),
      "revocable": isRevocable.map(JSONValue.bool) ?? .null,
    ]
  }
}

extension SandboxWebhooks {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: ["unlink_url", "unlink_method", "channel_url", "account_url", "account_events"])
    self.init(
      unlinkURL: try object.string("unlink_url"),
      unlinkMethod: try object.choice("unlink_method", of: Method.self) ?? .post,
      channelURL: try object.string("channel_url"), accountURL: try object.string("account_url"))
    accountEvents = try object.strings("account_events")
  }

  var json: JSONValue {
    [
      "unlink_url": .text(unlinkURL), "unlink_method": .string(unlinkMethod.rawValue), "channel_url": .text(channelURL),
      "account_url": .text(accountURL),
      "account_events": accountEvents.map { .array($0.map(JSONValue.string)) } ?? .null,
    ]
  }
}
