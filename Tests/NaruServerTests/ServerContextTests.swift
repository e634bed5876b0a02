import Hummingbird
import Logging
import NIOEmbedded
import Testing

@testable import NaruServer

@Suite("The context of a request")
struct ServerContextTests {
  /// As middleware sees it that was written for any context.
  private static func logger<Context: RequestContext>(of context: Context) -> Logger { context.logger }

  @Test("whoever logs does so with the request's number, also who knows nothing of this server")
  func number() throws {
    let context = ServerContext(
      source: ApplicationRequestContextSource(
        channel: EmbeddedChannel(), logger: Logger(label: "test") { StreamLogHandler.standardError(label: $0) }))
    #expect(context.logger[metadataKey: "request"] == .string(context.reference))
    #expect(Self.logger(of: context)[metadataKey: "request"] == .string(context.reference))
    #expect(context.plainLogger[metadataKey: "request"] == nil)
  }
}
