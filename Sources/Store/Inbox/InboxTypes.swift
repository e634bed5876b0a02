public import CommonValues
public import ShopModel

/// A webhook that was verified and shall be kept.
public struct InboxDelivery: Sendable {
  /// Whose it is.
  public var shop: ShopID
  /// Where it came in: `shop`, `kakao.unlink`, `kakao.channel`, `kakao.account`.
  public var source: String
  /// What tells it from every other delivery of the source; 1 to 64 bytes.
  public var dedup: [UInt8]
  /// Whom or what it is about: deliveries of one subject are worked on in their order.
  public var subject: String
  /// When it was received.
  public var receivedAt: Timestamp
  /// What came beside the body and is needed to read it, in a form of the source's own.
  public var head: [UInt8]
  /// The body, byte by byte as it came.
  public var body: [UInt8]
  /// For how long another delivery of the same `dedup` is this one again, in milliseconds; nil: as long as it is kept. For senders
  /// that give a delivery neither id nor time, and may truly say the same twice.
  public var repeatWindow: Int64?

  /// A delivery.
  public init(
    shop: ShopID, source: String, dedup: [UInt8], subject: String, receivedAt: Timestamp, head: [UInt8] = [],
    body: [UInt8], repeatWindow: Int64? = nil
  ) {
    self.shop = shop
    self.source = source
    self.dedup = dedup
    self.subject = subject
    self.receivedAt = receivedAt
    self.head = head
    self.body = body
    self.repeatWindow = repeatWindow
  }
}

/// What became of a delivery that was handed over. Both mean that it is on disk.
public enum InboxReceipt: Sendable, Hashable {
  /// It is new.
  case stored(id: Int64)
  /// It was there already.
  case seen(id: Int64)

  /// The number under which it stands.
  public var id: Int64 {
    switch self {
    case .stored(let id), .seen(let id): id
    }
  }
}

/// What became of a delivery that was handed over.
public struct InboxKept: Sendable {
  /// That it is kept, and as what.
  public var receipt: InboxReceipt
  /// How it was worked on in the commit that keeps it; nil: it waits, or was there before.
  public var work: InboxWork?

  /// A delivery that is kept.
  public init(_ receipt: InboxReceipt, work: InboxWork? = nil) {
    self.receipt = receipt
    self.work = work
  }
}

/// One delivery as it stands in the inbox.
public struct InboxEntry: Sendable {
  /// How far it is.
  public enum State: Int64, Sendable, Hashable, CaseIterable {
    /// It waits to be worked on, for the first time or again.
    case waiting = 0
    /// Its events were applied.
    case done = 1
    /// It failed for good and waits for a person.
    case dead = 2
    /// Nobody maps its kind; kept and counted.
    case unmapped = 3

    /// A stable name.
    public var name: String {
      switch self {
      case .waiting: "waiting"
      case .done: "done"
      case .dead: "dead"
      case .unmapped: "unmapped"
      }
    }
  }

  /// Its number; it grows with receipt.
  public let id: Int64
  /// What came.
  public let delivery: InboxDelivery
  /// How far it is.
  public let state: State
  /// How often it was tried.
  public let attempts: Int
  /// When it is tried next, while it waits.
  public let dueAt: Timestamp
  /// When it came to an end.
  public let finishedAt: Timestamp?
  /// The kind of event, when the source told.
  public let kind: String?
  /// Why the last try failed; of one that was applied, what of it could not be used.
  public let problem: Diagnostic?
}

/// How one try ended.
public enum InboxOutcome: Sendable {
  /// It was applied; perhaps without a part that can not be used.
  case done(kind: String?, without: Diagnostic? = nil)
  /// Nobody maps its kind.
  case unmapped(kind: String?)
  /// It is tried again at `dueAt`.
  case again(dueAt: Timestamp, Diagnostic)
  /// It is not tried again by itself.
  case dead(Diagnostic)
}

/// How one entry was worked on.
public struct InboxWork: Sendable {
  /// The entry's number.
  public var id: Int64
  /// How the try ended.
  public var outcome: InboxOutcome
  /// What is applied together with that word.
  public var events: [DatedEvent]
  /// What else is stored together with it.
  public var also: (@Sendable (Store) throws -> Void)?

  /// The end of a try.
  public init(
    _ id: Int64, _ outcome: InboxOutcome, events: [DatedEvent] = [], also: (@Sendable (Store) throws -> Void)? = nil
  ) {
    self.id = id
    self.outcome = outcome
    self.events = events
    self.also = also
  }
}

/// Which entries a listing shows.
public struct InboxFilter: Sendable, Hashable {
  /// Only those of these states; nil: all.
  public var states: Set<InboxEntry.State>?
  /// Only those that failed before and are tried again.
  public var failedOnly = false
  /// Only those of this source.
  public var source: String?
  /// Only those with a smaller number, for the next page.
  public var before: Int64?

  /// Everything.
  public init() {}
}

/// How many entries are in each state.
public struct InboxCounts: Sendable, Hashable {
  /// Entries by state.
  public var byState: [InboxEntry.State: Int] = [:]
  /// When the oldest waiting one was received.
  public var oldestWaiting: Timestamp?
  /// When the newest of all was received.
  public var newest: Timestamp?

  /// Nothing.
  public init() {}
}
