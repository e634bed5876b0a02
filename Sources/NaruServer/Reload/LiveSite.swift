import Hummingbird
import Naru
import Synchronization

/// What answers requests, made from one configuration and replaced as a whole: a request goes on with what it began with.
final class LiveSite: Sendable {
  struct State: Sendable {
    let naru: Naru
    let responder: any HTTPResponder<ServerContext>
  }

  private let state: Mutex<State>

  init(_ state: State) { self.state = Mutex(state) }

  var current: State { state.withLock { $0 } }

  func use(_ fresh: State) { state.withLock { $0 = fresh } }
}

/// Hands each request to what answers at that moment.
struct LiveResponder: HTTPResponder {
  let site: LiveSite

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    try await site.current.responder.respond(to: request, context: context)
  }
}
