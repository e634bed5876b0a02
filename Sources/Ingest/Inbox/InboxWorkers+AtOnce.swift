import CommonValues
import Store

/// Work that is done in the commit which keeps a delivery: most of it takes neither waiting nor anybody else, and is so done when the
/// sender is answered.
extension InboxWorkers {
  /// Keeps deliveries, and works on those on which that can be done at once.
  func receive(_ deliveries: [InboxDelivery]) throws(StoreError) -> [InboxKept] {
    let now = now()
    return try store.receive(deliveries, rules: rules, at: now) { delivery in
      let verdict = handlers[delivery.source]?.handleAtOnce(delivery, isBeingKept: true)
      // What failed is tried again by somebody who has time.
      return verdict.map { InboxWork(0, $0) { .again(dueAt: now, $0) } }
    }
  }

  /// Notes what was worked on, and has somebody look after the rest.
  func note(_ deliveries: [InboxDelivery], _ kept: [InboxKept]) {
    notes.take(
      zip(deliveries, kept).lazy.compactMap { delivery, kept in
        kept.work.map { InboxNotes.End(outcome: $0.outcome, entry: $0.id, delivery: delivery, attempt: 1) }
      })
    let unfinished = zip(deliveries, kept).filter { $1.leavesWork }
    if !unfinished.isEmpty { wake(for: unfinished.lazy.map(\.0.shop)) }
  }
}

extension InboxKept {
  /// Whether it waits itself, or may have left something that does, as a question to the shop.
  fileprivate var leavesWork: Bool {
    guard case .stored = receipt else { return false }
    return work.map { $0.also != nil } ?? true
  }
}

extension InboxWork {
  /// What a verdict comes to.
  ///
  /// - Parameter failing: the end of a try that failed.
  init(_ id: Int64, _ verdict: InboxVerdict, failing: (Diagnostic) -> InboxOutcome) {
    switch verdict {
    case .apply(let events, let sourceTime, let kind, let without, let also):
      self.init(
        id, .done(kind: kind, without: without), events: events.map { DatedEvent($0, at: sourceTime) }, also: also)
    case .unmapped(let kind): self.init(id, .unmapped(kind: kind))
    case .malformed(let why): self.init(id, .dead(why))
    case .failed(let why): self.init(id, failing(why))
    }
  }
}
