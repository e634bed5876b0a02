/// The switch of a ``CircuitBreaker``; a pure state machine on elapsed time.
///
/// Closed, it lets everything through and counts failures in a row. Open, it lets nothing through until a time. Half-open,
/// it lets one call through at a time, the probe, whose outcome closes or opens it. Outcomes of calls that set out in an
/// earlier phase say nothing of this one and are passed over.
struct BreakerState: Sendable {
  /// How a call went, for the switch.
  enum Outcome {
    /// Kakao answered, with success or with a refusal.
    case answered
    /// Kakao failed.
    case failed
    /// The call says nothing of Kakao: it was cancelled, or never went out.
    case silent
  }

  enum Phase: Equatable {
    case closed(failures: Int)
    case open(until: Duration)
    case halfOpen(probe: UInt64?)
  }

  let settings: CircuitBreaker.Settings
  private(set) var phase = Phase.closed(failures: 0)
  /// How often it has opened without having closed since.
  private var openings = 0
  /// Grows with each change of phase, but for the one from open to half-open.
  private var generation = 0
  /// The generation in which each call under way has set out.
  private var underWay: [UInt64: Int] = [:]

  init(settings: CircuitBreaker.Settings) { self.settings = settings }

  /// Whether a call may go out.
  mutating func enter(_ id: UInt64, at now: Duration) -> Bool {
    switch phase {
    case .closed: break
    case .open(let until):
      guard now >= until else { return false }
      phase = .halfOpen(probe: id)
    case .halfOpen(let probe):
      guard probe == nil else { return false }
      phase = .halfOpen(probe: id)
    }
    underWay[id] = generation
    return true
  }

  /// Hears of the outcome of a call that was let through.
  mutating func leave(_ id: UInt64, _ outcome: Outcome, at now: Duration) {
    let isCurrent = underWay.removeValue(forKey: id) == generation
    switch phase {
    case .closed(let failures):
      // Calls without a number look alike, so each of them counts.
      guard isCurrent || id == 0 else { return }
      switch outcome {
      case .answered: phase = .closed(failures: 0)
      case .silent: break
      case .failed:
        if failures + 1 < settings.failures { phase = .closed(failures: failures + 1) } else { open(at: now) }
      }
    case .halfOpen(probe: id):
      switch outcome {
      case .answered:
        openings = 0
        generation += 1
        phase = .closed(failures: 0)
      case .silent: phase = .halfOpen(probe: nil)
      case .failed: open(at: now)
      }
    case .halfOpen, .open: break
    }
  }

  private mutating func open(at now: Duration) {
    let pause = min(settings.longestPause, settings.pause * (1 << min(openings, 20)))
    openings += 1
    generation += 1
    phase = .open(until: now + pause)
  }
}
