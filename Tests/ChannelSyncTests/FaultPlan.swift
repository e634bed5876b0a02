import Synchronization

/// Makes the n-th call of anything fail, counted over store and service together.
final class FaultPlan: Sendable {
  enum Mode: Sendable, CaseIterable {
    /// The process dies before the call has an effect: it and every later one fails.
    case dieBefore
    /// The process dies after the call had its effect.
    case dieAfter
    /// This call alone fails, without effect.
    case failBefore
    /// This call alone fails, but had its effect.
    case failAfter
  }

  struct Crash: Error {}

  private struct State {
    var count = 0
    var failing: Int?
    var mode = Mode.dieBefore
    var isDead = false
  }

  private let state = Mutex(State())

  /// Calls so far.
  var count: Int { state.withLock { $0.count } }

  func reset(failing: Int? = nil, mode: Mode = .dieBefore) {
    state.withLock { $0 = State(count: 0, failing: failing, mode: mode) }
  }

  /// Counts a call and fails when it shall have no effect; returns whether it shall fail after its effect.
  func enter() throws -> Bool {
    try state.withLock { state in
      state.count += 1
      if state.isDead { throw Crash() }
      guard state.count == state.failing else { return false }
      state.isDead = state.mode == .dieBefore || state.mode == .dieAfter
      if state.mode == .dieBefore || state.mode == .failBefore { throw Crash() }
      return true
    }
  }

  func around<Value>(_ body: () throws -> Value) throws -> Value {
    let fails = try enter()
    let value = try body()
    if fails { throw Crash() }
    return value
  }
}
