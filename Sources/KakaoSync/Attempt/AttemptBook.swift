import CommonValues
import ShopModel

/// How attempts travel: in one sealed cookie each, and in the state that Kakao hands back.
struct AttemptBook: Sendable {
  /// As many attempts as one browser keeps.
  static let perBrowser = 10

  let sealer: Sealer
  let random: LoginRandom
  let names: CookieNames

  /// A new attempt with the state to send and the cookies to set, among them those that make room for it.
  func begin(
    _ returnTo: String, _ flags: LoginAttempt.Flags, jar: CookieJar, now: Timestamp
  ) throws -> (attempt: LoginAttempt, state: String, cookies: [SetCookie]) {
    let packed = AddressBytes.packed(returnTo)
    var flags = flags
    if packed.count > LoginAttempt.shortReturn { flags.insert(.returnInState) }
    let attempt = LoginAttempt(seed: random.bytes(32), flags: flags, returnTo: returnTo, createdAt: now)
    let id = attempt.id
    var state = URLSafeText.encode(id)
    // A silent attempt has to find back without a cookie too.
    if !flags.isDisjoint(with: [.silent, .returnInState]) {
      state += "." + (try sealer.seal([flags.rawValue] + packed, .state, context: id, at: now))
    }
    let cookie = try cookie(attempt, id, packed, isDone: false, now: now)
    return (attempt, state, room(in: jar, now: now) + [cookie])
  }

  /// The attempt of a state that this browser began; nil without its cookie.
  func find(_ state: AttemptState, jar: CookieJar, now: Timestamp) -> FoundAttempt? {
    let suffix = "_" + URLSafeText.encode(state.id.prefix(6))
    for (name, value) in jar.cookies where name.hasPrefix(names.attempts) && name.hasSuffix(suffix) {
      guard let first = value.first, first == "p" || first == "d",
        let opened = sealer.open(
          value.dropFirst(), .attempt, context: Array(value.utf8.prefix(1)), maxAge: 86_400, now: now),
        opened.bytes.count >= 33
      else { continue }
      let flags = LoginAttempt.Flags(rawValue: opened.bytes[0])
      let seed = Array(opened.bytes[1..<33])
      guard isEqual(LoginAttempt.id(of: seed), state.id) else { continue }
      let returnTo: String
      if flags.contains(.returnInState) {
        guard let carried = state.returnTo else { continue }
        returnTo = carried
      } else {
        returnTo = AddressBytes.unpacked(opened.bytes[33...])
      }
      // The time of the attempt stands in its cookie's name as well as inside, where nobody can change it.
      let attempt = LoginAttempt(seed: seed, flags: flags, returnTo: returnTo, createdAt: opened.sealedAt)
      return FoundAttempt(attempt: attempt, isDone: first == "d")
    }
    return nil
  }

  /// What a state says by itself, of whatever browser.
  func read(_ state: String, now: Timestamp) -> AttemptState? {
    guard state.utf8.count <= 4096 else { return nil }
    let parts = state.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let id = URLSafeText.decode(parts[0]), id.count == 16 else { return nil }
    guard parts.count == 2 else { return AttemptState(id: id, flags: [], returnTo: nil) }
    guard let opened = sealer.open(parts[1], .state, context: id, maxAge: 86_400, now: now), !opened.bytes.isEmpty
    else { return nil }
    return AttemptState(
      id: id, flags: LoginAttempt.Flags(rawValue: opened.bytes[0]),
      returnTo: AddressBytes.unpacked(opened.bytes.dropFirst()))
  }

  /// The cookie that says that an attempt is over. It stays as long as the attempt might have, so that the same callback again finds
  /// its way back, and is the first to make room.
  func done(_ attempt: LoginAttempt, now: Timestamp) -> [SetCookie] {
    let packed = AddressBytes.packed(attempt.returnTo)
    guard let cookie = try? cookie(attempt, attempt.id, packed, isDone: true, now: now) else { return [] }
    return [cookie]
  }

  /// - Parameter packed: the attempt's return address.
  private func cookie(
    _ attempt: LoginAttempt, _ id: [UInt8], _ packed: [UInt8], isDone: Bool, now: Timestamp
  ) throws -> SetCookie {
    let seconds = UInt32(clamping: attempt.createdAt.milliseconds / 1000)
    let time = String(seconds, radix: 16)
    let name =
      names.attempts + String(repeating: "0", count: max(0, 8 - time.count)) + time + "_"
      + URLSafeText.encode(id.prefix(6))
    let returned = attempt.flags.contains(.returnInState) ? [] : packed
    let letter = isDone ? "d" : "p"
    let value = try sealer.seal(
      [attempt.flags.rawValue] + attempt.seed + returned, .attempt, context: Array(letter.utf8), at: attempt.createdAt)
    let age = (now.milliseconds - attempt.createdAt.milliseconds) / 1000
    return names.set(name, letter + value, maxAge: max(1, Int(LoginAttempt.life - age)))
  }

  /// Removals of what is too old or too much: those that are over first, then the oldest.
  private func room(in jar: CookieJar, now: Timestamp) -> [SetCookie] {
    let prefix = names.attempts
    let known = jar.cookies.filter { $0.name.hasPrefix(prefix) }.map { cookie in
      let time = UInt32(cookie.name.dropFirst(prefix.count).prefix(8), radix: 16) ?? 0
      return (name: cookie.name, time: Int64(time), isDone: !cookie.value.hasPrefix("p"))
    }
    let oldest = now.milliseconds / 1000 - LoginAttempt.life
    let sorted = known.sorted { first, second in
      let (isFirstDead, isSecondDead) = (first.isDone || first.time < oldest, second.isDone || second.time < oldest)
      if isFirstDead != isSecondDead { return isFirstDead }
      return (first.time, first.name) < (second.time, second.name)
    }
    let surplus = max(0, sorted.count - (AttemptBook.perBrowser - 1))
    return sorted.enumerated().filter { $0.offset < surplus || $0.element.time < oldest }
      .map { names.remove($0.element.name) }
  }
}

/// What a state says by itself.
struct AttemptState: Sendable, Hashable {
  let id: [UInt8]
  let flags: LoginAttempt.Flags
  let returnTo: String?

  /// Where a silent attempt goes back to, also without a cookie.
  var silentReturn: String? { flags.contains(.silent) ? returnTo : nil }
}

/// An attempt that this browser began.
struct FoundAttempt: Sendable, Hashable {
  let attempt: LoginAttempt
  /// Whether it came to an end before.
  let isDone: Bool
}
