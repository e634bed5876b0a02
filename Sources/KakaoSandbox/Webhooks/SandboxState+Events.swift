extension SandboxState {
  /// Who made something happen.
  enum Cause: Sendable {
    /// The person, or Kakao, outside of the app: webhooks tell the app.
    case kakao
    /// The app itself, by a call: it knows already.
    case ownCall
  }

  /// Why a link ends.
  enum UnlinkCause: Sendable {
    case kakao(SandboxUnlinkReason)
    case ownCall
  }

  /// What may happen to a user beside an unlink.
  enum Happening: Sendable {
    case linked
    case consented([String])
    case withdrew([String])
  }

  /// Ends a link with its tokens, consents and agreements, and tells the app unless it did so itself.
  mutating func unlink(_ user: UserKey, because cause: UnlinkCause, at now: SandboxTime) {
    guard let found = users[user], found.isLinked || found.isPreregistered else { return }
    unlink(user)
    if !settings.unlinkKeepsRelations { users[user]?.relations = [:] }
    switch cause {
    case .kakao(let reason):
      queueUnlink(user, because: reason, at: now)
      queueEvent(.userUnlinked, of: user, reason: reason.rawValue, at: now)
    case .ownCall:
      if settings.sendsEventsForOwnCalls { queueEvent(.userUnlinked, of: user, at: now) }
    }
  }

  /// Tells an app of something that happened to its user.
  mutating func tell(_ happening: Happening, of user: UserKey, by cause: Cause, at now: SandboxTime) {
    guard cause == .kakao || settings.sendsEventsForOwnCalls else { return }
    switch happening {
    case .linked: queueEvent(.userLinked, of: user, at: now)
    case .consented(let scopes): queueEvent(.userScopeConsent, of: user, scopes: scopes, at: now)
    case .withdrew(let scopes): queueEvent(.userScopeWithdraw, of: user, scopes: scopes, at: now)
    }
  }

  /// Takes consents away.
  mutating func withdraw(_ scopes: Set<String>, of user: UserKey, by cause: Cause, at now: SandboxTime) {
    let held = scopes.filter { users[user]?.consents[$0] != nil }
    guard !held.isEmpty else { return }
    for id in held { users[user]?.consents[id] = nil }
    tell(.withdrew(held.sorted()), of: user, by: cause, at: now)
  }

  /// Adds consents, as the person does on a consent screen.
  mutating func consent(_ scopes: Set<String>, of user: UserKey, by cause: Cause, at now: SandboxTime) {
    let new = scopes.filter { users[user]?.consents[$0] == nil }
    guard !new.isEmpty else { return }
    for id in new { users[user]?.consents[id] = now }
    tell(.consented(new.sorted()), of: user, by: cause, at: now)
  }

  /// Tells an app of what a login changed: the link and the consents.
  mutating func tellLogin(since old: SandboxUser, at now: SandboxTime) {
    guard let user = users[old.key] else { return }
    if !old.isLinked, user.isLinked, !user.isPreregistered { tell(.linked, of: user.key, by: .kakao, at: now) }
    let granted = user.scopes.subtracting(old.scopes)
    if !granted.isEmpty { tell(.consented(granted.sorted()), of: user.key, by: .kakao, at: now) }
  }

  /// Tells an app what was changed about its user from outside.
  mutating func tellChanges(since old: SandboxUser, at now: SandboxTime) {
    let key = old.key
    guard let user = users[key] else { return }
    if !old.isLinked, user.isLinked { tell(.linked, of: key, by: .kakao, at: now) }
    if old.isLinked, !user.isLinked {
      endLogins(of: key)
      queueUnlink(key, because: .unlinkFromApps, at: now)
      queueEvent(.userUnlinked, of: key, reason: SandboxUnlinkReason.unlinkFromApps.rawValue, at: now)
    }
    if old.isLinked, user.isLinked {
      let (granted, withdrawn) = (user.scopes.subtracting(old.scopes), old.scopes.subtracting(user.scopes))
      if !granted.isEmpty { tell(.consented(granted.sorted()), of: key, by: .kakao, at: now) }
      if !withdrawn.isEmpty { tell(.withdrew(withdrawn.sorted()), of: key, by: .kakao, at: now) }
    }
    if old.profile.status != user.profile.status {
      let event: SandboxSecurityEvent =
        switch user.profile.status {
        case .active: .accountEnabled
        case .dormant, .restricted: .accountDisabled
        case .deleted: .accountPurged
        }
      queueEvent(event, of: key, at: now)
    }
    if old.profile.email != user.profile.email || old.phone != user.phone {
      queueEvent(.identifierChanged, of: key, at: now)
    }
    if old.nickname != user.nickname || old.profile.profileImageURL != user.profile.profileImageURL {
      queueEvent(.userProfileChanged, of: key, at: now)
    }
    for (channel, relation) in user.relations.sorted(by: { $0.key < $1.key })
    where relation.state != old.relations[channel]?.state ?? .none {
      if let channel = self.channel(channel) { queueRelation(user, channel, at: now) }
    }
  }

  /// The users of all apps behind whom one account stands.
  private func people(with user: UserKey) -> [UserKey] {
    guard apps.count > 1, let account = users[user]?.account else { return [user] }
    return users.values.filter { $0.account == account }.map(\.key).sorted()
  }

  /// Deletes a Kakao account: every app's user of the person is unlinked and told of, and the person's data is gone.
  mutating func deleteAccount(_ user: UserKey, because reason: SandboxUnlinkReason, at now: SandboxTime) {
    guard let account = users[user]?.account else { return }
    for key in people(with: user) {
      unlink(key, because: .kakao(reason), at: now)
      queueEvent(.accountPurged, of: key, at: now)
      talk.forget(key)
      var profile = SandboxAccount()
      profile.status = .deleted
      users[key]?.profile = profile
      users[key]?.nickname = ""
      users[key]?.phone = nil
      users[key]?.addresses = []
      users[key]?.relations = [:]
    }
    login.sessions = login.sessions.filter { $0.value.account != account }
    if login.talkAccount == account { login.talkAccount = nil }
  }

  /// Ends the link of everybody who logged in to an app without automatic linking and did not sign up in a day.
  mutating func settlePreregistrations(at now: SandboxTime) {
    guard apps.contains(where: { !$0.login.linksAutomatically }) else { return }
    let late = users.values.filter { user in
      user.isPreregistered && user.connectedAt.map { now.seconds - $0.seconds >= 86_400 } == true
    }
    for key in late.map(\.key).sorted() { unlink(key, because: .kakao(.incompleteSignUp), at: now) }
  }

  /// Sets how a person and a channel stand to each other, for every app that knows the person, and tells the apps that
  /// the channel is connected to.
  mutating func settleRelation(
    of user: UserKey, to channel: SandboxChannel, _ state: SandboxUser.Relation.State, at now: SandboxTime
  ) {
    for key in people(with: user) {
      let old = users[key]?.relations[channel.publicID] ?? SandboxUser.Relation(state: .none)
      var relation = old
      relation.state = state
      relation.updatedAt = state == .none ? nil : now
      if state == .added, relation.createdAt == nil { relation.createdAt = now }
      users[key]?.relations[channel.publicID] = relation
      if old.state != state, let changed = users[key] { queueRelation(changed, channel, at: now) }
    }
  }
}
