extension SandboxState {
  /// `GET /v1/api/talk/friends`: friends who are linked to the app and consented to `friends`.
  func friends(
    _ call: KapiCall, _ request: SandboxRequest, _ now: SandboxTime
  ) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkConsent(user, call.app, to: ["friends"])
    try checkTalk(user)
    let offset = Int(try call.integer("offset", in: 0...1_000_000_000) ?? 0)
    let limit = try call.integer("limit", in: 1...100).map(Int.init) ?? settings.friendsPerPage
    let isAscending = try call.choice("order", of: ["asc", "desc"]) != "desc"
    let order = try call.choice("friend_order", of: ["favorite", "nickname", "age"]) ?? "favorite"
    let isSecure = try call.flag("secure_resource") ?? false
    var all = shownFriends(of: user)
    all.sort { left, right in
      switch order {
      case "favorite" where left.friend.isFavorite != right.friend.isFavorite: left.friend.isFavorite
      case "age":
        (left.user.age(at: now) ?? 0, left.user.id) < (right.user.age(at: now) ?? 0, right.user.id)
      default: (left.user.nickname, left.user.id) < (right.user.nickname, right.user.id)
      }
    }
    if !isAscending { all.reverse() }
    let page = all.dropFirst(offset).prefix(limit)
    func link(_ offset: Int) -> JSONValue {
      let host = request.headers["host"] ?? "kapi.kakao.com"
      return .string(
        "http://\(host)\(KapiEndpoint.friends.path)?offset=\(offset)&limit=\(limit)&order=\(isAscending ? "asc" : "desc")"
          + "&friend_order=\(order)")
    }
    let elements = page.map { friend, user -> JSONValue in
      var thumbnail = user.consents["profile_image"] == nil ? "" : user.profile.thumbnailImageURL ?? ""
      if isSecure, thumbnail.hasPrefix("http://") { thumbnail = "https://" + thumbnail.dropFirst(7) }
      return [
        "id": .integer(user.id), "uuid": .string(friend.uuid), "favorite": .bool(friend.isFavorite),
        "profile_nickname": .string(user.nickname), "profile_thumbnail_image": .string(thumbnail),
        "allowed_msg": .bool(friend.allowsMessages),
      ]
    }
    var members: [JSONValue.Member] = []
    if !elements.isEmpty || !settings.omitsEmptyFriends {
      members.append(.init(key: "elements", value: .array(elements)))
    }
    members += [
      .init(key: "total_count", value: .integer(all.count)),
      .init(key: "favorite_count", value: .integer(all.count(where: \.friend.isFavorite))),
      .init(key: "before_url", value: offset > 0 ? link(max(0, offset - limit)) : .null),
      .init(key: "after_url", value: offset + page.count < all.count ? link(offset + page.count) : .null),
    ]
    return .object(members)
  }

  /// Friends that an app is shown: linked to it, and consenting to `friends`.
  private func shownFriends(of user: SandboxUser) -> [(friend: SandboxFriend, user: SandboxUser)] {
    (talk.friends[user.key] ?? []).compactMap { friend in
      guard let other = users[UserKey(app: user.app, id: friend.id)], other.isLinked, !other.isPreregistered,
        other.profile.status == .active, other.consents["friends"] != nil
      else { return nil }
      return (friend, other)
    }
  }

  private func checkTalk(_ user: SandboxUser) throws(KakaoFailure) {
    guard user.profile.isTalkUser else {
      throw KakaoFailure(
        -501, 400, "given account is not connected to any talk user.", ko: "회원 \(user.id)은(는) 카카오톡 사용자가 아닙니다.",
        en: "User \(user.id) does not use KakaoTalk.")
    }
  }

  // MARK: Messages

  /// `POST /v2/api/talk/memo/…`: a message to oneself.
  mutating func memo(
    _ endpoint: KapiEndpoint, _ call: KapiCall, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkConsent(user, call.app, to: ["talk_message"])
    try checkTalk(user)
    let message = try content(endpoint, call, &answer)
    if let refusal = talk.refusal(from: user.key, to: user.key, at: now, settings) { throw refusal }
    send(message, from: user, to: user, now)
    return ["result_code": 0]
  }

  /// `POST /v1/api/talk/friends/message/…`. Some receivers may fail in an answer with HTTP 200.
  mutating func message(
    _ endpoint: KapiEndpoint, _ call: KapiCall, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    try checkConsent(user, call.app, to: ["friends", "talk_message"])
    try checkTalk(user)
    let uuids = try receivers(call, user)
    let message = try content(endpoint, call, &answer)
    var reached: [String] = []
    var failures: [(failure: KakaoFailure, uuids: [String])] = []
    for uuid in uuids {
      do throws(KakaoFailure) {
        let friend = try receiver(uuid, of: user, now)
        send(message, from: user, to: friend, now)
        reached.append(uuid)
      } catch {
        if let index = failures.firstIndex(where: { $0.failure.code == error.code }) {
          failures[index].uuids.append(uuid)
        } else {
          failures.append((error, [uuid]))
        }
        answer.fault(error.remark)
      }
    }
    if reached.isEmpty, settings.failsWhenNobodyIsReached, let first = failures.first {
      answer.remarks.removeAll(where: \.isFault)
      throw first.failure
    }
    var members: [JSONValue.Member] = [
      .init(key: "successful_receiver_uuids", value: .array(reached.map(JSONValue.string)))
    ]
    if !failures.isEmpty {
      let list = failures.map { failure, uuids -> JSONValue in
        [
          "code": .integer(failure.code), "msg": .string(failure.message),
          "receiver_uuids": .array(uuids.map(JSONValue.string)),
        ]
      }
      members.append(.init(key: "failure_info", value: .array(list)))
    }
    return .object(members)
  }

  private func receivers(_ call: KapiCall, _ sender: SandboxUser) throws(KakaoFailure) -> [String] {
    _ = try call.required("receiver_uuids")
    let uuids = try call.strings("receiver_uuids") ?? []
    guard !uuids.isEmpty, Set(uuids).count == uuids.count else {
      throw .parameter(
        ko: "receiver_uuids가 비어 있거나 같은 값이 있습니다.", en: "receiver_uuids is empty or has a value twice.")
    }
    guard uuids.count <= settings.maximumReceivers else {
      throw .parameter(
        ko: "receiver_uuids는 \(settings.maximumReceivers)명까지입니다. 받은 수: \(uuids.count)",
        en: "receiver_uuids takes at most \(settings.maximumReceivers) friends. Received: \(uuids.count)")
    }
    guard !uuids.contains(TalkBook.uuid(app: sender.app, sender.id)) else {
      throw .parameter(ko: "받는 사람에 보내는 사람이 있습니다.", en: "The sender is among the receivers.")
    }
    return uuids
  }

  private mutating func receiver(
    _ uuid: String, of sender: SandboxUser, _ now: SandboxTime
  ) throws(KakaoFailure) -> SandboxUser {
    guard let (friend, user) = shownFriends(of: sender).first(where: { $0.friend.uuid == uuid }),
      user.consents["talk_message"] != nil
    else {
      throw KakaoFailure(
        -502, 400, "receiver is not a friend.",
        ko: "받는 사람이 친구가 아니거나, 앱에 연결되지 않았거나, friends와 talk_message에 동의하지 않았습니다.",
        en: "The receiver is no friend, is not linked to the app, or has not consented to friends and talk_message.")
    }
    try checkTalk(user)
    guard friend.allowsMessages else {
      throw KakaoFailure(
        -530, 400, "receiver refuses messages.", ko: "받는 사람이 메시지 수신을 거부했습니다.", en: "The receiver refuses messages.")
    }
    if let refusal = talk.refusal(from: sender.key, to: user.key, at: now, settings) { throw refusal }
    return user
  }

  private mutating func send(
    _ message: SandboxMessage, from sender: SandboxUser, to receiver: SandboxUser, _ now: SandboxTime
  ) {
    var message = message
    message.time = now
    message.app = sender.app
    message.sender = sender.id
    message.receiver = receiver.id
    talk.send(message, keeping: settings.messageEntries)
  }

  /// Checks what is to be sent. Sender, receiver and time are filled in later.
  private func content(
    _ endpoint: KapiEndpoint, _ call: KapiCall, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> SandboxMessage {
    var message = SandboxMessage(
      number: 0, time: SandboxTime(seconds: 0), app: 0, sender: 0, receiver: 0, kind: .custom, objectType: nil,
      content: "")
    var checker = TemplateObject(settings, domains: call.app.linkDomains.isEmpty ? nil : call.app.linkDomains)
    switch endpoint {
    case .memoDefault, .friendsDefault:
      let text = try call.required("template_object")
      message.kind = .standard
      message.objectType = try checker.check(try call.json("template_object") ?? .null).rawValue
      message.content = text
    case .memoScrap, .friendsScrap:
      message.kind = .scrap
      let url = try call.required("request_url")
      guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
        throw .parameter(ko: "request_url은 http(s) 주소입니다.", en: "request_url is an http or https address.")
      }
      try checker.checkLink(url, "request_url")
      message.content = try parameters(of: call, templateIsRequired: false)
    default: message.content = try parameters(of: call, templateIsRequired: true)
    }
    for hint in checker.hints { answer.hint(ko: hint.ko, en: hint.en) }
    return message
  }

  /// The parameters of a scrap or custom message, as JSON text.
  private func parameters(of call: KapiCall, templateIsRequired: Bool) throws(KakaoFailure) -> String {
    var members: [JSONValue.Member] = []
    if let url = call["request_url"] { members.append(.init(key: "request_url", value: .string(url))) }
    if templateIsRequired { _ = try call.required("template_id") }
    let arguments = try call.object("template_args") ?? []
    if let id = try call.integer("template_id", in: 1...Int64.max) {
      guard let template = talk.templates.first(where: { $0.id == id && $0.app == call.app.id }) else {
        throw .parameter(ko: "앱에 메시지 템플릿 \(id)이(가) 없습니다.", en: "The app has no message template \(id).")
      }
      if let known = template.arguments, let stray = arguments.first(where: { !known.contains($0.key) }) {
        throw .parameter(
          ko: "메시지 템플릿 \(id)에 없는 인자입니다: \(stray.key)", en: "Message template \(id) has no argument \(stray.key).")
      }
      members.append(.init(key: "template_id", value: .integer(id)))
    }
    if !arguments.isEmpty {
      members.append(
        .init(key: "template_args", value: .object(arguments.map { .init(key: $0.key, value: .string($0.value)) })))
    }
    return String(decoding: JSONValue.object(members).encoded, as: UTF8.self)
  }
}
