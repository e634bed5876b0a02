import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What every request of a server is answered by, whatever connection it comes on.
struct Answering: Sendable {
  let site: LiveSite
  let logger: Logger
  let date: HTTPDate

  func answer(_ request: Request, on channel: any Channel, _ writer: consuming AnswerWriter) async {
    let context = ServerContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
    do {
      var response = try await site.current.responder.respond(to: request, context: context)
      response.headers.append(HTTPField(name: .date, value: date.text))
      let (body, length) = (response.body, response.body.contentLength)
      writer.begin(response.head, length: length)
      guard length == nil else { return try await body.write(writer) }
      // Nobody knows how much work is in it.
      try await withTaskExecutorPreference(globalConcurrentExecutor) { [writer] in try await body.write(writer) }
    } catch {
      // Whoever has gone away is nothing new, nor is that what is cancelled ends.
      if !(error is ChannelError), !Task.isCancelled {
        context.logger.error("an answer broke off", metadata: ["error": .string(String(describing: type(of: error)))])
      }
      writer.giveUp()
    }
  }
}
