import CommonValues
import Crypto
import Naru
import Store

/// A session of the operator's pages, found by its cookie.
struct AdminSession: Sendable, Hashable {
  /// Names the session in the log; of no use to anybody who reads it there.
  let mark: String
  /// What every form of the session carries, so that no other site can post one.
  let formToken: String
  /// Under what it is stored.
  let hash: [UInt8]

  init(id: [UInt8]) {
    hash = AdminSession.labelled("naru admin session", id)
    formToken = HexText.encode(AdminSession.labelled("naru admin form", id))
    mark = String(HexText.encode(AdminSession.labelled("naru admin mark", id)).prefix(8))
  }

  /// Whether a form carries the session's token; takes the same time wherever the two differ.
  func isToken(_ candidate: String?) -> Bool { candidate.map { Secret(formToken).matches($0) } ?? false }

  private static func labelled(_ label: String, _ id: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array(label.utf8) + [0])
    hash.update(data: id)
    return Array(hash.finalize())
  }
}

/// The sessions of the operator's pages. They are in the store, as hashes, so that they outlive the process; each is bound to the token
/// that began it, and ends with that token's removal from the config.
struct AdminSessions: Sendable {
  /// 12 hours, in seconds; a session is not prolonged by its use.
  static let life: Int64 = 12 * 3_600
  private static let idBytes = 32

  let naru: Naru

  /// Begins a session for whoever has said `token`, which was checked before; gives the cookie's value.
  func begin(with token: String) async throws -> (cookie: String, session: AdminSession) {
    var generator = SystemRandomNumberGenerator()
    let id = (0..<AdminSessions.idBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let (session, now) = (AdminSession(id: id), naru.currentTime)
    let record = AdminSessionRecord(
      hash: session.hash, proof: AdminSessions.proof(id, AdminSessions.digest(token)), createdAt: now,
      expiresAt: now.adding(milliseconds: AdminSessions.life * 1_000))
    try await naru.store.perform { try $0.save(record) }
    return (HexText.encode(id), session)
  }

  /// The session of a cookie; nil for a cookie that is none, was ended, is too old, or whose token is none any more.
  func session(_ cookie: String?) async throws -> AdminSession? {
    guard let cookie, let id = HexText.decode(cookie.utf8, takesCapitals: false), id.count == AdminSessions.idBytes
    else { return nil }
    let (session, now) = (AdminSession(id: id), naru.currentTime)
    guard let record = try await naru.store.perform({ try $0.adminSession(session.hash, now: now) }),
      now >= record.createdAt.adding(milliseconds: -60_000)
    else { return nil }
    let isProved = tokenDigests.reduce(false) { found, digest in
      HMAC<SHA256>.isValidAuthenticationCode(
        record.proof, authenticating: digest, using: SymmetricKey(data: id)) || found
    }
    return isProved ? session : nil
  }

  /// Ends a session.
  func end(_ session: AdminSession) async throws {
    try await naru.store.perform { try $0.endAdminSession(session.hash) }
  }

  /// The SHA-256 of every token that is accepted now.
  private var tokenDigests: [[UInt8]] { naru.configuration.adminToken?.digests ?? [] }

  private static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

  private static func proof(_ id: [UInt8], _ digest: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: digest, using: SymmetricKey(data: id)))
  }
}
