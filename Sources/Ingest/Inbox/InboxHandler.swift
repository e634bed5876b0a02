public import CommonValues
public import ShopModel
public import Store

/// Works on the deliveries of one or more sources.
public protocol InboxHandler: Sendable {
  /// Reads a delivery and says what it means. It may wait and ask others; what it wants stored it hands back, so that it is stored
  /// together with the word that the delivery is done.
  ///
  /// A delivery may come again after a crash: the handler must end the same.
  func handle(_ entry: InboxEntry) async -> InboxVerdict

  /// The same for a delivery that takes neither waiting nor anybody else; nil for every other, which ``handle(_:)`` is then asked for.
  ///
  /// - Parameter isBeingKept: whether it is asked within the transaction that keeps the delivery, for which senders wait: then it must be
  ///   quick, and not ask the store; what would have to be read first is left for later.
  func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict?
}

extension InboxHandler {
  /// Every delivery takes its time.
  public func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? { nil }
}

/// What a delivery means.
public enum InboxVerdict: Sendable {
  /// These events, as their source said them at `sourceTime`, without what can not be used; and whatever else is to be stored in the
  /// same transaction.
  case apply(
    [ShopEvent], sourceTime: Timestamp, kind: String?, without: Diagnostic? = nil,
    also: (@Sendable (Store) throws -> Void)? = nil)
  /// Nobody maps its kind: it is kept and counted.
  case unmapped(kind: String?)
  /// It could not be worked on now: another try is made.
  case failed(Diagnostic)
  /// It can never be worked on.
  case malformed(Diagnostic)
}

/// When a delivery that failed is tried again: after one second, then twice as long each time up to an hour, a random quarter more or
/// less; after ``tries`` it is a dead letter.
public struct InboxRetryPolicy: Sendable {
  /// How often a delivery is tried; 18 unless said, which is about six hours.
  public var tries = 18
  /// The first wait.
  public var first: Duration = .seconds(1)
  /// The longest wait.
  public var longest: Duration = .seconds(3600)

  /// The defaults.
  public init() {}

  /// The wait after the try of this number, counted from 1; nil when there is no further one.
  ///
  /// - Parameter fraction: 0 up to 1, at random.
  public func wait(after attempt: Int, fraction: Double) -> Duration? {
    guard attempt < tries else { return nil }
    var wait = first
    for _ in 1..<max(1, attempt) where wait < longest { wait *= 2 }
    return min(wait, longest) * (0.75 + 0.5 * fraction)
  }
}
