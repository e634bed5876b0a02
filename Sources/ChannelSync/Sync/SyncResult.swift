public import CommonValues

/// What a sync did: the answer of `naru sync --json`.
public struct SyncResult: Sendable, Hashable, Codable {
  /// How a run can end.
  public enum Ending: String, Sendable, Hashable, Codable {
    /// Everything that was planned was sent and confirmed.
    case complete
    /// A guard kept at least one file back; everything else was sent.
    case guarded
    /// Kakao's quota is used up; the rest is sent by the next run.
    case quota
    /// Something was not sent, or not confirmed.
    case failed
    /// The caller asked to stop; the batch in flight was finished.
    case interrupted

    /// The exit code of DESIGN §4 and §10: 0 complete, 2 guarded, 75 quota, else 1.
    public var exitCode: Int32 {
      switch self {
      case .complete: 0
      case .guarded: 2
      case .quota: 75
      case .failed, .interrupted: 1
      }
    }
  }

  /// The run's number in the store.
  public var runID: Int64
  /// How it ended.
  public var ending: Ending
  /// Each planned file with what was done.
  public var files: [FileSyncResult]
  /// What a person should know or do: a file to delete by hand, a file that had vanished, counts that differ.
  public var notices: [Diagnostic]
  /// Why the run ended early, when it did.
  public var problem: Diagnostic?

  package init(
    runID: Int64, ending: Ending, files: [FileSyncResult], notices: [Diagnostic], problem: Diagnostic?
  ) {
    self.runID = runID
    self.ending = ending
    self.files = files
    self.notices = notices
    self.problem = problem
  }

  private enum CodingKeys: String, CodingKey {
    case files, notices, problem
    case runID = "run_id"
    case ending = "outcome"
  }

  /// ``Ending/exitCode`` of how it ended.
  public var exitCode: Int32 { ending.exitCode }
}

/// What a sync did with one file.
public struct FileSyncResult: Sendable, Hashable, Codable {
  /// What was planned.
  public var plan: FilePlan
  /// Rows sent and confirmed.
  public var sent = 0
  /// Rows sent of which it is not known what became of them. The next run sends them again.
  public var failed = 0
  /// Why the file could not be sent, when it could not.
  public var problem: Diagnostic?

  init(plan: FilePlan) { self.plan = plan }

  private enum CodingKeys: String, CodingKey {
    case sent, failed, problem
  }

  /// Reads what ``encode(to:)`` writes.
  public init(from decoder: any Decoder) throws {
    plan = try FilePlan(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    sent = try container.decode(Int.self, forKey: .sent)
    failed = try container.decode(Int.self, forKey: .failed)
    problem = try container.decodeIfPresent(Diagnostic.self, forKey: .problem)
  }

  /// Writes the plan's keys, `sent` and `failed`, and `problem` when there is one, side by side.
  public func encode(to encoder: any Encoder) throws {
    try plan.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sent, forKey: .sent)
    try container.encode(failed, forKey: .failed)
    try container.encodeIfPresent(problem, forKey: .problem)
  }
}
