/// What an adapter's program may use.
public struct ProcessLimits: Sendable, Hashable {
  /// Seconds until it has said who it is.
  public var startSeconds = 10
  /// Seconds between two lines of its answer.
  public var idleSeconds = 30
  /// Mebibytes of address space.
  public var memoryMiB = 512
  /// How often it is started again after it ended by itself, within one run.
  public var restarts = 2

  /// The limits that hold unless the manifest says otherwise.
  public init() {}
}
