extension SandboxState {
  /// `/sandbox/api/apps`: the apps of the console with their login settings.
  mutating func controlApps(
    _ request: SandboxRequest, _ parts: [String]
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("POST", 1):
      var copy = self
      for (index, json) in try list(request).enumerated() { try copy.add(SandboxApp(json, "apps[\(index)]")) }
      self = copy
    case ("POST", 2):
      guard let id = Int64(parts[1]), let place = apps.firstIndex(where: { $0.id == id }) else {
        throw SandboxError(.notFound, ko: "앱 \(parts[1])이(가) 없습니다.", en: "There is no app \(parts[1]).")
      }
      try replace(apps[place], by: try SandboxApp(apps[place].json.patched(by: try json(request)), "app"))
    default: throw Self.noRoute(request)
    }
    return .json(["apps": .array(apps.map(\.json))])
  }

  /// `/sandbox/api/clock`: the time that everything is stamped and expires by.
  mutating func controlClock(
    _ request: SandboxRequest, _ parts: [String], _ now: SandboxTime
  ) throws(SandboxError) -> SandboxResponse {
    var now = now
    switch request.method {
    case "GET": break
    case "POST":
      let object = try ControlObject(try json(request), "clock", known: ["advance", "now"])
      let target = try object.time("now")
      let step = try object.integer("advance") ?? target.map { $0.seconds - now.seconds }
      guard let step else { throw object.missing("advance") }
      try moveClock(by: step)
      now = SandboxTime(seconds: now.seconds + step)
    default: throw Self.noRoute(request)
    }
    return .json(["now": .string(now.rfc3339), "offset": .integer(clockOffset)])
  }

  /// - Parameter seconds: negative to go back.
  mutating func moveClock(by seconds: Int64) throws(SandboxError) {
    let (offset, overflow) = clockOffset.addingReportingOverflow(seconds)
    // A hundred years either way keep every sum of times within its type.
    guard !overflow, abs(offset) <= 3_155_760_000 else {
      throw SandboxError(.invalid, ko: "시계는 100년까지 옮길 수 있습니다.", en: "The clock can be moved by up to 100 years.")
    }
    clockOffset = offset
  }

  /// Puts an app in the place of an older version of itself.
  mutating func replace(_ old: SandboxApp, by app: SandboxApp) throws(SandboxError) {
    guard old.id == app.id, let place = apps.firstIndex(where: { $0.id == old.id }) else {
      throw SandboxError(.invalid, ko: "앱의 id는 바꿀 수 없습니다.", en: "The id of an app can not be changed.")
    }
    for id in app.channels { try requireChannel(id) }
    apps[place] = app
  }

  /// Changes a user by a merge patch of its JSON form. `scopes` alone leaves the times of what stays.
  mutating func patch(_ id: Int64, of app: Int64, by patch: JSONValue) throws(SandboxError) {
    let key = UserKey(app: app, id: id)
    guard let user = users[key] else {
      throw SandboxError(.notFound, ko: "회원 \(id)이(가) 없습니다.", en: "There is no user \(id).")
    }
    var base = user.json(revealed: true)
    if patch["scopes"] == nil, patch["consents"] != nil { base = base.patched(by: ["scopes": .null]) }
    let changed = try SandboxUser(base.patched(by: patch), "user")
    guard changed.id == id, changed.app == app else {
      throw SandboxError(
        .invalid, ko: "회원의 id와 app은 바꿀 수 없습니다.", en: "The id and the app of a user can not be changed.")
    }
    for channel in changed.relations.keys { try requireChannel(channel) }
    users[key] = changed
  }
}
