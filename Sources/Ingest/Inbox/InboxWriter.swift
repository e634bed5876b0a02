import CommonValues
import Dispatch
public import Store
import Synchronization

/// Keeps deliveries durably, many by one commit.
///
/// ``receive(_:)`` returns when the delivery is on disk, or, after ``Options/answerWithin`` or at once when the line is full, with the
/// word that it is not: Kakao waits three seconds, and so does nobody else much longer. One thread writes; while it waits for the disk,
/// the next batch gathers.
public final class InboxWriter: Sendable {
  /// How much may wait.
  public struct Options: Sendable {
    /// Deliveries in line; one more is refused. 10,000 unless said.
    public var capacity = 10_000
    /// Bytes in line; 64 MiB unless said.
    public var capacityBytes = 64 << 20
    /// Deliveries of one commit; 512 unless said.
    public var batchLimit = 512
    /// How long a caller waits for the disk; 2 s unless said.
    public var answerWithin: Duration = .seconds(2)

    /// The defaults.
    public init() {}
  }

  /// Why a delivery was not confirmed.
  public enum Refusal: Error, Sendable, Hashable {
    /// Too much is waiting; nothing was kept.
    case full
    /// The disk did not answer in time; the delivery may have been kept all the same, and a repetition is recognised.
    case late
    /// The writer was closed; nothing was kept.
    case closed
    /// The store refused; nothing was kept, but what is sent once is tried again where another process held the store.
    case failed(StoreError.Code)
  }

  fileprivate typealias Waiter = CheckedContinuation<Result<InboxReceipt, Refusal>, Never>

  private struct State {
    var queue: InboxQueue<InboxDelivery, Waiter>
    /// Whether a batch is being written or about to be.
    var isWriting = false
    /// Whether somebody watches the deadlines.
    var isWatched = false
  }

  private let store: Store
  private let options: Options
  private let state: Mutex<State>
  private let disk = DispatchQueue(label: "naru.inbox")
  private let elapsed: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void
  private let workers: InboxWorkers?

  /// A writer into `store`.
  ///
  /// - Parameters:
  ///   - clock: measures how long callers wait.
  ///   - workers: work in the same commit on what takes neither waiting nor anybody else, and are woken for the rest.
  public init(
    _ store: Store, options: Options = Options(), clock: some Clock<Duration> = ContinuousClock(),
    workers: InboxWorkers? = nil
  ) {
    self.store = store
    self.options = options
    self.workers = workers
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
    state = Mutex(
      State(
        queue: InboxQueue(
          capacity: options.capacity, capacityBytes: options.capacityBytes, batchLimit: options.batchLimit)))
  }

  /// Keeps a delivery.
  ///
  /// - Parameter isSentOnce: whether its sender takes any answer for a good one: then it stays in line after ``Refusal/late``, and is kept
  ///   when the disk takes it again, unless the process ends before.
  /// - Returns: when it is on disk, what it is known as.
  public func receive(_ delivery: InboxDelivery, isSentOnce: Bool = false) async throws(Refusal) -> InboxReceipt {
    let result: Result<InboxReceipt, Refusal> = await withCheckedContinuation { waiter in
      let size = delivery.body.count + delivery.head.count + 256
      let deadline = elapsed() + options.answerWithin
      let (refusal, starts, watches) = state.withLock { state in
        let refusal = state.queue.add(delivery, bytes: size, waiter: waiter, deadline: deadline, stays: isSentOnce)
        guard refusal == nil else { return (refusal, false, false) }
        defer { (state.isWriting, state.isWatched) = (true, true) }
        return (nil, !state.isWriting, !state.isWatched)
      }
      if let refusal { return waiter.resume(returning: .failure(Refusal(refusal))) }
      if starts { disk.async { self.write() } }
      if watches { Task { await self.watch() } }
    }
    return try result.get()
  }

  /// How many deliveries wait for the disk.
  public var waiting: Int { state.withLock { $0.queue.count } }

  /// Takes nothing in any more, and returns when what was taken in is written or refused.
  public func close() async {
    state.withLock { $0.queue.close() }
    await withCheckedContinuation { done in disk.async { done.resume() } }
  }

  /// Writes batch after batch until the line is empty.
  private func write() {
    while true {
      let (next, behind) = state.withLock { state in
        let batch = state.queue.startBatch()
        if batch == nil { state.isWriting = false }
        return (batch, state.queue.count - (batch?.count ?? 0))
      }
      guard let batch = next else { return }
      let result: Result<[InboxKept], StoreError>
      do throws(StoreError) {
        result = .success(try keep(batch, behind: behind))
      } catch {
        result = .failure(error)
      }
      // Another process that holds the store lets go of it some time; a full disk is for a person.
      let isBusy = if case .failure(let error) = result { error.code == .busy } else { false }
      for (index, waiter) in state.withLock({ $0.queue.endBatch(tryingAgain: isBusy) }) {
        waiter.resume(returning: result.map { $0[index].receipt }.mapError { .failed($0.code) })
      }
      guard case .success(let kept) = result else { continue }
      workers?.note(batch, kept)
    }
  }

  /// - Parameter behind: how many wait behind the batch. When that is another one, senders are answered first, and what theirs say is
  ///   left to the workers.
  private func keep(_ batch: [InboxDelivery], behind: Int) throws(StoreError) -> [InboxKept] {
    if let workers, behind <= options.batchLimit { return try workers.receive(batch) }
    return try store.receive(batch).map { InboxKept($0) }
  }

  /// Answers those whose time is over, for as long as somebody waits.
  private func watch() async {
    while true {
      let next: Duration? = state.withLock { state in
        guard let next = state.queue.nextDeadline else {
          state.isWatched = false
          return nil
        }
        return next
      }
      guard let next else { return }
      let wait = next - elapsed()
      if wait > .zero { try? await sleep(wait) }
      let late = state.withLock { $0.queue.expire(at: elapsed()) }
      for waiter in late { waiter.resume(returning: .failure(.late)) }
    }
  }
}

extension InboxWriter.Refusal {
  fileprivate init(_ refusal: InboxQueue<InboxDelivery, InboxWriter.Waiter>.Refusal) {
    self =
      switch refusal {
      case .full: .full
      case .late: .late
      case .closed: .closed
      }
  }
}
