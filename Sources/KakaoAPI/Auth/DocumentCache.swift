/// When a document of kauth's is fetched and when the one at hand is used; a pure state machine on elapsed time.
///
/// What is at hand goes on working while it can not be fetched anew. Asking too often is refused by Kakao, so neither
/// something that is missing in the document nor its age makes it be fetched more than once in ``pause``.
struct DocumentCache<Value: Sendable>: Sendable {
  /// How old a document may grow before it is fetched anew.
  static var maxAge: Duration { .seconds(6 * 3600) }
  /// The time between two tries while there is a document.
  static var pause: Duration { .seconds(300) }
  /// The time between two tries while there is none.
  static var pauseWithout: Duration { .seconds(15) }

  enum Step {
    case use(Value)
    case fetch(fallback: Value?)
    case fail(KakaoError)
  }

  private var value: Value?
  private var fetchedAt: Duration = .zero
  private var failure: KakaoError?
  private var triedAt: Duration = .zero

  /// - Parameter lacks: whether the document at hand lacks what is looked for.
  func step(at now: Duration, lacks: (Value) -> Bool = { _ in false }) -> Step {
    guard let value else {
      if let failure, now - triedAt < Self.pauseWithout { return .fail(failure) }
      return .fetch(fallback: nil)
    }
    let isGood = now - fetchedAt < Self.maxAge && !lacks(value)
    return isGood || now - triedAt < Self.pause ? .use(value) : .fetch(fallback: value)
  }

  mutating func fetched(_ value: Value, at now: Duration) {
    self = DocumentCache()
    self.value = value
    fetchedAt = now
    triedAt = now
  }

  mutating func failed(_ error: KakaoError, at now: Duration) {
    failure = error
    triedAt = now
  }
}
