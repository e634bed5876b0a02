import CommonValues
internal import Synchronization

/// Sessions that were looked up lately, so that most requests of a busy shop need no read of the store.
///
/// An entry counts only while the store's identity version is the one that it was read under, so that what this process ends is dead
/// at once; what another process ended is noticed after ``life``.
final class SessionCache: Sendable {
  /// 2 seconds.
  static let life: Int64 = 2_000
  /// As many entries as are kept.
  static let limit = 20_000

  struct Entry: Sendable {
    let identity: SessionIdentity
    let version: UInt64
    let readAt: Timestamp
    let expiresAt: Timestamp
  }

  private let entries = Mutex<[String: Entry]>([:])

  func identity(_ cookie: String, version: UInt64, now: Timestamp) -> SessionIdentity? {
    guard let entry = entries.withLock({ $0[cookie] }), entry.version == version, entry.expiresAt > now,
      now.milliseconds - entry.readAt.milliseconds < SessionCache.life, entry.readAt <= now
    else { return nil }
    return entry.identity
  }

  func remember(_ cookie: String, _ entry: Entry) {
    entries.withLock { entries in
      if entries.count >= SessionCache.limit { entries.removeAll(keepingCapacity: true) }
      entries[cookie] = entry
    }
  }
}
