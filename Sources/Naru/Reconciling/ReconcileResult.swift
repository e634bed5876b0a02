public import ChannelSync
public import CommonValues

/// What a reconciliation did.
public struct ReconcileResult: Sendable, Hashable {
  /// The app's users and our links.
  public struct Users: Sendable, Hashable, Codable {
    /// Users that Kakao listed.
    public var listed = 0
    /// Users of whom the store held a link or what Kakao said.
    public var known = 0
    /// Those among them that Kakao did not list.
    public var missing = 0
    /// Those whose link was ended, because Kakao said of each that it is not joined any more.
    public var unlinked = 0
    /// Those that are joined all the same.
    public var stillLinked = 0
  }

  /// How users stand to the shop's channels.
  public struct Relations: Sendable, Hashable, Codable {
    /// Users that were asked about.
    public var asked = 0
    /// Relations that were not known so.
    public var changed = 0
  }

  /// Customer files.
  public struct Files: Sendable, Hashable, Codable {
    /// Files that the ledger says are at Kakao.
    public var checked = 0
    /// Those that are gone; the next sync makes them again.
    public var vanished = 0
  }

  /// The run's number in the store.
  public var runID: Int64
  /// How it ended; `guarded`: so many users were missing that nobody was ended.
  public var ending = SyncResult.Ending.complete
  /// The app's users and our links.
  public var users = Users()
  /// How users stand to the shop's channels.
  public var relations = Relations()
  /// Customer files.
  public var files = Files()
  /// What a person should know.
  public var notices: [Diagnostic] = []
  /// Why it ended early, or kept something back.
  public var problem: Diagnostic?

  /// The exit code, as of a sync: 0 complete, 2 guarded, 75 quota, else 1.
  public var exitCode: Int32 { ending.exitCode }
}

/// How far a reconciliation is.
public struct ReconcileProgress: Sendable, Hashable {
  /// What is being done.
  public enum Step: String, Sendable, Hashable, Codable {
    /// Reading Kakao's list of users.
    case list
    /// Asking about users who were missing in it.
    case missing
    /// Asking how users stand to channels.
    case relations
    /// Holding customer files against Kakao's list.
    case files
  }

  /// What is being done.
  public let step: Step
  /// Users done.
  public let done: Int
}
