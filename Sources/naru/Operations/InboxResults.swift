import CommonValues

/// One delivery: a webhook, or a question to the shop.
struct InboxView: Codable, Sendable, Hashable {
  /// Why it failed, or what of it could not be used.
  struct Problem: Codable, Sendable, Hashable {
    var code: String
    var reason: LocalizedText
  }

  var id: String
  /// `shop`, `shop.refetch`, `kakao.unlink`, `kakao.channel` or `kakao.account`.
  var source: String
  /// `waiting`, `done`, `dead` or `unmapped`.
  var state: String
  /// The event's name, where the source tells one.
  var kind: String?
  /// Whom or what it is about.
  var subject: String
  var attempts: Int
  /// RFC 3339.
  var receivedAt: String
  /// When it is tried again.
  var dueAt: String?
  var finishedAt: String?
  var problem: Problem?
  /// What came beside the body; only of one shown alone, and hidden but for its shape unless revealed.
  var head: String?
  /// The body, likewise.
  var body: String?

  enum CodingKeys: String, CodingKey {
    case id, source, state, kind, subject, attempts, problem, head, body
    case receivedAt = "received_at"
    case dueAt = "due_at"
    case finishedAt = "finished_at"
  }

  var masked: InboxView {
    var copy = self
    copy.head = head.map { Masking.shape($0, limit: 2_000) }
    copy.body = body.map { Masking.shape($0, limit: 2_000) }
    return copy
  }
}

/// How many deliveries are worked on again.
struct InboxRetryResult: Codable, Sendable, Hashable {
  var retried: Int64
}

/// One member or order that waits to be fetched or imported.
struct WaitingView: Codable, Sendable, Hashable {
  /// `member` or `order`.
  var entity: String
  var id: String
  /// When it changed; RFC 3339.
  var since: String
  /// When that was first told.
  var notedAt: String

  enum CodingKeys: String, CodingKey {
    case entity, id, since
    case notedAt = "noted_at"
  }
}
