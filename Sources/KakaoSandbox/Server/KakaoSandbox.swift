import Synchronization

/// A stateful local Kakao: customer files and channel relations on their production paths, a control plane under
/// `/sandbox/api/` and pages under `/sandbox`.
///
/// It answers from Kakao's published facts and refuses what Kakao refuses; what is not published is a setting. It is
/// for development and tests, listens on one port without TLS, and its control plane asks for no password: bind it to
/// the loopback address.
public final class KakaoSandbox: Sendable {
  private let state: Mutex<SandboxState>
  private let initial: SandboxState
  let clock: any Clock<Duration>
  private let now: @Sendable () -> SandboxTime
  private let nonce: @Sendable () -> UInt64
  let settings: SandboxSettings
  let sender: @Sendable (SandboxWebhookRequest) async throws -> Int
  /// Services that send webhooks, to be woken when one is due.
  private let listeners = Mutex<(last: Int, all: [Int: AsyncStream<Void>.Continuation])>((0, [:]))

  /// Makes a sandbox.
  ///
  /// - Parameters:
  ///   - settings: what it does where Kakao's behaviour is not published.
  ///   - seed: the state to start from, as ``exportState()`` writes it, with any part left out; `nil` for one app
  ///     without keys and channels.
  ///   - clock: the clock that delays of faults are slept by.
  ///   - now: the time that is stamped on files and relations.
  ///   - sender: sends a webhook and gives the HTTP status of the answer; `nil` for plain HTTP to this machine.
  ///   - nonce: what pages draw the nonce of their style sheet from.
  /// - Throws: ``SandboxError`` when the seed can not be read, naming the place.
  public init(
    settings: SandboxSettings = SandboxSettings(), seed: [UInt8]? = nil,
    clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> SandboxTime = SandboxTime.system,
    sender: (@Sendable (SandboxWebhookRequest) async throws -> Int)? = nil,
    nonce: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
  ) throws(SandboxError) {
    let start =
      if let seed { try StateImport.state(seed, settings: settings) } else { SandboxState(settings: settings) }
    self.settings = settings
    self.initial = start
    self.state = Mutex(start)
    self.clock = clock
    self.now = now
    self.nonce = nonce
    let client = WebhookClient(timeout: settings.webhookTimeout, allowsDistant: settings.allowsDistantWebhooks)
    self.sender = sender ?? { request in try await client.send(request) }
  }

  /// Answers any request, without HTTP.
  ///
  /// - Throws: only `CancellationError`, when the task is cancelled during a fault's delay.
  public func respond(to request: SandboxRequest) async throws -> SandboxResponse {
    defer { wake() }
    if request.method == "POST", request.path == "/sandbox/api/deliveries" {
      do throws(SandboxError) {
        try CrossSiteGuard.check(request)
      } catch {
        return .error(error)
      }
      return .json(["sent": .integer(await deliverWebhooks())])
    }
    guard !request.isControl else { return control(request) }
    let time = now()
    let nonce = nonce()
    let exchange = state.withLock { $0.exchange(request, at: $0.time(time), nonce: nonce) }
    if exchange.delay > .zero { try await clock.sleep(for: exchange.delay) }
    return exchange.response
  }

  private func control(_ request: SandboxRequest) -> SandboxResponse {
    do throws(SandboxError) {
      try CrossSiteGuard.check(request)
      guard request.path.hasPrefix("/sandbox/api/") else {
        let time = now()
        return try state.withLock { state throws(SandboxError) in
          try SandboxPages(nonce: nonce(), now: state.time(time)).respond(to: request, &state)
        }
      }
      if request.path == "/sandbox/api/reset" {
        guard request.method == "POST" else { throw SandboxState.noRoute(request) }
        reset()
        return .json(["reset": true])
      }
      let time = now()
      return try state.withLock { state throws(SandboxError) in try state.control(request, at: state.time(time)) }
    } catch {
      return .error(error)
    }
  }

  func withState<Result: Sendable>(
    _ body: (inout sending SandboxState, SandboxTime) throws(SandboxError) -> sending Result
  ) throws(SandboxError) -> Result {
    let time = now()
    defer { wake() }
    return try state.withLock { state throws(SandboxError) in try body(&state, state.time(time)) }
  }

  func read<Result: Sendable>(_ body: (inout sending SandboxState, SandboxTime) -> sending Result) -> Result {
    let time = now()
    return state.withLock { body(&$0, $0.time(time)) }
  }

  /// Puts the state of the start back, and forgets journal and faults.
  public func reset() {
    state.withLock { $0 = initial }
  }

  /// Tells the services that a webhook may be due.
  private func wake() {
    let isWaiting = read { state, now in
      state.settlePreregistrations(at: now)
      return state.webhooks.isWaiting
    }
    guard isWaiting else { return }
    for listener in listeners.withLock({ Array($0.all.values) }) { listener.yield() }
  }

  /// Has a stream told whenever something may be due; gives the number to take it off by.
  func addListener(_ listener: AsyncStream<Void>.Continuation) -> Int {
    listeners.withLock { listeners in
      listeners.last += 1
      listeners.all[listeners.last] = listener
      return listeners.last
    }
  }

  func removeListener(_ number: Int) {
    listeners.withLock { $0.all.removeValue(forKey: number)?.finish() }
  }
}
