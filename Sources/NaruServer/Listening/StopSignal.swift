import Synchronization

/// The word that the server is about to end, for answers that else would have none.
final class StopSignal: Sendable {
  private let given = Atomic(false)

  var isGiven: Bool { given.load(ordering: .acquiring) }

  func give() { given.store(true, ordering: .releasing) }
  /// It begins, or begins again.
  func take() { given.store(false, ordering: .releasing) }
}
