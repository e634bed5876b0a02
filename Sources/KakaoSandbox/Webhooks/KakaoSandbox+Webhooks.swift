extension KakaoSandbox {
  /// Sends every webhook whose time has come, one after the other, and returns when the last one is answered.
  ///
  /// The server does this by itself; whoever calls ``respond(to:)`` without one calls it when webhooks should go out.
  ///
  /// - Returns: how many were sent.
  @discardableResult
  public func deliverWebhooks() async -> Int {
    var sent = 0
    read { state, now in state.settlePreregistrations(at: now) }
    while let delivery = read({ state, now in state.webhooks.takeDue(at: now) }) {
      let outcome: SandboxDelivery.Outcome
      do {
        let status = try await sender(delivery.request)
        outcome = delivery.request.isAccepted(status) ? .accepted(status: status) : .refused(status: status)
      } catch let failure as WebhookFailure {
        outcome = .failed(failure.text)
      } catch {
        outcome = .failed(SandboxText(ko: "보내지 못했습니다.", en: "It could not be sent."))
      }
      read { state, _ in state.webhooks.finish(delivery.number, outcome) }
      sent += 1
    }
    return sent
  }

  /// The delivery journal, newest first.
  ///
  /// - Parameter number: only those with a higher number.
  public func deliveries(after number: Int = 0, limit: Int = .max) -> [SandboxDelivery] {
    read { state, _ in state.webhooks.newest(after: number, limit: limit) }
  }

  /// When the next webhook is due and how long until then; `nil` when none waits.
  var nextWebhook: (due: SandboxTime, wait: Duration)? {
    read { state, now in state.webhooks.nextDue.map { ($0, .seconds(max(0, $0.seconds - now.seconds))) } }
  }
}
