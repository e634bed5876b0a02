import Hummingbird
import Logging
import NIOCore
import Naru
import ServiceLifecycle
import Synchronization

extension NaruServer {
  /// Serves, works on what arrives and sweeps up until `stop` returns: then nothing new is accepted, requests in flight are answered,
  /// and the inbox ends what it has begun. Cancelling the task ends it at once.
  ///
  /// - Parameters:
  ///   - stop: returns when the server shall end.
  ///   - clock: does the waiting between sweeps, and between looks at the configuration.
  ///   - source: where the configuration is read again; nil: it stays as it is.
  ///   - onServerRunning: told the port that was bound, once connections are accepted.
  /// - Throws: ``ListenError`` when the address can not be listened on.
  public func run(
    until stop: @escaping @Sendable () async -> Void, clock: any Clock<Duration> = ContinuousClock(),
    reloading source: ConfigurationSource? = nil,
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) async throws {
    let socket = listenAddress.socketPath.map { UnixSocket(path: $0) }
    try socket?.makeWay()
    let socketFile = Mutex<UInt64?>(nil)
    defer { socket?.remove(ifStill: socketFile.withLock { $0 }) }
    let listening = service { port in
      socketFile.withLock { $0 = socket?.identity }
      await onServerRunning(port)
    }
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: listening, successTerminationBehavior: .ignore)], gracefulShutdownSignals: [],
      logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(20)
    let services = ServiceGroup(configuration: configuration)
    try await withThrowingTaskGroup(of: Void.self) { group in
      // A server that ended has nothing to wait for; whoever waits for `stop` is a child of its own.
      group.addTask {
        do {
          try await services.run()
        } catch let error as IOError {
          throw ListenError(error)
        }
      }
      let others = Task {
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await inbox.run() }
          group.addTask { await jobs.run(clock) }
          group.addTask { await Housekeeper(naru: { current }, watch: watch, logger: logger).run(clock) }
          if let source { group.addTask { await ReloadLoop(server: self, source: source).run(clock) } }
        }
      }
      let waiting = Task {
        await stop()
        await services.triggerGracefulShutdown()
      }
      defer {
        waiting.cancel()
        others.cancel()
      }
      do {
        try await group.waitForAll()
      } catch {
        others.cancel()
        await others.value
        throw error
      }
      others.cancel()
      await others.value
      // Shops that came with a reload are unknown to the Naru that whoever made the server closes.
      try? await current.saveKakaoBudgets()
      try? await watch.save(in: current)
    }
  }
}
