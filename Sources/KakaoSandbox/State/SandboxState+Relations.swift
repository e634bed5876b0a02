extension SandboxState {
  /// The consent item that relations to channels need.
  static let channelItem = "plusfriends"

  /// `GET /v2/api/talk/channels`, with a user's token or an admin key; or the first version of it, `/v1/…`, which takes
  /// its channels as a JSON array and knows no `created_at`.
  func channels(
    _ request: SandboxRequest, _ now: SandboxTime, isLegacy: Bool = false, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let user: SandboxUser
    let query: [String: String]
    let common = isLegacy ? ["channel_public_ids"] : ["channel_ids", "channel_id_type"]
    if request.headers["authorization"]?.hasPrefix("Bearer ") == true {
      let found = try bearerUser(request, now).user
      query = try self.query(request, known: common, &answer)
      user = found
    } else {
      let app = try keyCaller(request, .channelLookup)
      query = try self.query(request, known: common + ["target_id", "target_id_type"], &answer)
      try checkIDType(query)
      guard let id = query["target_id"].flatMap(Self.userID) else {
        throw .parameter(ko: "target_id는 회원번호(정수)입니다.", en: "target_id is an app user id, an integer.")
      }
      guard let found = users[UserKey(app: app.id, id: id)] else { throw .unlinked(id) }
      user = found
    }
    guard let app = app(user.app) else { throw .unlinked(user.id) }
    try checkApp(app)
    try checkRelations(of: user, app, at: now)
    let channels = isLegacy ? try legacyChannels(query, app) : try wantedChannels(query, app)
    answer.body = relations(of: user, in: channels, tellsCreation: !isLegacy)
  }

  /// `GET /v2/api/talk/channels/multi`, with an admin key.
  func channelsOfMany(
    _ request: SandboxRequest, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let app = try keyCaller(request, .channelLookup)
    try checkApp(app)
    let query = try query(
      request, known: ["channel_ids", "channel_id_type", "target_ids", "target_id_type"], &answer)
    try checkIDType(query)
    guard let list = query["target_ids"], !list.isEmpty else {
      throw .parameter(ko: "target_ids가 없습니다.", en: "target_ids is missing.")
    }
    let parts = list.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= settings.maximumUsersPerLookup else {
      throw .parameter(
        ko: "한 번에 \(settings.maximumUsersPerLookup)명까지입니다. 받은 수: \(parts.count)",
        en: "At most \(settings.maximumUsersPerLookup) users per call. Received: \(parts.count)")
    }
    var ids: Set<Int64> = []
    for part in parts {
      guard let id = Self.userID(part) else {
        throw .parameter(
          ko: "target_ids는 쉼표로 구분한 회원번호이며 JSON 배열이 아닙니다: \(part.prefix(30))",
          en: "target_ids is app user ids with commas between them, not a JSON array: \(part.prefix(30))")
      }
      ids.insert(id)
    }
    try checkItem(Self.channelItem, app)
    let channels = try wantedChannels(query, app)
    var result: [JSONValue] = []
    // The order of the answer is not published: by id, so that a client has to match by id.
    for id in ids.sorted() {
      do throws(KakaoFailure) {
        guard let user = users[UserKey(app: app.id, id: id)] else { throw .unlinked(id) }
        try checkRelations(of: user, app, at: now)
        result.append(relations(of: user, in: channels))
      } catch {
        if settings.absentUser == .refuseCall { throw error }
        answer.hint(ko: "회원 \(id) 제외: \(error.remark.ko)", en: "User \(id) is left out: \(error.remark.en)")
      }
    }
    answer.body = .array(result)
  }

  private static func userID(_ text: some StringProtocol) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
      return nil
    }
    return Int64(text)
  }

  private func checkIDType(_ query: [String: String]) throws(KakaoFailure) {
    guard query["target_id_type"] == "user_id" else {
      throw .parameter(ko: "target_id_type은 \"user_id\"여야 합니다.", en: "target_id_type must be \"user_id\".")
    }
  }

  private func checkRelations(
    of user: SandboxUser, _ app: SandboxApp, at now: SandboxTime
  ) throws(KakaoFailure) {
    try checkUser(user, app, takesPreregistered: false, at: now)
    try checkConsent(user, app, to: [Self.channelItem])
  }

  /// The connected channels asked for, or all. One that exists but is not connected is left out, as the first version
  /// of the API was documented to do.
  private func wantedChannels(_ query: [String: String], _ app: SandboxApp) throws(KakaoFailure) -> [SandboxChannel] {
    if let type = query["channel_id_type"], type != "channel_public_id" {
      throw .parameter(
        ko: "channel_id_type은 \"channel_public_id\"만 있습니다.",
        en: "channel_id_type has the one value \"channel_public_id\".")
    }
    return try connected(query["channel_ids"]?.split(separator: ",").map(String.init), app)
  }

  private func legacyChannels(_ query: [String: String], _ app: SandboxApp) throws(KakaoFailure) -> [SandboxChannel] {
    try connected(
      try KapiCall(app: app, user: nil, token: nil, parameters: query).strings("channel_public_ids"), app)
  }

  private func connected(_ ids: [String]?, _ app: SandboxApp) throws(KakaoFailure) -> [SandboxChannel] {
    guard let ids else { return app.channels.compactMap { channel($0) }.filter { !$0.isBlocked } }
    var result: [SandboxChannel] = []
    for id in ids {
      guard let channel = channel(id) else { throw .unknownChannel(id) }
      if channel.isBlocked { throw .blockedChannel(id) }
      if app.channels.contains(id) { result.append(channel) }
    }
    return result
  }

  private func relations(
    of user: SandboxUser, in channels: [SandboxChannel], tellsCreation: Bool = true
  ) -> JSONValue {
    let list = channels.map { channel in
      let relation = user.relations[channel.publicID] ?? SandboxUser.Relation(state: .none)
      var members: [JSONValue.Member] = [
        .init(key: "channel_uuid", value: .string(channel.uuid)),
        .init(key: "channel_public_id", value: .string(channel.publicID)),
        .init(key: "relation", value: .string(relation.state.rawValue)),
      ]
      if tellsCreation, let created = relation.createdAt {
        members.append(.init(key: "created_at", value: .string(created.rfc3339)))
      }
      if relation.state != .none, let updated = relation.updatedAt {
        members.append(.init(key: "updated_at", value: .string(updated.rfc3339)))
      }
      return JSONValue.object(members)
    }
    return ["user_id": .integer(user.id), "channels": .array(list)]
  }
}
