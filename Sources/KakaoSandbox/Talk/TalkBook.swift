/// KakaoTalk as the sandbox keeps it: who is whose friend, templates of the console, and messages sent.
struct TalkBook: Sendable, Equatable {
  typealias UserKey = SandboxState.UserKey

  /// Friends of a user in the order of adding.
  var friends: [UserKey: [SandboxFriend]] = [:]
  /// Templates of the console's message builder.
  var templates: [SandboxTemplate] = []
  /// The newest messages, oldest first.
  private(set) var messages: [SandboxMessage] = []
  private(set) var lastNumber = 0
  private var counts = DayCounts()

  /// How many messages went out on one day, Asia/Seoul.
  private struct DayCounts: Sendable, Equatable {
    struct Pair: Hashable, Sendable {
      var sender: UserKey
      var receiver: UserKey
    }

    var day: Int64 = .min
    var apps: [Int64: Int] = [:]
    var sent: [UserKey: Int] = [:]
    var received: [UserKey: Int] = [:]
    var pairs: [Pair: Int] = [:]

    mutating func add(_ message: SandboxMessage) {
      let sender = UserKey(app: message.app, id: message.sender)
      let receiver = UserKey(app: message.app, id: message.receiver)
      apps[message.app, default: 0] += 1
      sent[sender, default: 0] += 1
      guard !message.isMemo else { return }
      received[receiver, default: 0] += 1
      pairs[Pair(sender: sender, receiver: receiver), default: 0] += 1
    }
  }

  private static func day(_ time: SandboxTime) -> Int64 {
    let local = time.seconds &+ 9 * 3600
    return local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
  }

  private mutating func turn(to now: SandboxTime) {
    let today = Self.day(now)
    guard counts.day != today else { return }
    counts = DayCounts(day: today)
    for message in messages.reversed() where Self.day(message.time) == today { counts.add(message) }
  }

  /// Why a message may not go out today, `nil` when it may. A message to oneself counts for app and sender only.
  mutating func refusal(
    from sender: UserKey, to receiver: UserKey, at now: SandboxTime, _ settings: SandboxSettings
  ) -> KakaoFailure? {
    turn(to: now)
    if counts.apps[sender.app, default: 0] >= settings.messagesPerApp {
      return KakaoFailure(
        -10, 400, "API limit has been exceeded.", ko: "앱의 하루 메시지 한도 \(settings.messagesPerApp)건을 넘었습니다.",
        en: "The app's daily limit of \(settings.messagesPerApp) messages is used up.")
    }
    if counts.sent[sender, default: 0] >= settings.messagesPerSender {
      return KakaoFailure(
        -532, 400, "daily message limit per sender has been exceeded.",
        ko: "보내는 사람의 하루 한도 \(settings.messagesPerSender)건을 넘었습니다.",
        en: "The sender's daily limit of \(settings.messagesPerSender) messages is used up.")
    }
    guard sender != receiver else { return nil }
    if counts.received[receiver, default: 0] >= settings.messagesPerReceiver {
      return KakaoFailure(
        -533, 400, "daily message limit per receiver has been exceeded.",
        ko: "받는 사람의 하루 한도 \(settings.messagesPerReceiver)건을 넘었습니다.",
        en: "The receiver's daily limit of \(settings.messagesPerReceiver) messages is used up.")
    }
    let pair = DayCounts.Pair(sender: sender, receiver: receiver)
    if counts.pairs[pair, default: 0] >= settings.messagesPerPair {
      return KakaoFailure(
        -536, 400, "daily message limit between sender and receiver has been exceeded.",
        ko: "두 사람 사이의 하루 한도 \(settings.messagesPerPair)건을 넘었습니다.",
        en: "The daily limit of \(settings.messagesPerPair) messages between these two is used up.")
    }
    return nil
  }

  /// Numbers and keeps a message. Those of the day are counted also after they are forgotten.
  mutating func send(_ message: SandboxMessage, keeping limit: Int) {
    turn(to: message.time)
    var message = message
    lastNumber += 1
    message.number = lastNumber
    counts.add(message)
    keep(message, limit)
  }

  /// Puts a message of an export back, with its number.
  mutating func restore(_ message: SandboxMessage) {
    lastNumber = max(lastNumber, message.number)
    messages.append(message)
  }

  /// Numbers go on from here at least.
  mutating func setLastNumber(_ number: Int) { lastNumber = max(lastNumber, number) }

  private mutating func keep(_ message: SandboxMessage, _ limit: Int) {
    messages.append(message)
    if messages.count > limit + limit / 4 { messages.removeFirst(messages.count - limit) }
  }

  /// The newest messages, newest first.
  func newest(
    after number: Int = 0, offset: Int = 0, limit: Int = .max, of user: UserKey? = nil
  ) -> [SandboxMessage] {
    let found = messages.reversed().lazy.filter { message in
      guard message.number > number else { return false }
      guard let user else { return true }
      return message.app == user.app && (message.sender == user.id || message.receiver == user.id)
    }
    return Array(found.dropFirst(offset).prefix(limit))
  }

  /// What a person's messages, friendships and place in others' lists leave behind when the account is deleted.
  mutating func forget(_ user: UserKey) {
    friends[user] = nil
    for key in friends.keys where key.app == user.app { friends[key]?.removeAll { $0.id == user.id } }
  }

  mutating func forgetMessages() { messages.removeAll() }

  /// Equal in what an export holds; the counts of the day follow from it.
  static func == (left: TalkBook, right: TalkBook) -> Bool {
    left.friends == right.friends && left.templates == right.templates && left.messages == right.messages
      && left.lastNumber == right.lastNumber
  }

  /// The address of a person, or of a pair of people, in an app: the same in every run.
  static func uuid(app: Int64, _ user: Int64, _ friend: Int64? = nil) -> String {
    var generator = SplitMix64(state: UInt64(bitPattern: app))
    generator.state = generator.next() ^ UInt64(bitPattern: user)
    generator.state = generator.next() ^ UInt64(bitPattern: friend ?? 0) &* 3
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<20).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] })
  }
}
