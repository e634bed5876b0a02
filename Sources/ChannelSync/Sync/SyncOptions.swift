/// How a sync is to go.
public struct SyncOptions: Sendable, Hashable {
  /// Somebody said yes to what guards hold back (`--yes`).
  public var confirmed: Bool
  /// Only the file of this name (in the config or at Kakao); nil: all.
  public var file: String?
  /// Who holds the shop's lease, for people who look: host and process id.
  public var holder: String

  /// Options of a run.
  public init(confirmed: Bool = false, file: String? = nil, holder: String) {
    self.confirmed = confirmed
    self.file = file
    self.holder = holder
  }
}

/// How far a sync has come with one file.
public struct SyncProgress: Sendable, Hashable {
  /// The file's name at Kakao.
  public let file: String
  /// Rows done.
  public let done: Int
  /// Rows to do.
  public let total: Int
}
