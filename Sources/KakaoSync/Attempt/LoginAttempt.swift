import CommonValues

/// One login that a browser has begun: everything that the callback has to know of it. Nothing of it is stored; the browser brings it.
struct LoginAttempt: Sendable, Hashable {
  /// How an attempt was begun.
  struct Flags: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// `prompt=none`.
    static let silent = Flags(rawValue: 1)
    /// It asks for terms that are new, after a login that lacked them.
    static let reconsent = Flags(rawValue: 2)
    /// The return address travels in the state, because it is too long for a cookie.
    static let returnInState = Flags(rawValue: 4)
  }

  /// 15 minutes.
  static let life: Int64 = 900
  /// The most bytes of a return address within the cookie, which then stays below 400 bytes.
  static let shortReturn = 200

  /// 256 random bits, from which state, verifier and nonce are made.
  let seed: [UInt8]
  var flags: Flags
  let returnTo: String
  let createdAt: Timestamp

  var isSilent: Bool { flags.contains(.silent) }

  /// What names the attempt in the state: 128 bits.
  var id: [UInt8] { LoginAttempt.id(of: seed) }
  /// What is marked as used: nobody can make the state from it.
  var mark: [UInt8] { Array(labelledHash("naru mark", seed).prefix(16)) }
  /// PKCE's verifier, 43 characters.
  var verifier: Secret<String> { Secret(URLSafeText.encode(labelledHash("naru verifier", seed))) }
  /// PKCE's challenge to it.
  var challenge: String { URLSafeText.encode(plainHash(Array(verifier.reveal().utf8))) }
  /// OpenID Connect's nonce.
  var nonce: String { URLSafeText.encode(labelledHash("naru nonce", seed).prefix(16)) }

  static func id(of seed: [UInt8]) -> [UInt8] { Array(labelledHash("naru state", seed).prefix(16)) }

  func isExpired(at now: Timestamp) -> Bool { now.milliseconds - createdAt.milliseconds > LoginAttempt.life * 1000 }
}
