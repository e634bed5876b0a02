import CommonValues
import Naru
import Store

extension LiveOperations {
  func inbox(_ request: InboxListRequest, _ context: OperationContext) async throws -> Outcome<[InboxView]> {
    var filter = InboxFilter()
    if request.dead { filter.states = [.dead] }
    filter.failedOnly = request.failed
    filter.source = request.source
    filter.before = request.before
    let wanted = filter
    return try await withShop(request.shop, context) { connection in
      Outcome(try await connection.inbox(wanted, limit: request.limit).map { InboxView($0) })
    }
  }

  func inboxEntry(_ request: InboxRequest, _ context: OperationContext) async throws -> Outcome<InboxView> {
    let found = try await withShop(request.shop, context) { connection in
      try await connection.inboxEntry(Int64(request.id) ?? 0)
    }
    guard let found else { throw OperationError([.notFound("delivery", ko: "수신 항목", request.id)]) }
    return Outcome(InboxView(found, withContent: true))
  }

  func retryInbox(
    _ request: InboxRetryRequest, _ context: OperationContext
  ) async throws -> Outcome<InboxRetryResult> {
    try await withShop(request.shop, context) { connection in
      let which: InboxSelection
      switch request.which {
      case .dead: which = .dead
      case .received(let from, let to): which = .received(from: from, to: to)
      case .entries(let ids):
        var numbers: [Int64] = []
        for text in ids {
          guard let id = Int64(text), try await connection.inboxEntry(id) != nil else {
            throw OperationError([.notFound("delivery", ko: "수신 항목", text)])
          }
          numbers.append(id)
        }
        which = .entries(numbers)
      }
      return Outcome(InboxRetryResult(retried: Int64(try await connection.retryInbox(which))))
    }
  }

  func waitingRefetches(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[WaitingView]> {
    try await withShop(request.shop, context) { connection in
      Outcome(
        try await connection.waitingRefetches(limit: request.limit).map {
          WaitingView(
            entity: $0.entity.rawValue, id: $0.id, since: $0.since.description, notedAt: $0.notedAt.description)
        })
    }
  }
}

extension InboxView {
  /// A delivery as it is printed; what came only when asked for.
  init(_ entry: InboxEntry, withContent: Bool = false) {
    let delivery = entry.delivery
    self.init(
      id: "\(entry.id)", source: delivery.source, state: entry.state.name, kind: entry.kind, subject: delivery.subject,
      attempts: entry.attempts, receivedAt: delivery.receivedAt.description,
      dueAt: entry.state == .waiting && entry.attempts > 0 ? entry.dueAt.description : nil,
      finishedAt: entry.finishedAt?.description,
      problem: entry.problem.map { Problem(code: $0.code, reason: $0.reason) },
      head: withContent ? String(decoding: delivery.head, as: UTF8.self) : nil,
      body: withContent ? String(decoding: delivery.body, as: UTF8.self) : nil)
  }
}
