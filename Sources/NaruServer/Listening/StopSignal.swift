import Synchronization

/// Whether the server is about to end, for answers that else would have no end.
final class StopSignal: Sendable {
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }

  /// The server begins, or begins again.
  func clear() { value.store(false, ordering: .releasing) }
}
