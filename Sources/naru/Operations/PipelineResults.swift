import CommonValues

/// What an import of one file did; the JSON of `naru import`, one object a file.
struct ImportResult: Codable, Sendable, Hashable {
  var runID: String
  /// `members` or `orders`.
  var kind: String
  /// Rows below the header.
  var rows: Int64
  /// Members or orders that the rows came to.
  var records: Int64
  var changed: Int64
  var unchanged: Int64
  var quarantined: Int64
  var warnings: Int64
  var withdrawn: Int64
  /// The file's path as given.
  var file: String
  /// Whether nothing was written.
  var dryRun: Bool

  enum CodingKeys: String, CodingKey {
    case kind, rows, records, changed, unchanged, quarantined, warnings, withdrawn, file
    case runID = "run_id"
    case dryRun = "dry_run"
  }
}

/// A guard that stands before a customer file.
struct GuardView: Codable, Sendable, Hashable {
  /// `max_removal`, `columns_changed` or `orphan`.
  var kind: String
  var reason: LocalizedText
}

/// What a sync would do to one customer file.
struct FilePlan: Codable, Sendable, Hashable {
  var name: String
  var add: Int64
  var update: Int64
  var remove: Int64
  var unchanged: Int64
  /// Requests to Kakao.
  var calls: Int64
  /// Nil when nothing stands in the way.
  var `guard`: GuardView?

  /// Whether a sync would send nothing.
  var isEmpty: Bool { add == 0 && update == 0 && remove == 0 }

  /// Writes every key, `guard` as `null` when there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(add, forKey: .add)
    try container.encode(update, forKey: .update)
    try container.encode(remove, forKey: .remove)
    try container.encode(unchanged, forKey: .unchanged)
    try container.encode(calls, forKey: .calls)
    try container.encode(`guard`, forKey: .guard)
  }
}

/// The JSON of `naru plan`.
struct PlanResult: Codable, Sendable, Hashable {
  var files: [FilePlan]
}

/// What a sync did to one customer file.
struct FileSync: Codable, Sendable, Hashable {
  var name: String
  var add: Int64
  var update: Int64
  var remove: Int64
  var unchanged: Int64
  var calls: Int64
  var `guard`: GuardView?
  /// Rows that Kakao confirmed.
  var sent: Int64
  /// Rows that it did not.
  var failed: Int64

  /// Writes every key, `guard` as `null` when there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(add, forKey: .add)
    try container.encode(update, forKey: .update)
    try container.encode(remove, forKey: .remove)
    try container.encode(unchanged, forKey: .unchanged)
    try container.encode(calls, forKey: .calls)
    try container.encode(`guard`, forKey: .guard)
    try container.encode(sent, forKey: .sent)
    try container.encode(failed, forKey: .failed)
  }
}

/// The JSON of `naru sync`.
struct SyncResult: Codable, Sendable, Hashable {
  var runID: String
  /// `complete`, `guarded`, `quota`, `failed` or `interrupted`.
  var outcome: String
  var files: [FileSync]

  enum CodingKeys: String, CodingKey {
    case outcome, files
    case runID = "run_id"
  }
}

/// One rule of a selection, applied to one member.
struct RuleView: Codable, Sendable, Hashable {
  /// The rule as the config spells it (`consent`, `not_blocked`, …) or `identity`, `stands_for_target`.
  var rule: String
  var ok: Bool
  var because: LocalizedText
}

/// One member and one customer file.
struct FileExplanation: Codable, Sendable, Hashable {
  var name: String
  var `in`: Bool
  var rules: [RuleView]
  /// What would be written; nil for who is out.
  var row: RowView?

  /// Writes every key, `row` as `null` when there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(`in`, forKey: .in)
    try container.encode(rules, forKey: .rules)
    try container.encode(row, forKey: .row)
  }
}

/// The JSON of `naru explain`.
struct ExplainResult: Codable, Sendable, Hashable {
  var memberID: String
  var files: [FileExplanation]

  enum CodingKeys: String, CodingKey {
    case files
    case memberID = "member_id"
  }

  /// With personal values of the rows hidden.
  var masked: ExplainResult {
    var copy = self
    copy.files = files.map { file in
      var file = file
      file.row = file.row?.masked
      return file
    }
    return copy
  }
}
