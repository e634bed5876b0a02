extension SandboxState {
  /// Answers a request to `/sandbox/api/…`, all but `reset`, which needs the state at the start.
  mutating func control(_ request: SandboxRequest, at now: SandboxTime) throws(SandboxError) -> SandboxResponse {
    let parts = request.path.split(separator: "/").dropFirst(2).map { SandboxRequest.decode($0) ?? "" }
    if let response = try controlPeople(request, parts, now) { return response }
    switch (request.method, parts.first ?? "", parts.count) {
    case ("GET", "state", 1):
      var response = SandboxResponse(status: 200, headers: ["content-type": "application/json;charset=UTF-8"])
      response.export = StateExport(self)
      return response
    case ("PUT", "state", 1):
      let (journal, webhooks) = (journal, webhooks)
      self = try StateImport.state(try body(request), settings: settings)
      (self.journal, self.webhooks) = (journal, webhooks)
      return .json(countsJSON)
    case (_, "apps", 1...2): return try controlApps(request, parts)
    case (_, "signing-keys", 1): return try controlSigningKeys(request)
    case (_, "talk", 1): return try controlTalk(request)
    case (_, "logins", 1...2): return try controlLogins(request, parts, now)
    case ("POST", "authorize", 1): return try controlAuthorize(request, now)
    case (_, "clock", 1): return try controlClock(request, parts, now)
    case (_, "channels", 1...2): return try controlChannels(request, parts)
    case (_, "keys", 1...2): return try controlKeys(request, parts)
    case (_, "users", 1...2), (_, "users", 4): return try controlUsers(request, parts, now)
    case (_, "files", 1...2): return try controlFiles(request, parts)
    case (_, "journal", 1): return try controlJournal(request)
    case (_, "faults", 1...2): return try controlFaults(request, parts)
    case ("GET", "counts", 1): return .json(countsJSON)
    default: throw Self.noRoute(request)
    }
  }

  static func noRoute(_ request: SandboxRequest) -> SandboxError {
    SandboxError(
      .notFound, ko: "제어 주소가 없습니다: \(request.method) \(request.path)",
      en: "The control plane has no \(request.method) \(request.path).")
  }

  private func body(_ request: SandboxRequest) throws(SandboxError) -> [UInt8] {
    guard !request.bodyIsTooLarge else {
      throw SandboxError(.invalid, ko: "본문이 너무 큽니다.", en: "The body is too large.")
    }
    return request.body
  }

  func json(_ request: SandboxRequest) throws(SandboxError) -> JSONValue {
    do {
      return try JSONValue.parse(try body(request))
    } catch let error as JSONError {
      throw SandboxError(.invalid, ko: error.text.ko, en: error.text.en)
    } catch let error as SandboxError {
      throw error
    } catch {
      throw SandboxError(.invalid, ko: "읽을 수 없는 본문입니다.", en: "The body can not be read.")
    }
  }

  /// A body that may be one object or an array of them.
  func list(_ request: SandboxRequest) throws(SandboxError) -> [JSONValue] {
    let value = try json(request)
    if case .array(let elements) = value { return elements }
    return [value]
  }

  private mutating func controlChannels(
    _ request: SandboxRequest, _ parts: [String]
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("POST", 1):
      var copy = self
      for json in try list(request) {
        let channel = try SandboxChannel(json, "channel", extra: ["connected", "app"])
        let app = json["app"]?.integer ?? 1
        try copy.add(channel, connectedTo: json["connected"]?.flag == false ? nil : app)
      }
      self = copy
    case ("POST", 2):
      let object = try ControlObject(try json(request), "channel", known: ["connected", "blocked", "app"])
      if let connected = try object.flag("connected") {
        try connect(parts[1], to: try object.integer("app") ?? 1, connected)
      }
      if let blocked = try object.flag("blocked") { try block(parts[1], blocked) }
      try requireChannel(parts[1])
    default: throw Self.noRoute(request)
    }
    let list = channels.map { channel in
      guard case .object(let members) = channel.json else { return JSONValue.null }
      let connected = apps.filter { $0.channels.contains(channel.publicID) }
      return .object(
        members + [
          .init(key: "apps", value: .array(connected.map { .integer($0.id) })),
          .init(key: "files", value: .integer(files(of: channel.publicID).count)),
        ])
    }
    return .json(["channels": .array(list)])
  }

  private mutating func controlKeys(
    _ request: SandboxRequest, _ parts: [String]
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("POST", 1):
      var copy = self
      for json in try list(request) { try copy.add(SandboxKey(json, "key")) }
      self = copy
    case ("POST", 2):
      let changed = try key(named: parts[1]).json(revealed: true).patched(by: try json(request))
      try replaceKey(named: parts[1], by: try SandboxKey(changed, "key"))
    case ("DELETE", 2): try removeKey(parts[1])
    default: throw Self.noRoute(request)
    }
    return .json(["keys": .array(keys.map { $0.json(revealed: false) })])
  }

  private mutating func controlUsers(
    _ request: SandboxRequest, _ parts: [String], _ now: SandboxTime
  ) throws(SandboxError) -> SandboxResponse {
    if request.method == "GET", parts.count == 1 {
      let (offset, limit) = try page(request)
      let list = sortedUsers.dropFirst(offset).prefix(limit).map { $0.json(revealed: false) }
      return .json(["total": .integer(users.count), "users": .array(Array(list))])
    }
    if request.method == "POST", parts.count == 1 {
      var copy = self
      let list = try list(request)
      for (index, json) in list.enumerated() { try copy.add(SandboxUser(json, "users[\(index)]")) }
      self = copy
      return .json(["added": .integer(list.count), "total": .integer(users.count)])
    }
    guard parts.count > 1, let id = Int64(parts[1]) else { throw Self.noRoute(request) }
    let body = try json(request)
    let app = body["app"]?.integer ?? 1
    switch (request.method, parts.count) {
    case ("PUT", 4) where parts[2] == "relations":
      let object = try ControlObject(body, "user", known: ["relation", "app"])
      guard let state = try object.choice("relation", of: SandboxUser.Relation.State.self) else {
        throw object.missing("relation")
      }
      try relate(id, of: app, to: parts[3], state, at: now)
    case ("POST", 2):
      let old = users[UserKey(app: app, id: id)]
      try patch(id, of: app, by: body)
      if let old { tellChanges(since: old, at: now) }
    default: throw Self.noRoute(request)
    }
    return .json(users[UserKey(app: app, id: id)]?.json(revealed: false) ?? .null)
  }

  private mutating func controlFiles(
    _ request: SandboxRequest, _ parts: [String]
  ) throws(SandboxError) -> SandboxResponse {
    if request.method == "GET", parts.count == 1 {
      return .json(["files": .array(files(of: nil).map { fileJSON($0) })])
    }
    guard parts.count == 2, let id = Int64(parts[1]) else { throw Self.noRoute(request) }
    switch request.method {
    case "DELETE":
      try removeFile(id)
      return .json(["removed": .integer(id)])
    case "GET":
      guard let file = files[id] else { throw Self.noFile(id) }
      let (offset, limit) = try page(request)
      guard case .object(let members) = fileJSON(file) else { throw Self.noFile(id) }
      // The fields of a row are JSON already; they are put in as they are, so that no number changes.
      var out = JSONValue.object(members + [.init(key: "offset", value: .integer(offset))]).encoded
      out.removeLast()
      out += ",\"rows\":[".utf8
      for (index, row) in rows(of: file, offset: offset, limit: limit).enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        let token = row.type == .app ? row.id : "\"\(row.id)\""
        out += "{\"user_type\":\"\(row.type.rawValue)\",\"id\":\(token),\"field\":".utf8
        out += row.fieldJSON
        out.append(UInt8(ascii: "}"))
      }
      out += "]}".utf8
      return SandboxResponse(
        status: 200, headers: ["content-type": "application/json;charset=UTF-8", "cache-control": "no-store"],
        body: out)
    default: throw Self.noRoute(request)
    }
  }

  private mutating func controlJournal(_ request: SandboxRequest) throws(SandboxError) -> SandboxResponse {
    switch request.method {
    case "DELETE":
      journal = SandboxJournal()
      return .json(["requests": []])
    case "GET":
      let (offset, limit) = try page(request)
      let after = request.parameters?.first { $0.name == "after" }.flatMap { Int($0.value) } ?? 0
      let entries = journal.newest(
        after: after, offset: offset, limit: limit, keeping: settings.journalEntries)
      return .json(["total": .integer(journal.total), "requests": .array(entries.map(\.json))])
    default: throw Self.noRoute(request)
    }
  }

  private mutating func controlFaults(
    _ request: SandboxRequest, _ parts: [String]
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("POST", 1):
      var copy = faults
      for (index, json) in try list(request).enumerated() { copy.add(try SandboxFault(json, "faults[\(index)]")) }
      faults = copy
    case ("DELETE", 1): faults.removeAll()
    case ("DELETE", 2):
      guard let id = Int(parts[1]), faults.remove(id) else {
        throw SandboxError(.notFound, ko: "장애 규칙이 없습니다: \(parts[1])", en: "There is no fault \(parts[1]).")
      }
    default: throw Self.noRoute(request)
    }
    return .json(["faults": .array(faults.entries.map(\.json))])
  }

  /// `offset` and `limit` of a query; 100 entries unless said, 10,000 at most.
  func page(_ request: SandboxRequest) throws(SandboxError) -> (offset: Int, limit: Int) {
    var values = ["offset": 0, "limit": 100]
    for (name, value) in request.parameters ?? [] where values[name] != nil {
      guard let number = Int(value), (0...1_000_000_000).contains(number) else {
        throw SandboxError(.invalid, ko: "\(name)은(는) 0 이상의 정수입니다.", en: "\(name) is an integer from 0 up.")
      }
      values[name] = number
    }
    return (values["offset"] ?? 0, min(values["limit"] ?? 100, 10_000))
  }
}
