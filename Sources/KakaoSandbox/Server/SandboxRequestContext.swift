public import Hummingbird
import NIOCore

/// The context of a request, which keeps the connection so that a fault can close it.
public struct SandboxRequestContext: RequestContext {
  /// Hummingbird's own part.
  public var coreContext: CoreRequestContextStorage
  private let connection: any Channel

  /// Makes a context for a request of a connection.
  public init(source: ApplicationRequestContextSource) {
    self.coreContext = CoreRequestContextStorage(source: source)
    self.connection = source.channel
  }

  /// Closes the connection without a further byte.
  func closeConnection() async {
    try? await connection.close(mode: .all)
  }
}
