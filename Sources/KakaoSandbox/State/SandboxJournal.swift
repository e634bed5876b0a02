/// One request that the sandbox received, and what it answered.
public struct SandboxJournalEntry: Sendable, Hashable {
  /// Something to say about the request.
  public struct Remark: Sendable, Hashable {
    /// Whether the request, or a row of it, was refused for this; else it is a hint.
    public var isFault: Bool
    /// The sentence.
    public var text: SandboxText
  }

  /// Counts from 1 since the last reset.
  public var number: Int
  /// When it arrived.
  public var time: SandboxTime
  /// The method.
  public var method: String
  /// The path, without the query.
  public var path: String
  /// The raw query.
  public var query: String
  /// The scheme and the label of the key or user; never the key or token itself.
  public var authorization: String
  /// The media type as sent.
  public var contentType: String
  /// Bytes of the body.
  public var requestBytes: Int
  /// The beginning of the body, cut at ``SandboxSettings/journalBodyBytes``.
  public var requestBody: String
  /// The HTTP status answered; `nil` when the connection was closed without an answer.
  public var status: Int?
  /// The beginning of the body answered.
  public var answerBody: String
  /// The fault rule that harmed the request.
  public var fault: Int?
  /// Whether the request took effect, in so far as it was right.
  public var processed: Bool
  /// What was wrong with it, or is worth knowing, in plain words.
  public var remarks: [Remark]
}

/// The last requests, and counts of all.
struct SandboxJournal: Sendable {
  struct Count: Sendable, Equatable {
    var total = 0
    var byStatus: [Int: Int] = [:]
    var dropped = 0
  }

  private(set) var entries: [SandboxJournalEntry] = []
  private(set) var counts: [String: Count] = [:]
  private(set) var total = 0

  /// Numbers and keeps an entry, forgetting the oldest beyond `limit`.
  mutating func append(_ entry: SandboxJournalEntry, limit: Int) {
    total += 1
    var entry = entry
    entry.number = total
    // A path that nobody serves is counted under one name, so that a scan can not grow the table.
    let isServed =
      LoginEndpoint(rawValue: entry.path) != nil || KapiEndpoint(rawValue: entry.path) != nil
      || Endpoint.all.contains { $0.path == entry.path }
    let key = isServed ? "\(entry.method) \(entry.path)" : "other"
    counts[key, default: Count()].total += 1
    if let status = entry.status {
      counts[key, default: Count()].byStatus[status, default: 0] += 1
    } else {
      counts[key, default: Count()].dropped += 1
    }
    entries.append(entry)
    // Forgetting a quarter at once keeps appending cheap.
    if entries.count > limit + limit / 4 { entries.removeFirst(entries.count - limit) }
  }

  /// The newest entries, newest first.
  func newest(after number: Int = 0, offset: Int = 0, limit: Int, keeping kept: Int) -> [SandboxJournalEntry] {
    Array(entries.suffix(kept).reversed().lazy.filter { $0.number > number }.dropFirst(offset).prefix(limit))
  }
}
