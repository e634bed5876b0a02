/// How many requests the sidecar takes. Each is a bucket that holds `burst` and is filled by `perSecond`.
public struct RateLimits: Sendable, Hashable {
  /// One bucket.
  public struct Limit: Sendable, Hashable {
    /// Requests a second that may go on for ever; 0 takes any number.
    public var perSecond: Int
    /// Requests that may come at once.
    public var burst: Int

    /// A limit.
    public init(perSecond: Int, burst: Int) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }

  /// For each client address, before anything is looked at: logins that are begun, and requests that were refused.
  public var address = Limit(perSecond: 100, burst: 1_000)
  /// For each shop's back end, after its token was accepted.
  public var shop = Limit(perSecond: 500, burst: 2_000)

  /// The defaults.
  public init() {}
}
