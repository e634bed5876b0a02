/// What the consent screen asks a person for.
struct ConsentSheet: Sendable, Equatable {
  var items: [SandboxConsentItem] = []
  var terms: [SandboxTerm] = []
  var channels: [SandboxChannel] = []
}

/// What a person ticked on it.
struct ConsentChoice: Sendable, Equatable {
  var scopes: Set<String> = []
  var tags: Set<String> = []
  var channels: Set<String> = []

  init(scopes: Set<String> = [], tags: Set<String> = [], channels: Set<String> = []) {
    self.scopes = scopes
    self.tags = tags
    self.channels = channels
  }

  /// Everything that is asked for.
  init(all sheet: ConsentSheet) {
    scopes = Set(sheet.items.map(\.id))
    tags = Set(sheet.terms.map(\.tag))
    channels = Set(sheet.channels.map(\.publicID))
  }

  /// Names of what is required and was not ticked.
  func missing(of sheet: ConsentSheet) -> [String] {
    sheet.items.filter { $0.level == .required && !scopes.contains($0.id) }.map(\.displayName)
      + sheet.terms.filter { $0.isRequired && !tags.contains($0.tag) }.map(\.title)
  }
}

extension SandboxState {
  /// What is to be asked before the code is given; `nil` when nothing is.
  ///
  /// The whole sheet comes up when the user is not linked, or has not been through Kakao Sync yet where the app has it.
  /// Afterwards only `scope` and `service_terms` bring it up again, the latter only with a required term not agreed to.
  func consentSheet(for request: AuthorizeRequest, _ user: SandboxUser) -> ConsentSheet? {
    let login = request.app.login
    let isFirst = !user.isLinked || login.isSyncOn && user.synchedAt == nil
    var sheet = ConsentSheet()
    sheet.items = login.items.filter { item in
      item.level != .off && user.consents[item.id] == nil && (isFirst || request.scopes.contains(item.id))
    }
    if login.isSyncOn {
      let open = login.terms.filter { user.agreements[$0.tag] == nil }
      if let tags = request.tags {
        let wanted = open.filter { tags.contains($0.tag) }
        if wanted.contains(where: \.isRequired) { sheet.terms = wanted }
      } else if isFirst {
        sheet.terms = open
      }
    }
    guard isFirst || !sheet.items.isEmpty || !sheet.terms.isEmpty else { return nil }
    let offered = request.channels ?? (login.isSyncOn ? [login.offeredChannel].compactMap { $0 } : [])
    sheet.channels = offered.filter { request.app.channels.contains($0) && user.relations[$0]?.state != .added }
      .compactMap { channel($0) }.filter { !$0.isBlocked }
    return sheet
  }

  /// Makes what a person agreed to true: the link, consents, agreements and the channel added.
  mutating func accept(
    _ choice: ConsentChoice, of sheet: ConsentSheet, for request: AuthorizeRequest, _ key: UserKey, at now: SandboxTime
  ) {
    guard var user = users[key] else { return }
    let old = user
    if !user.isLinked {
      user.isLinked = true
      user.connectedAt = now
      user.isPreregistered = !request.app.login.linksAutomatically
    }
    if request.app.login.isSyncOn, user.synchedAt == nil { user.synchedAt = now }
    for item in sheet.items where choice.scopes.contains(item.id) { user.consents[item.id] = now }
    for term in sheet.terms where choice.tags.contains(term.tag) {
      user.agreements[term.tag] = SandboxUser.Agreement(at: now, by: .kauth)
    }
    users[key] = user
    tellLogin(since: old, at: now)
    for channel in sheet.channels where choice.channels.contains(channel.publicID) {
      // The channel was looked up for the sheet, so that this can not be refused.
      try? relate(key.id, of: key.app, to: channel.publicID, .added, at: now)
    }
  }
}
