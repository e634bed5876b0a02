import CommonValues
import ShopModel
public import Store

extension Connection {
  /// What came in, the newest first. Heads and bodies are personal data.
  ///
  /// - Parameter filter: which; `before` of it is for the next page.
  public func inbox(_ filter: InboxFilter = InboxFilter(), limit: Int = 50) async throws(NaruError) -> [InboxEntry] {
    let id = shop.id
    return try await work { try $0.inbox(of: id, filter, limit: limit) }
  }

  /// One delivery; nil when there is none of that number.
  public func inboxEntry(_ number: Int64) async throws(NaruError) -> InboxEntry? {
    let id = shop.id
    return try await work { try $0.inboxEntry(number, of: id) }
  }

  /// How many deliveries are in each state, and how old they are.
  public func inboxCounts() async throws(NaruError) -> InboxCounts {
    let id = shop.id
    return try await work { try $0.inboxCounts(of: id) }
  }

  /// Puts deliveries that have come to an end back to the beginning; whoever runs ``NaruInbox`` works on them within seconds. Deliveries
  /// that are worked on again end the same, since older statements never undo newer ones.
  ///
  /// - Returns: how many. Those whose content was erased with a person are not among them.
  @discardableResult
  public func retryInbox(_ which: InboxSelection) async throws(NaruError) -> Int {
    let (id, now) = (shop.id, naru.now())
    return try await work { try $0.retryInbox(of: id, which, now: now) }
  }

  /// Members and orders of which the shop said that something has changed, and nobody has said what: members first, by id.
  ///
  /// - Parameter after: only what comes after it, for the next page.
  public func waitingRefetches(
    after: (entity: WaitingRefetch.Entity, id: String)? = nil, limit: Int = 50
  ) async throws(NaruError) -> [WaitingRefetch] {
    let id = shop.id
    return try await work { try $0.waitingRefetches(of: id, after: after, limit: limit) }
  }

  /// How many of those there are.
  public func waitingRefetchCount() async throws(NaruError) -> Int {
    let id = shop.id
    return try await work { try $0.waitingRefetchCount(of: id) }
  }
}

extension Naru {
  /// Forgets deliveries that came to an end longer ago than `inbox.keep` of `naru.yaml`, those that failed for good after three times as
  /// long. To be called now and then, by whoever keeps Naru running; each call is short.
  ///
  /// - Returns: how many; 0 when nothing is left to forget.
  @discardableResult
  public func sweepInbox() async throws(NaruError) -> Int {
    let (time, keep) = (now(), configuration.inbox.keep.components.seconds * 1_000)
    do {
      let swept = try await store.perform {
        try $0.sweepInbox(
          finishedBefore: time.adding(milliseconds: -keep), deadBefore: time.adding(milliseconds: -3 * keep))
      }
      return swept.finished + swept.dead
    } catch {
      throw NaruError(error)
    }
  }
}
