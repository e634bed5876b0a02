public import Naru

/// Where the server's configuration comes from, and what makes it read it again.
public struct ConfigurationSource: Sendable {
  /// Reads it; called for every reload.
  public let load: @Sendable () async -> ConfigurationOutcome
  /// Yields when somebody asks for a reload, as by SIGHUP.
  public let requests: AsyncStream<Void>
  /// How often the files are looked at; a change is taken over when it was there twice in a row, so that no half-written file is read.
  public var pause: Duration = .seconds(2)

  /// A source.
  public init(requests: AsyncStream<Void>, load: @escaping @Sendable () async -> ConfigurationOutcome) {
    self.requests = requests
    self.load = load
  }
}
