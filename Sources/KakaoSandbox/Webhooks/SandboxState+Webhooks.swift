extension SandboxState {
  // MARK: Unlink

  /// Queues the unlink webhook of an app, as a query or a form.
  mutating func queueUnlink(_ user: UserKey, because reason: SandboxUnlinkReason, at now: SandboxTime) {
    guard let app = app(user.app), let url = app.webhooks.unlinkURL, !url.isEmpty else { return }
    let fields = [
      ("app_id", String(app.id)), ("user_id", String(user.id)), ("referrer_type", reason.rawValue),
    ]
    let form = fields.map { "\($0)=\(PageParts.segment($1))" }.joined(separator: "&")
    var request = SandboxWebhookRequest(kind: .unlink, method: app.webhooks.unlinkMethod.rawValue, url: url)
    switch app.webhooks.unlinkMethod {
    case .get: request.url += (url.contains("?") ? "&" : "?") + form
    case .post:
      request.headers["Content-Type"] = "application/x-www-form-urlencoded;charset=utf-8"
      request.body = Array(form.utf8)
    }
    queue(
      request, of: app, at: now,
      SandboxText(ko: "회원 \(user.id) 연결 해제(\(reason.rawValue))", en: "User \(user.id) unlinked (\(reason.rawValue))"))
  }

  // MARK: Channel

  /// Queues the channel webhook of an app the channel is connected to. Only `ADDED` and `BLOCKED` have one.
  mutating func queueRelation(_ user: SandboxUser, _ channel: SandboxChannel, at now: SandboxTime) {
    guard let app = app(user.app), app.channels.contains(channel.publicID), let url = app.webhooks.channelURL,
      !url.isEmpty, let relation = user.relations[channel.publicID], relation.state != .none
    else { return }
    // Somebody who did not consent to the channel item can not be told apart for the app.
    let isKnown = user.isLinked && user.consents["plusfriends"] != nil
    let id = isKnown ? String(user.id) : Self.openID(user.account)
    let time = relation.updatedAt ?? now
    var members: [JSONValue.Member] = [
      .init(key: "event", value: relation.state == .added ? "added" : "blocked"),
      .init(key: "id", value: .string(id)), .init(key: "id_type", value: isKnown ? "app_user_id" : "open_id"),
    ]
    if settings.channelWebhookNames != .old {
      members += [
        .init(key: "channel_public_id", value: .string(channel.publicID)),
        .init(key: "channel_uuid", value: .string(channel.uuid)),
      ]
    }
    members.append(.init(key: "updated_at", value: .string(time.rfc3339)))
    if settings.channelWebhookNames != .new {
      members += [
        .init(key: "plus_friend_public_id", value: .string(channel.publicID)),
        .init(key: "plus_friend_uuid", value: .string(channel.uuid)),
        .init(key: "timestamp", value: .integer(time.seconds &* 1000)),
      ]
    }
    var request = SandboxWebhookRequest(
      kind: .channel, method: "POST", url: url, body: JSONValue.object(members).encoded)
    request.headers = [
      "Content-Type": "application/json", "User-Agent": "KakaoOpenAPI/1.0",
      "X-Kakao-Resource-ID": drawn(24, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
    ]
    let verb = relation.state == .added ? "추가" : "차단"
    queue(
      request, of: app, at: now,
      SandboxText(
        ko: "회원 \(id)이(가) 채널 \(channel.publicID) \(verb)",
        en: "User \(id) \(relation.state == .added ? "added" : "blocked") channel \(channel.publicID)"))
  }

  /// What stands for a person towards an app that may not know who it is: the same for one account every time.
  static func openID(_ account: String) -> String {
    var generator = SplitMix64(state: 0x6F70_656E)
    for byte in account.utf8 { generator.state = generator.next() ^ UInt64(byte) }
    return String(1_000_000_000 + generator.next() % 9_000_000_000)
  }

  // MARK: Account

  /// Queues a security event token.
  ///
  /// - Parameters:
  ///   - reason: goes into the payload where there is one.
  ///   - scopes: what an event about consents is about.
  mutating func queueEvent(
    _ event: SandboxSecurityEvent, of user: UserKey, reason: String? = nil, scopes: [String] = [], at now: SandboxTime
  ) {
    guard let app = app(user.app), let url = app.webhooks.accountURL, !url.isEmpty else { return }
    if let wanted = app.webhooks.accountEvents, !wanted.contains(event.rawValue) { return }
    let sub = JSONValue.string(String(user.id))
    let issuer = JSONValue.string(settings.issuer)
    var payload: [JSONValue.Member] = [
      .init(key: "subject", value: ["subject_type": "iss-sub", "iss": issuer, "sub": sub])
    ]
    if let reason { payload.append(.init(key: "reason", value: .string(reason))) }
    if !scopes.isEmpty {
      payload.append(
        .init(key: settings.eventScopesKey, value: .array(scopes.sorted().map(JSONValue.string))))
    }
    let audience =
      switch settings.eventAudience {
      case .restKey: keys.first { $0.app == app.id && $0.kind == .rest }?.value ?? String(app.id)
      case .appID: String(app.id)
      }
    // There is no `exp`.
    let claims: JSONValue = [
      "iss": issuer, "aud": .string(audience), "iat": .integer(now.seconds), "jti": .string(drawn(32)), "sub": sub,
      "toe": .integer(now.seconds), "txn": .string(drawn(24)), "app_id": .string(String(app.id)),
      "events": .object([.init(key: event.uri, value: .object(payload))]),
    ]
    let about = SandboxText(ko: "회원 \(user.id) \(event.rawValue)", en: "User \(user.id) \(event.rawValue)")
    do {
      var request = SandboxWebhookRequest(
        kind: .account, method: "POST", url: url, body: Array(try sign(claims, type: "secevent+jwt").utf8))
      request.headers = ["Content-Type": "application/secevent+jwt"]
      queue(request, of: app, at: now, about)
    } catch {
      let request = SandboxWebhookRequest(kind: .account, method: "POST", url: url)
      fail(request, of: app, error.text, about, at: now)
    }
  }

  // MARK: The queue

  /// Takes a webhook in for sending, with the primary admin key where its kind carries one.
  private mutating func queue(
    _ request: SandboxWebhookRequest, of app: SandboxApp, at now: SandboxTime, _ about: SandboxText
  ) {
    var request = request
    if request.kind != .account {
      guard let key = keys.first(where: { $0.app == app.id && $0.kind == .admin && $0.isPrimary }) else {
        let reason = SandboxText(
          ko: "앱 \(app.id)에 대표 어드민 키가 없어 보낼 수 없습니다.", en: "App \(app.id) has no primary admin key to send with.")
        return fail(request, of: app, reason, about, at: now)
      }
      request.headers["Authorization"] = "KakaoAK \(key.value)"
    }
    let fault = faults.meet(webhook: request.kind)
    webhooks.add(request, app: app.id, about: about, at: now, fault: fault, keeping: settings.deliveryEntries)
  }

  private mutating func fail(
    _ request: SandboxWebhookRequest, of app: SandboxApp, _ reason: SandboxText, _ about: SandboxText,
    at now: SandboxTime
  ) {
    webhooks.add(request, app: app.id, about: about, at: now, fault: nil, keeping: settings.deliveryEntries)
    webhooks.finish(webhooks.total, .failed(reason))
  }
}
