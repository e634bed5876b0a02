// The JSON forms of friends, templates and messages in the control plane and a state.

extension SandboxFriend {
  static let keys = ["user", "friend", "uuid", "favorite", "allowed_msg", "app"]

  /// - Returns: the user whose friend it is, and the friend.
  static func read(_ json: JSONValue, _ place: String) throws(SandboxError) -> (SandboxState.UserKey, SandboxFriend) {
    let object = try ControlObject(json, place, known: keys)
    guard let user = try object.integer("user") else { throw object.missing("user") }
    guard let id = try object.integer("friend") else { throw object.missing("friend") }
    let app = try object.integer("app") ?? 1
    let friend = SandboxFriend(
      id: id, uuid: try object.string("uuid") ?? TalkBook.uuid(app: app, user, id),
      isFavorite: try object.flag("favorite") ?? false, allowsMessages: try object.flag("allowed_msg") ?? true)
    return (SandboxState.UserKey(app: app, id: user), friend)
  }

  func json(of user: SandboxState.UserKey) -> JSONValue {
    [
      "user": .integer(user.id), "friend": .integer(id), "uuid": .string(uuid), "favorite": .bool(isFavorite),
      "allowed_msg": .bool(allowsMessages), "app": .integer(user.app),
    ]
  }
}

extension SandboxTemplate {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(json, place, known: ["id", "app", "kind", "args"])
    guard let id = try object.integer("id"), id > 0 else { throw object.missing("id") }
    self.init(
      id: id, app: try object.integer("app") ?? 1, kind: try object.choice("kind", of: Kind.self) ?? .feed,
      arguments: try object.strings("args"))
  }

  var json: JSONValue {
    [
      "id": .integer(id), "app": .integer(app), "kind": .string(kind.rawValue),
      "args": arguments.map { .array($0.map(JSONValue.string)) } ?? .null,
    ]
  }
}

extension SandboxMessage {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: ["number", "time", "app", "sender", "receiver", "kind", "object_type", "content"])
    guard let number = try object.count("number") else { throw object.missing("number") }
    guard let time = try object.time("time") else { throw object.missing("time") }
    guard let sender = try object.integer("sender") else { throw object.missing("sender") }
    guard let receiver = try object.integer("receiver") else { throw object.missing("receiver") }
    guard let kind = try object.choice("kind", of: Kind.self) else { throw object.missing("kind") }
    self.init(
      number: number, time: time, app: try object.integer("app") ?? 1, sender: sender, receiver: receiver, kind: kind,
      objectType: try object.string("object_type"), content: try object.string("content") ?? "")
  }

  var json: JSONValue {
    [
      "number": .integer(number), "time": .string(time.rfc3339), "app": .integer(app), "sender": .integer(sender),
      "receiver": .integer(receiver), "kind": .string(kind.rawValue), "object_type": .text(objectType),
      "content": .string(content),
    ]
  }
}

extension TalkBook {
  /// All friendships, by user, in the order of adding.
  var friendsJSON: JSONValue {
    .array(friends.sorted { $0.key < $1.key }.flatMap { user, friends in friends.map { $0.json(of: user) } })
  }

  /// The keys of an exported state that ``SandboxState/readTalk(_:)`` reads.
  static let stateKeys = ["friends", "templates", "messages", "last_message"]
}

extension SandboxState {
  /// Takes over friends, templates and messages of an export.
  mutating func readTalk(_ object: ControlObject) throws(SandboxError) {
    for (index, json) in try object.list("friends").enumerated() {
      let (user, friend) = try SandboxFriend.read(json, "friends[\(index)]")
      try befriend(user, friend)
    }
    for (index, json) in try object.list("templates").enumerated() {
      try add(SandboxTemplate(json, "templates[\(index)]"))
    }
    for (index, json) in try object.list("messages").enumerated() {
      talk.restore(try SandboxMessage(json, "messages[\(index)]"))
    }
    talk.setLastNumber(try object.count("last_message") ?? 0)
  }

  /// Makes somebody the friend of a user, or changes the friend that is there.
  mutating func befriend(_ user: UserKey, _ friend: SandboxFriend) throws(SandboxError) {
    for id in [user.id, friend.id] where users[UserKey(app: user.app, id: id)] == nil {
      throw SandboxError(.notFound, ko: "회원 \(id)이(가) 없습니다.", en: "There is no user \(id).")
    }
    guard user.id != friend.id else {
      throw SandboxError(.invalid, ko: "자기 자신은 친구가 될 수 없습니다.", en: "Nobody is their own friend.")
    }
    var list = talk.friends[user] ?? []
    if let index = list.firstIndex(where: { $0.id == friend.id }) { list[index] = friend } else { list.append(friend) }
    talk.friends[user] = list
  }

  mutating func add(_ template: SandboxTemplate) throws(SandboxError) {
    try requireApp(template.app)
    guard !talk.templates.contains(where: { $0.id == template.id && $0.app == template.app }) else {
      throw SandboxError(
        .conflict, ko: "메시지 템플릿 \(template.id)이(가) 이미 있습니다.", en: "Message template \(template.id) exists.")
    }
    talk.templates.append(template)
  }
}
