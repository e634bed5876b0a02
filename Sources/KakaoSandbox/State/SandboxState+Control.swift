extension SandboxState {
  mutating func add(_ app: SandboxApp) throws(SandboxError) {
    guard self.app(app.id) == nil else {
      throw SandboxError(.conflict, ko: "앱 \(app.id)이(가) 이미 있습니다.", en: "App \(app.id) exists.")
    }
    for id in app.channels { try requireChannel(id) }
    apps.append(app)
  }

  /// - Parameter app: the app to connect the channel to; `nil` for none.
  mutating func add(_ channel: SandboxChannel, connectedTo app: Int64?) throws(SandboxError) {
    guard self.channel(channel.publicID) == nil else {
      throw SandboxError(
        .conflict, ko: "채널 ‘\(channel.publicID)’이(가) 이미 있습니다.", en: "Channel '\(channel.publicID)' exists.")
    }
    if let app { try requireApp(app) }
    channels.append(channel)
    if let app { try connect(channel.publicID, to: app, true) }
  }

  mutating func connect(_ channel: String, to app: Int64, _ connected: Bool) throws(SandboxError) {
    try requireChannel(channel)
    try requireApp(app)
    for index in apps.indices where apps[index].id == app {
      apps[index].channels.removeAll { $0 == channel }
      if connected { apps[index].channels.append(channel) }
    }
  }

  mutating func block(_ channel: String, _ blocked: Bool) throws(SandboxError) {
    try requireChannel(channel)
    for index in channels.indices where channels[index].publicID == channel { channels[index].isBlocked = blocked }
  }

  mutating func add(_ key: SandboxKey) throws(SandboxError) {
    try requireApp(key.app)
    guard !keys.contains(where: { $0.name == key.name || $0.value == key.value }) else {
      throw SandboxError(
        .conflict, ko: "이름이나 값이 같은 키가 이미 있습니다: \(key.name)", en: "A key of this name or value exists: \(key.name)")
    }
    keys.append(key)
  }

  func key(named name: String) throws(SandboxError) -> SandboxKey {
    guard let key = keys.first(where: { $0.name == name }) else {
      throw SandboxError(.notFound, ko: "키 ‘\(name)’이(가) 없습니다.", en: "There is no key '\(name)'.")
    }
    return key
  }

  mutating func replaceKey(named name: String, by key: SandboxKey) throws(SandboxError) {
    _ = try self.key(named: name)
    try requireApp(key.app)
    guard !keys.contains(where: { $0.name != name && ($0.name == key.name || $0.value == key.value) }) else {
      throw SandboxError(
        .conflict, ko: "이름이나 값이 같은 키가 이미 있습니다: \(key.name)", en: "A key of this name or value exists: \(key.name)")
    }
    for index in keys.indices where keys[index].name == name { keys[index] = key }
  }

  mutating func removeKey(_ name: String) throws(SandboxError) {
    guard keys.contains(where: { $0.name == name }) else {
      throw SandboxError(.notFound, ko: "키 ‘\(name)’이(가) 없습니다.", en: "There is no key '\(name)'.")
    }
    keys.removeAll { $0.name == name }
  }

  mutating func add(_ user: SandboxUser) throws(SandboxError) {
    try requireApp(user.app)
    for channel in user.relations.keys { try requireChannel(channel) }
    let key = UserKey(app: user.app, id: user.id)
    guard users[key] == nil else {
      throw SandboxError(.conflict, ko: "회원 \(user.id)이(가) 이미 있습니다.", en: "User \(user.id) exists.")
    }
    users[key] = user
  }

  /// Changes a relation as if the user had done it now.
  mutating func relate(
    _ user: Int64, of app: Int64, to channel: String, _ state: SandboxUser.Relation.State, at now: SandboxTime
  ) throws(SandboxError) {
    try requireChannel(channel)
    let key = UserKey(app: app, id: user)
    guard users[key] != nil, let found = self.channel(channel) else {
      throw SandboxError(.notFound, ko: "회원 \(user)이(가) 없습니다.", en: "There is no user \(user).")
    }
    settleRelation(of: key, to: found, state, at: now)
  }

  mutating func change(
    _ user: Int64, of app: Int64, _ body: (inout SandboxUser) -> Void
  ) throws(SandboxError) {
    let key = UserKey(app: app, id: user)
    guard var found = users[key] else {
      throw SandboxError(.notFound, ko: "회원 \(user)이(가) 없습니다.", en: "There is no user \(user).")
    }
    body(&found)
    users[key] = found
  }

  mutating func add(_ file: CustomerFile) throws(SandboxError) {
    try requireChannel(file.channel)
    guard files[file.id] == nil else {
      throw SandboxError(.conflict, ko: "파일 \(file.id)이(가) 이미 있습니다.", en: "File \(file.id) exists.")
    }
    files[file.id] = file
    lastFileID = max(lastFileID, file.id)
  }

  /// Kakao has no API for this; it is what the partner centre's 선택 삭제 does.
  mutating func removeFile(_ id: Int64) throws(SandboxError) {
    guard files.removeValue(forKey: id) != nil else { throw Self.noFile(id) }
  }

  static func noFile(_ id: Int64) -> SandboxError {
    SandboxError(.notFound, ko: "파일 \(id)이(가) 없습니다.", en: "There is no file \(id).")
  }

  func requireChannel(_ id: String) throws(SandboxError) {
    guard channel(id) != nil else {
      throw SandboxError(.notFound, ko: "채널 ‘\(id)’이(가) 없습니다.", en: "There is no channel '\(id)'.")
    }
  }

  func requireApp(_ id: Int64) throws(SandboxError) {
    guard app(id) != nil else {
      throw SandboxError(.notFound, ko: "앱 \(id)이(가) 없습니다.", en: "There is no app \(id).")
    }
  }
}
