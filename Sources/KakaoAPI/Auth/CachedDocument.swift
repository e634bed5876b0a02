internal import Synchronization

/// A document of kauth's that all callers share: fetched by one of them when ``DocumentCache`` says so.
final class CachedDocument<Value: Sendable>: Sendable {
  private let cache = Mutex(DocumentCache<Value>())
  private let flight = SingleFlight<Int, Value, KakaoError>()

  /// The document; the one at hand when there is one and fetching fails.
  ///
  /// - Parameter lacks: whether a document lacks what is looked for.
  func value(
    at clock: ElapsedClock, lacks: @Sendable (Value) -> Bool = { _ in false },
    fetch: @escaping @Sendable () async throws(KakaoError) -> Value
  ) async throws(KakaoError) -> Value {
    let fallback: Value?
    switch cache.withLock({ $0.step(at: clock.elapsed(), lacks: lacks) }) {
    case .use(let value): return value
    case .fail(let error): throw error
    case .fetch(let old): fallback = old
    }
    do throws(KakaoError) {
      return try await flight.run(0, cancelled: .cancelled(mayHaveBeenProcessed: false)) {
        () async throws(KakaoError) -> Value in try await self.fetched(clock, fetch)
      }
    } catch {
      guard let fallback, error.reason != .cancelled else { throw error }
      return fallback
    }
  }

  private func fetched(
    _ clock: ElapsedClock, _ fetch: @Sendable () async throws(KakaoError) -> Value
  ) async throws(KakaoError) -> Value {
    do throws(KakaoError) {
      let value = try await fetch()
      cache.withLock { $0.fetched(value, at: clock.elapsed()) }
      return value
    } catch {
      cache.withLock { $0.failed(error, at: clock.elapsed()) }
      throw error
    }
  }
}
