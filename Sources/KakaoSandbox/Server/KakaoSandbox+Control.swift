extension KakaoSandbox {
  /// Makes a channel, connected to `app` unless that is `nil`.
  ///
  /// - Throws: `conflict` when there is one of this public id, `notFound` for an unknown app.
  public func createChannel(_ channel: SandboxChannel, connectedTo app: Int64? = 1) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.add(channel, connectedTo: app) }
  }

  /// Connects a channel to an app or takes it off.
  public func setConnected(_ channel: String, _ connected: Bool, app: Int64 = 1) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.connect(channel, to: app, connected) }
  }

  /// Blocks a channel, as Kakao does (-544), or frees it.
  public func setBlocked(_ channel: String, _ blocked: Bool) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.block(channel, blocked) }
  }

  /// The channels, in the order of creation.
  public var channels: [SandboxChannel] { read { state, _ in state.channels } }

  /// Adds a key to an app.
  ///
  /// - Throws: `conflict` when a key has this name or value.
  public func addKey(_ key: SandboxKey) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.add(key) }
  }

  /// Takes a key away by its name.
  public func removeKey(named name: String) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.removeKey(name) }
  }

  /// Adds an app.
  ///
  /// - Throws: `conflict` when there is one of this id, `notFound` for an unknown channel.
  public func createApp(_ app: SandboxApp) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.add(app) }
  }

  /// The apps, in the order of creation.
  public var apps: [SandboxApp] { read { state, _ in state.apps } }

  /// Changes an app's name, channels, login settings or webhooks.
  ///
  /// - Throws: `notFound` for an unknown app or channel, `invalid` when the id is changed.
  public func updateApp(_ id: Int64 = 1, _ body: (inout SandboxApp) -> Void) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in
      try state.requireApp(id)
      for old in state.apps where old.id == id {
        var app = old
        body(&app)
        try state.replace(old, by: app)
      }
    }
  }

  /// The sandbox's time: the machine's, moved by ``advanceClock(by:)``.
  public var time: SandboxTime { read { _, now in now } }

  /// Moves the clock that everything is stamped and expires by.
  ///
  /// - Throws: `invalid` more than a hundred years away from the machine's time.
  public func advanceClock(by seconds: Int64) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.moveClock(by: seconds) }
  }

  /// Adds people, all or none.
  public func addUsers(_ users: [SandboxUser]) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in
      var copy = state
      for user in users { try copy.add(user) }
      state = copy
    }
  }

  /// The people, by app and id.
  public var users: [SandboxUser] { read { state, _ in state.sortedUsers } }

  /// Changes how a user stands to a channel, as if they had done it now.
  public func setRelation(
    _ relation: SandboxUser.Relation.State, of user: Int64, to channel: String, app: Int64 = 1
  ) throws(SandboxError) {
    try withState { state, now throws(SandboxError) in
      try state.relate(user, of: app, to: channel, relation, at: now)
    }
  }

  /// Links a user to the app or unlinks them, and replaces their consents unless `scopes` is `nil`.
  public func setUser(
    _ user: Int64, linked: Bool, scopes: Set<String>? = nil, app: Int64 = 1
  ) throws(SandboxError) {
    try withState { state, now throws(SandboxError) in
      let old = state.users[SandboxState.UserKey(app: app, id: user)]
      try state.change(user, of: app) { user in
        user.isLinked = linked
        if let scopes { user.scopes = scopes }
      }
      if let old { state.tellChanges(since: old, at: now) }
    }
  }

  /// Adds a fault rule and gives its number.
  @discardableResult
  public func addFault(_ fault: SandboxFault) -> Int {
    read { state, _ in state.faults.add(fault) }
  }

  /// Takes all fault rules away.
  public func clearFaults() {
    read { state, _ in state.faults.removeAll() }
  }

  /// The files of a channel, or of all, by id.
  public func files(of channel: String? = nil) -> [SandboxFile] {
    read { state, _ in
      state.files(of: channel).map { file in
        SandboxFile(
          id: file.id, channel: file.channel, name: file.name,
          schema: file.columns.map { .init(name: $0.name, type: $0.kind.rawValue) }, registered: file.count,
          friends: state.friends(in: file), createdAt: file.createdAt, updatedAt: file.updatedAt)
      }
    }
  }

  /// Rows of a file: people by app user id first, then by phone, each in the order of arrival.
  ///
  /// - Throws: `notFound` for an unknown file.
  public func rows(of file: Int64, offset: Int = 0, limit: Int = .max) throws(SandboxError) -> [SandboxRow] {
    try withState { state, _ throws(SandboxError) in
      guard let found = state.files[file] else { throw SandboxState.noFile(file) }
      return state.rows(of: found, offset: offset, limit: limit).map { row in
        SandboxRow(
          userType: row.type.rawValue, id: row.id,
          fields: Dictionary(row.values.map { ($0.key, $0.token) }) { $1 })
      }
    }
  }

  /// Removes a file, as the partner centre does; Kakao has no API for it.
  public func removeFile(_ file: Int64) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in try state.removeFile(file) }
  }

  /// Requests received, newest first.
  ///
  /// - Parameter number: only those with a higher number.
  public func journal(after number: Int = 0, limit: Int = .max) -> [SandboxJournalEntry] {
    read { state, _ in
      state.journal.newest(after: number, limit: limit, keeping: state.settings.journalEntries)
    }
  }

  /// Requests received, by `METHOD /path`; paths that nobody serves are under `other`.
  public var counts: [String: SandboxCount] {
    read { state, _ in
      state.journal.counts.mapValues {
        SandboxCount(total: $0.total, byStatus: $0.byStatus, dropped: $0.dropped)
      }
    }
  }

  /// The whole state as JSON: apps, keys, channels, people, files with all rows, faults. Not the journal.
  public func exportState() -> [UInt8] {
    StateExport.bytes(read { state, _ in state })
  }

  /// Puts an exported state, or a seed, in place of the present one.
  ///
  /// - Throws: `invalid` when it can not be read; the present state stays then.
  public func importState(_ bytes: [UInt8]) throws(SandboxError) {
    let imported = try StateImport.state(bytes, settings: settings)
    read { state, _ in
      let (journal, webhooks) = (state.journal, state.webhooks)
      state = imported
      (state.journal, state.webhooks) = (journal, webhooks)
    }
  }
}
