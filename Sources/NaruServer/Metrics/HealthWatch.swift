import CommonValues
import Logging
import Metrics
import Naru
import ShopModel
import Store
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the process and its shops are, for `/readyz` and `/metrics`; outlives a reload.
final class HealthWatch: Sendable {
  private struct Seen {
    /// Up to which delivery was looked.
    var entry: Int64 = 0
    var newest: [ShopID: Timestamp] = [:]
    /// What is not in the store yet.
    var unsaved: [ShopID: Timestamp] = [:]
  }

  struct Reload: Sendable, Hashable {
    /// When the configuration that runs was read.
    var appliedAt: Timestamp
    /// Whether the files hold one that was refused since.
    var isRefused = false
  }

  let registry: MetricsRegistry
  private let inbox: NaruInbox
  private let now: @Sendable () -> Timestamp
  private let startedAt: Timestamp
  private let seen = Mutex(Seen())
  private let reload: Mutex<Reload>
  /// When the store was written last to see whether it can be.
  private let written = Mutex<Timestamp?>(nil)

  init(_ registry: MetricsRegistry, inbox: NaruInbox, now: @escaping @Sendable () -> Timestamp) {
    self.registry = registry
    self.inbox = inbox
    self.now = now
    startedAt = now()
    reload = Mutex(Reload(appliedAt: startedAt))
  }

  func noteReload(applied: Bool) {
    registry.makeCounter(label: "naru_reloads_total", dimensions: [("outcome", applied ? "applied" : "refused")])
      .increment(by: 1)
    let now = now()
    reload.withLock { $0 = applied ? Reload(appliedAt: now) : Reload(appliedAt: $0.appliedAt, isRefused: true) }
  }

  /// A shop's back end brought records.
  func heard(of shop: ShopID) {
    let now = now()
    seen.withLock { seen in
      seen.newest[shop] = max(now, seen.newest[shop] ?? now)
      seen.unsaved[shop] = now
    }
  }

  /// Stores what was heard, so that a restart does not forget it. What can not be stored is tried again the next time.
  func save(in naru: Naru) async throws(NaruError) {
    let unsaved = seen.withLock { $0.unsaved }
    guard !unsaved.isEmpty else { return }
    try await naru.noteHeard(unsaved)
    seen.withLock { seen in seen.unsaved = seen.unsaved.filter { unsaved[$0.key] != $0.value } }
  }

  // MARK: Readiness

  /// Why requests had better go elsewhere, in words that name nobody; empty when all is well.
  func obstacles(_ naru: Naru) async -> [String] {
    var obstacles: [String] = []
    do {
      try await checkStore(naru)
    } catch {
      return ["the store can not be written"]
    }
    if inbox.isFull { obstacles.append("the inbox is full") }
    do {
      let shops = try await look(naru)
      let count = naru.configuration.shops.count { shop in shops[shop.id].map { isOverdue($0, shop) } ?? false }
      if count > 0 {
        obstacles.append("\(count) of the shops have sent nothing for longer than their freshness allows")
      }
    } catch {
      obstacles.append("the store can not be read")
    }
    return obstacles
  }

  /// Not more often than every two seconds, since it is a write: whoever may ask for readiness must not be able to keep the disk busy.
  private func checkStore(_ naru: Naru) async throws(NaruError) {
    let now = now()
    if let last = written.withLock({ $0 }), (0..<2_000).contains(now.milliseconds - last.milliseconds) { return }
    try await naru.checkStore()
    written.withLock { $0 = now }
  }

  /// A shop that was never heard of is not late.
  private func isOverdue(_ health: ShopHealth, _ shop: ShopConfiguration) -> Bool {
    guard let freshness = shop.freshness, let newest = health.newestDelivery else { return false }
    return now().milliseconds - newest.milliseconds > freshness.components.seconds * 1_000
  }

  /// When each shop was last heard of, as readiness counts it: not by what Kakao sends, nor by an import that failed.
  func newestNews(_ naru: Naru) async throws(NaruError) -> [ShopID: Timestamp] {
    try await look(naru).compactMapValues(\.newestDelivery)
  }

  /// How the shops are; what was seen of deliveries before is remembered, so that each look reads the later ones alone.
  private func look(_ naru: Naru) async throws(NaruError) -> [ShopID: ShopHealth] {
    let health = try await naru.health(after: seen.withLock { $0.entry })
    return seen.withLock { seen in
      seen.entry = max(seen.entry, health.newestEntry)
      var shops: [ShopID: ShopHealth] = [:]
      for var shop in health.shops {
        if let newest = shop.newestDelivery { seen.newest[shop.shop] = max(newest, seen.newest[shop.shop] ?? newest) }
        shop.newestDelivery = seen.newest[shop.shop]
        shops[shop.shop] = shop
      }
      return shops
    }
  }

  // MARK: Metrics

  /// The values of this moment. Of a store that can not be read there are none.
  func samples(_ naru: Naru) async -> [MetricSample] {
    let line = inbox.line
    let reload = reload.withLock { $0 }
    var samples = [
      MetricSample("naru_inbox_writing", Double(line.waiting)),
      MetricSample("naru_inbox_capacity", Double(line.capacity)),
      MetricSample("naru_reload_refused", reload.isRefused ? 1 : 0),
      MetricSample("naru_reload_timestamp_seconds", Double(reload.appliedAt.milliseconds) / 1_000),
      MetricSample("naru_shops", Double(naru.configuration.shops.count)),
      MetricSample("naru_process_start_timestamp_seconds", Double(startedAt.milliseconds) / 1_000),
    ]
    if let bytes = ProcessMemory.residentBytes {
      samples.append(MetricSample("naru_process_resident_bytes", Double(bytes)))
    }
    guard let shops = try? await look(naru) else { return samples }
    let now = now()
    for shop in naru.configuration.shops {
      let health = shops[shop.id] ?? ShopHealth(shop: shop.id)
      let label = [("shop", shop.id.description)]
      samples += [
        MetricSample("naru_inbox_waiting", label, Double(health.waiting)),
        MetricSample("naru_inbox_oldest_waiting_seconds", label, age(health.oldestWaiting, now) ?? 0),
        MetricSample("naru_inbox_dead", label, Double(health.dead)),
        MetricSample("naru_imports_waiting", label, Double(health.waitingImports)),
        MetricSample("naru_inbox_unmapped", label, Double(health.unmapped)),
        MetricSample("naru_shop_overdue", label, isOverdue(health, shop) ? 1 : 0),
      ]
      if let age = age(health.newestDelivery, now) {
        samples.append(MetricSample("naru_shop_newest_delivery_seconds", label, age))
      }
    }
    return samples
  }

  private func age(_ time: Timestamp?, _ now: Timestamp) -> Double? {
    time.map { Double(max(0, now.milliseconds - $0.milliseconds)) / 1_000 }
  }
}

extension NaruInbox {
  /// Whether a delivery that came now would be refused.
  var isFull: Bool { line.waiting >= line.capacity }
}

/// What the system says about the process's memory.
enum ProcessMemory {
  /// Nil where there is no `/proc`.
  static var residentBytes: Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = fread(&buffer, 1, buffer.count, file)
    let fields = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
