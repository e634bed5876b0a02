import CommonValues
import ShopAdapters
import Store
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What was read of deliveries when they came, for whoever works on them: mostly whoever keeps them, moments later, and reading is most
/// of the work.
///
/// It is never more than a shortcut. What is stored stays the truth: only what was read of exactly the same bytes at the same time is
/// handed over, once, and only within one configuration. What there is no room for is read again.
final class DecodedHandOver: Sendable {
  private struct Entry {
    let receivedAt: Timestamp
    let head: [UInt8]
    let body: [UInt8]
    let decoded: DecodedWebhook
  }

  /// What tells deliveries apart. Its bytes are hashed at once: those of an array are hashed one by one.
  private struct Name: Hashable {
    let bytes: [UInt8]

    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
  }

  private struct State {
    var entries: [Name: Entry] = [:]
    var bytes = 0
    /// When the first of them came.
    var since = Timestamp(milliseconds: 0)
  }

  /// Deliveries that are kept at most.
  private let limit: Int
  /// Bytes of heads and bodies that are kept at most.
  private let byteLimit: Int
  private let state = Mutex(State())

  init(limit: Int = 4_096, byteLimit: Int = 8 << 20) {
    self.limit = limit
    self.byteLimit = byteLimit
  }

  /// Keeps what was read, before the delivery is stored. What nobody came for within a minute, or stands where there is no room left,
  /// goes: somebody else worked on it, or nobody is going to soon.
  func put(_ decoded: DecodedWebhook, of delivery: InboxDelivery) {
    let size = delivery.head.count + delivery.body.count
    state.withLock { state in
      guard state.entries[Name(bytes: delivery.dedup)] == nil, size <= byteLimit else { return }
      let isOld = delivery.receivedAt.milliseconds - state.since.milliseconds > 60_000
      if state.entries.isEmpty || isOld || state.entries.count >= limit || state.bytes + size > byteLimit {
        state = State(since: delivery.receivedAt)
      }
      state.bytes += size
      state.entries[Name(bytes: delivery.dedup)] = Entry(
        receivedAt: delivery.receivedAt, head: delivery.head, body: delivery.body, decoded: decoded)
    }
  }

  /// Takes out what was read of this delivery; nil when that is not known. What was read of another one under its name goes, too.
  func take(_ delivery: InboxDelivery) -> DecodedWebhook? {
    let entry = state.withLock { state in
      let entry = state.entries.removeValue(forKey: Name(bytes: delivery.dedup))
      if let entry { state.bytes -= entry.head.count + entry.body.count }
      return entry
    }
    guard let entry, entry.receivedAt == delivery.receivedAt, entry.head.isSame(as: delivery.head),
      entry.body.isSame(as: delivery.body)
    else { return nil }
    return entry.decoded
  }
}

extension [UInt8] {
  /// Equality, many bytes at a time: that of arrays takes them one by one.
  fileprivate func isSame(as other: [UInt8]) -> Bool { count == other.count && memcmp(self, other, count) == 0 }
}
