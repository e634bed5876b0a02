/// What an adapter's program may use.
public struct ProcessLimits: Sendable, Hashable {
  /// How long it may take to say who it is.
  public var start: Duration = .seconds(10)
  /// How long it may be silent while an answer is waited for.
  public var idle: Duration = .seconds(30)
  /// Mebibytes of address space.
  public var memoryMiB = 512
  /// How often a webhook is given to a new process when one ended without an answer.
  public var restarts = 2
  /// The longest line of its output, in bytes.
  public var lineBytes = 1 << 20

  /// The limits that hold unless the manifest says otherwise.
  public init() {}
}
