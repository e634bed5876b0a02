/// Everything the sandbox knows. A value with pure transitions: the same state, request and time give the same answer
/// and the same new state.
struct SandboxState: Sendable {
  var settings: SandboxSettings
  var generator: SplitMix64
  var apps: [SandboxApp]
  var keys: [SandboxKey] = []
  /// Channels in the order of creation.
  var channels: [SandboxChannel] = []
  var users: [UserKey: SandboxUser] = [:]
  var files: [Int64: CustomerFile] = [:]
  var lastFileID: Int64 = 15_000
  var login = LoginState()
  /// Seconds that the sandbox's clock is ahead of the machine's.
  var clockOffset: Int64 = 0
  /// KakaoTalk: friends, templates, messages.
  var talk = TalkBook()
  /// Webhooks waiting and done.
  var webhooks = WebhookBook()
  /// Calls of `/v1/user/ids` in the last minute, by app.
  var idCalls: [Int64: [SandboxTime]] = [:]
  var faults = FaultBook()
  var journal = SandboxJournal()

  /// User ids are an app's own.
  struct UserKey: Hashable, Sendable, Comparable {
    var app: Int64
    var id: Int64

    static func < (left: UserKey, right: UserKey) -> Bool { (left.app, left.id) < (right.app, right.id) }
  }

  init(settings: SandboxSettings) {
    self.settings = settings
    self.generator = SplitMix64(state: settings.seed)
    self.apps = [SandboxApp(id: 1, name: "sandbox")]
  }

  /// The sandbox's time at a time of the machine.
  func time(_ machine: SandboxTime) -> SandboxTime { SandboxTime(seconds: machine.seconds &+ clockOffset) }

  func app(_ id: Int64) -> SandboxApp? { apps.first { $0.id == id } }

  func channel(_ id: String) -> SandboxChannel? { channels.first { $0.publicID == id } }

  /// What pages call a channel: its name, or else its public id.
  func channelName(_ id: String) -> String {
    channel(id).flatMap { $0.name.isEmpty ? nil : $0.name } ?? id
  }

  /// The files of a channel, oldest first.
  func files(of channel: String?) -> [CustomerFile] {
    files.values.filter { channel == nil || $0.channel == channel }.sorted { $0.id < $1.id }
  }

  var sortedUsers: [SandboxUser] {
    users.values.sorted { ($0.app, $0.id) < ($1.app, $1.id) }
  }

  /// People in a file that the sandbox knows as friends of its channel.
  func friends(in file: CustomerFile) -> Int {
    users.values.count { user in
      guard user.relations[file.channel]?.state == .added else { return false }
      let phone = user.phone.flatMap { Int64($0) }
      return file.appRows.contains(user.id) || (phone.map { file.phoneRows.contains($0) } ?? false)
    }
  }

  func isAggregating(_ file: CustomerFile, at now: SandboxTime) -> Bool {
    settings.aggregationSeconds > 0 && now.seconds < file.updatedAt.seconds + settings.aggregationSeconds
      && file.updatedAt > file.createdAt
  }
}
