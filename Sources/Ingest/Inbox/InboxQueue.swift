/// The state machine of group commit: deliveries wait in a bounded line, one batch of them is written at a time, and each is answered
/// once, by its commit or by its deadline, whichever is first.
///
/// A value without locks, threads or clock; ``InboxWriter`` carries out what it says.
struct InboxQueue<Item: Sendable, Waiter: Sendable> {
  /// What a waiter is told without a commit.
  enum Refusal: Sendable, Hashable {
    /// The line is full; nothing was kept.
    case full
    /// The disk did not answer in time. The delivery may still be kept.
    case late
    /// The writer was closed; nothing was kept.
    case closed
  }

  private struct Entry {
    let item: Item
    let bytes: Int
    var waiter: Waiter?
    let deadline: Duration
    /// Whether it stays in line though nobody waits for it any more.
    let stays: Bool
  }

  /// The most deliveries in line, those being written among them.
  let capacity: Int
  /// The most bytes in line.
  let capacityBytes: Int
  /// The most deliveries of one commit.
  let batchLimit: Int
  private var line: [Entry] = []
  private var writing: [Entry] = []
  private var bytes = 0
  private(set) var isClosed = false

  init(capacity: Int, capacityBytes: Int, batchLimit: Int) {
    self.capacity = max(1, capacity)
    self.capacityBytes = max(1, capacityBytes)
    self.batchLimit = max(1, batchLimit)
  }

  /// How many deliveries are in line or being written.
  var count: Int { line.count + writing.count }

  /// Takes a delivery in.
  ///
  /// - Parameter stays: whether it is kept in line past its deadline: its sender does not send it again.
  /// - Returns: why not; nil when it is in line.
  mutating func add(_ item: Item, bytes size: Int, waiter: Waiter, deadline: Duration, stays: Bool = false) -> Refusal?
  {
    if isClosed { return .closed }
    guard count < capacity, bytes + size <= capacityBytes || count == 0 else { return .full }
    line.append(Entry(item: item, bytes: size, waiter: waiter, deadline: deadline, stays: stays))
    bytes += size
    return nil
  }

  /// The next batch to write; nil when there is none or one is being written.
  mutating func startBatch() -> [Item]? {
    guard writing.isEmpty, !line.isEmpty else { return nil }
    writing = Array(line.prefix(batchLimit))
    line.removeFirst(writing.count)
    return writing.map(\.item)
  }

  /// The batch was written, or not. Gives the waiters that still wait, in the order of the batch, by their place in it.
  ///
  /// - Parameter tryingAgain: whether it was not and may be another time: then those that stay are first in line again, unless
  ///   nobody waits for the end already.
  mutating func endBatch(tryingAgain: Bool = false) -> [(index: Int, waiter: Waiter)] {
    defer {
      var again: [Entry] = []
      for var entry in writing {
        if tryingAgain, entry.stays, !isClosed {
          entry.waiter = nil
          again.append(entry)
        } else {
          bytes -= entry.bytes
        }
      }
      line.insert(contentsOf: again, at: 0)
      writing = []
    }
    return writing.enumerated().compactMap { index, entry in entry.waiter.map { (index, $0) } }
  }

  /// Gives the waiters whose deadline has passed. Those still in line leave it, since nobody waits for them any more, unless they
  /// stay; those being written are only not answered again.
  mutating func expire(at now: Duration) -> [Waiter] {
    var late: [Waiter] = []
    for index in writing.indices where writing[index].deadline <= now {
      if let waiter = writing[index].waiter { late.append(waiter) }
      writing[index].waiter = nil
    }
    for index in line.indices where line[index].deadline <= now {
      guard let waiter = line[index].waiter else { continue }
      late.append(waiter)
      line[index].waiter = nil
    }
    line.removeAll { entry in
      guard entry.waiter == nil, !entry.stays else { return false }
      bytes -= entry.bytes
      return true
    }
    return late
  }

  /// The earliest deadline of those who wait; nil when nobody does.
  var nextDeadline: Duration? { (writing + line).compactMap { $0.waiter == nil ? nil : $0.deadline }.min() }

  /// Takes nothing in any more. What is in line is still written.
  mutating func close() { isClosed = true }
}
