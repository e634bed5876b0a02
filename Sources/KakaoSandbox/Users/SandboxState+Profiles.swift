extension SandboxState {
  func me(
    _ call: KapiCall, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> JSONValue {
    UserDocument(
      user: try call.person, app: call.app, settings: settings, now: now,
      isSecure: try call.flag("secure_resource") ?? false, wanted: try wanted(call, &answer)
    ).me
  }

  func appUsers(
    _ call: KapiCall, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> JSONValue {
    guard call["target_id_type"] == "user_id" else {
      throw .parameter(ko: "target_id_type은 \"user_id\"여야 합니다.", en: "target_id_type must be \"user_id\".")
    }
    _ = try call.required("target_ids")
    guard case .array(let elements) = try call.json("target_ids"), !elements.isEmpty,
      elements.allSatisfy({ $0.integer.map { $0 > 0 } == true })
    else {
      throw .parameter(
        ko: "target_ids는 [1,2]처럼 회원번호(정수)의 JSON 배열입니다.",
        en: "target_ids is a JSON array of app user ids, integers: [1,2].")
    }
    let wanted = try wanted(call, &answer)
    let limit = wanted == nil ? settings.maximumUsersPerList : settings.maximumUsersPerListWithKeys
    guard elements.count <= limit else {
      throw .parameter(
        ko: "target_ids는 \(limit)명까지입니다. 받은 수: \(elements.count)",
        en: "target_ids takes at most \(limit) users. Received: \(elements.count)")
    }
    var result: [JSONValue] = []
    var seen: Set<Int64> = []
    for id in elements.compactMap(\.integer) where seen.insert(id).inserted {
      guard let user = users[UserKey(app: call.app.id, id: id)], user.isLinked, user.profile.status == .active else {
        answer.hint(ko: "회원 \(id) 제외: 앱에 연결되어 있지 않습니다.", en: "User \(id) is left out: not linked to the app.")
        continue
      }
      let document = UserDocument(
        user: user, app: call.app, settings: settings, now: now, isSecure: false, wanted: wanted)
      var members = document.basic
      if wanted != nil {
        if let account = document.account { members.append(.init(key: "kakao_account", value: account)) }
        if let properties = document.properties { members.append(.init(key: "properties", value: properties)) }
      }
      result.append(.object(members))
    }
    return settings.wrapsAppUsers ? ["elements": .array(result)] : .array(result)
  }

  /// `property_keys`: a JSON array of `group.key`, or `group.` for a whole group.
  private func wanted(
    _ call: KapiCall, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> UserDocument.Wanted? {
    guard let keys = try call.strings("property_keys") else { return nil }
    var wanted = UserDocument.Wanted()
    for key in keys {
      let parts = key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      switch (parts.first ?? "", parts.count > 1 ? parts[1] : nil) {
      case ("kakao_account", ""): wanted.allGroups = true
      case ("properties", ""): wanted.allProperties = true
      case ("kakao_account", let group?) where UserDocument.groups.contains(group): wanted.groups.insert(group)
      case ("properties", let name?): wanted.properties.insert(name)
      default:
        let ko = "property_keys에 모르는 값이 있습니다: \(key)"
        let en = "property_keys has an unknown value: \(key)"
        if settings.unknownParameter == .refuseCall { throw .parameter(ko: ko, en: en) }
        answer.hint(ko: ko, en: en)
      }
    }
    return wanted
  }

  /// `from_id` is inclusive, and the addresses of the neighbours carry a key, as Kakao's do.
  mutating func userIDs(
    _ call: KapiCall, _ request: SandboxRequest, _ now: SandboxTime
  ) throws(KakaoFailure) -> JSONValue {
    let calls = (idCalls[call.app.id] ?? []).filter { $0.seconds > now.seconds - 60 }
    idCalls[call.app.id] = calls
    guard calls.count < settings.userIDCallsPerMinute else {
      throw KakaoFailure(
        -10, 429, "API limit has been exceeded.", ko: "회원번호 목록은 앱마다 1분에 \(settings.userIDCallsPerMinute)번까지 조회합니다.",
        en: "An app lists user ids at most \(settings.userIDCallsPerMinute) times a minute.")
    }
    idCalls[call.app.id]?.append(now)
    let limit = Int(try call.integer("limit", in: 1...100) ?? 100)
    let isAscending = try call.choice("order", of: ["asc", "desc"]) != "desc"
    let from = try call.integer("from_id", in: 1...Int64.max)
    let all = users.values.filter { $0.app == call.app.id && $0.isLinked && !$0.isPreregistered }.map(\.id).sorted()
    let ids = isAscending ? all : all.reversed()
    func isBefore(_ id: Int64, _ other: Int64) -> Bool { isAscending ? id < other : id > other }
    let start = from.map { from in ids.firstIndex { !isBefore($0, from) } ?? ids.endIndex } ?? 0
    let page = ids[start...].prefix(limit)
    let order = isAscending ? "asc" : "desc"
    func link(_ id: Int64, _ order: String) -> JSONValue {
      let key = keys.first { $0.app == call.app.id && $0.kind == .rest }?.value ?? ""
      let host = request.headers["host"] ?? "kapi.kakao.com"
      let path = KapiEndpoint.userIDs.path
      return .string(
        "http://\(host)\(path)?limit=\(limit)&order=\(order)&from_id=\(id)&app_key=\(PageParts.segment(key))")
    }
    // Since from_id is inclusive, the page before begins `limit` earlier and the next one with the first id that follows.
    let before = start > 0 ? ids[max(0, start - limit)] : nil
    let after = page.endIndex < ids.endIndex ? ids[page.endIndex] : nil
    var members: [JSONValue.Member] = [.init(key: "elements", value: .array(page.map { .integer($0) }))]
    if settings.sendsDeprecatedFields { members.append(.init(key: "total_count", value: .integer(all.count))) }
    members += [
      .init(key: "before_url", value: before.map { link($0, order) } ?? .null),
      .init(key: "after_url", value: after.map { link($0, order) } ?? .null),
    ]
    return .object(members)
  }
}
