extension SandboxState {
  /// `GET /v2/api/talk/channels`, with a user's token or an admin key.
  func channels(
    _ request: SandboxRequest, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let user: SandboxUser
    let query: [String: String]
    let common = ["channel_ids", "channel_id_type"]
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
      guard let found = users[UserKey(app: app.id, id: id)] else { throw Self.unlinked(id) }
      user = found
    }
    guard let app = app(user.app) else { throw Self.unlinked(user.id) }
    try checkConsent(user)
    answer.body = relations(of: user, in: try wantedChannels(query, app))
  }

  /// `GET /v2/api/talk/channels/multi`, with an admin key.
  func channelsOfMany(_ request: SandboxRequest, _ answer: inout KakaoAnswer) throws(KakaoFailure) {
    let app = try keyCaller(request, .channelLookup)
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
    let channels = try wantedChannels(query, app)
    var result: [JSONValue] = []
    // The order of the answer is not published: by id, so that a client has to match by id.
    for id in ids.sorted() {
      do throws(KakaoFailure) {
        guard let user = users[UserKey(app: app.id, id: id)] else { throw Self.unlinked(id) }
        try checkConsent(user)
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

  private static func unlinked(_ id: Int64) -> KakaoFailure {
    KakaoFailure(
      -101, 400, "NotRegisteredUserException", ko: "회원 \(id)은(는) 앱에 연결되어 있지 않습니다.",
      en: "User \(id) is not linked to the app.")
  }

  private func checkConsent(_ user: SandboxUser) throws(KakaoFailure) {
    guard user.isLinked else { throw Self.unlinked(user.id) }
    guard user.scopes.contains("plusfriends") else {
      var failure = KakaoFailure(
        -402, 403, "insufficient scopes.", ko: "회원 \(user.id)이(가) plusfriends에 동의하지 않았습니다.",
        en: "User \(user.id) has not consented to plusfriends.")
      failure.details = [
        .init(key: "api_type", value: .string(settings.channelAPIType)),
        .init(key: "required_scopes", value: ["plusfriends"]),
        .init(key: "allowed_scopes", value: .array(user.scopes.sorted().map(JSONValue.string))),
      ]
      throw failure
    }
  }

  /// The connected channels asked for, or all. One that exists but is not connected is left out, as the first version
  /// of the API was documented to do.
  private func wantedChannels(_ query: [String: String], _ app: SandboxApp) throws(KakaoFailure) -> [SandboxChannel] {
    if let type = query["channel_id_type"], type != "channel_public_id" {
      throw .parameter(
        ko: "channel_id_type은 \"channel_public_id\"만 있습니다.",
        en: "channel_id_type has the one value \"channel_public_id\".")
    }
    guard let list = query["channel_ids"] else {
      return app.channels.compactMap { channel($0) }.filter { !$0.isBlocked }
    }
    var result: [SandboxChannel] = []
    for id in list.split(separator: ",").map(String.init) {
      guard let channel = channel(id) else { throw .unknownChannel(id) }
      if channel.isBlocked { throw .blockedChannel(id) }
      if app.channels.contains(id) { result.append(channel) }
    }
    return result
  }

  private func relations(of user: SandboxUser, in channels: [SandboxChannel]) -> JSONValue {
    let list = channels.map { channel in
      let relation = user.relations[channel.publicID] ?? SandboxUser.Relation(state: .none)
      var members: [JSONValue.Member] = [
        .init(key: "channel_uuid", value: .string(channel.uuid)),
        .init(key: "channel_public_id", value: .string(channel.publicID)),
        .init(key: "relation", value: .string(relation.state.rawValue)),
      ]
      if let created = relation.createdAt {
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
