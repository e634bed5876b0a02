/// The webhooks of the sandbox, waiting and done.
struct WebhookBook: Sendable {
  /// The newest deliveries, oldest first.
  private(set) var deliveries: [SandboxDelivery] = []
  private(set) var total = 0

  /// Takes a webhook in, as the fault rules of its kind want it: once, twice, late or lost.
  mutating func add(
    _ request: SandboxWebhookRequest, app: Int64, about: SandboxText, at now: SandboxTime, fault: FaultBook.Entry?,
    keeping limit: Int
  ) {
    var delivery = SandboxDelivery(
      number: 0, app: app, time: now, due: now, request: request, outcome: .waiting, fault: fault?.id, about: about)
    switch fault?.fault.effect {
    case .webhookLost: delivery.outcome = .lost
    case .webhookLate: delivery.due = now.advanced(by: fault?.fault.delay ?? .zero)
    case .webhookDoubled: append(delivery, limit)
    default: break
    }
    append(delivery, limit)
  }

  /// Sends a past delivery once more, as it was.
  mutating func repeatDelivery(_ number: Int, at now: SandboxTime, keeping limit: Int) -> Bool {
    guard var delivery = deliveries.first(where: { $0.number == number }) else { return false }
    delivery.time = now
    delivery.due = now
    delivery.outcome = .waiting
    delivery.fault = nil
    append(delivery, limit)
    return true
  }

  private mutating func append(_ delivery: SandboxDelivery, _ limit: Int) {
    total += 1
    var delivery = delivery
    delivery.number = total
    deliveries.append(delivery)
    guard deliveries.count > limit + limit / 4 else { return }
    // Forgetting a quarter at once keeps appending cheap. What is still to be sent is never forgotten.
    var surplus = deliveries.count - limit
    deliveries.removeAll { old in
      guard surplus > 0, old.outcome != .waiting, old.outcome != .sending else { return false }
      surplus -= 1
      return true
    }
  }

  /// The oldest delivery whose time has come; it is being sent from now on.
  mutating func takeDue(at now: SandboxTime) -> SandboxDelivery? {
    guard let index = deliveries.firstIndex(where: { $0.outcome == .waiting && $0.due <= now }) else { return nil }
    deliveries[index].outcome = .sending
    return deliveries[index]
  }

  mutating func finish(_ number: Int, _ outcome: SandboxDelivery.Outcome) {
    guard let index = deliveries.firstIndex(where: { $0.number == number }) else { return }
    deliveries[index].outcome = outcome
  }

  /// Whether something waits.
  var isWaiting: Bool { deliveries.contains { $0.outcome == .waiting } }

  /// When the next delivery that waits is due.
  var nextDue: SandboxTime? { deliveries.lazy.filter { $0.outcome == .waiting }.map(\.due).min() }

  /// The newest deliveries, newest first.
  func newest(after number: Int = 0, offset: Int = 0, limit: Int) -> [SandboxDelivery] {
    Array(deliveries.reversed().lazy.filter { $0.number > number }.dropFirst(offset).prefix(limit))
  }

  /// Forgets what is done; what waits goes on waiting.
  mutating func forget() {
    deliveries.removeAll { $0.outcome != .waiting && $0.outcome != .sending }
  }
}

extension SandboxTime {
  /// The time after a duration; a begun second counts whole.
  func advanced(by duration: Duration) -> SandboxTime {
    let (whole, rest) = duration.components
    return SandboxTime(seconds: seconds &+ whole &+ (rest > 0 ? 1 : 0))
  }
}
