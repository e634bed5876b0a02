public import CommonValues

/// How a staged file is applied.
public struct ApplyOptions: Sendable {
  /// The file's own source time in milliseconds; records may have another.
  public var fileTime: Timestamp
  /// Whether who is absent from the file has left, if the guard allows.
  public var complete: Bool
  /// The share of active members, in percent, that may be found absent; nil: any.
  public var maxAbsent: Double?
  /// Whether everything is computed and nothing kept.
  public var dryRun: Bool
  /// Changes beyond which the next plan looks at everybody.
  var listedChanges = ChangeFeed.limit

  /// Options.
  public init(fileTime: Timestamp, complete: Bool = false, maxAbsent: Double? = nil, dryRun: Bool = false) {
    self.fileTime = fileTime
    self.complete = complete
    self.maxAbsent = maxAbsent
    self.dryRun = dryRun
  }
}

/// What applying a staged file did.
public struct ApplyCounts: Sendable, Hashable {
  /// Distinct members or orders in the file.
  public var records = 0
  /// Those that were new.
  public var inserted = 0
  /// Those of which a value changed.
  public var changed = 0
  /// Those that were as stored.
  public var unchanged = 0
  /// Rows that another row of the same file replaced.
  public var duplicates = 0
  /// Orders left out as a whole, because a row of theirs could not be read.
  public var rejected = 0
  /// Active members of whom the file said nothing; counted for complete files only.
  public var absent = 0
  /// Members set to withdrawn because they were absent.
  public var withdrawn = 0
  /// Whether more members were absent than the guard allows, so that nobody was set to withdrawn.
  public var absentGuardStopped = false

  /// Nothing done.
  public init() {}
}

/// Who is told what happens while a staged file is applied.
public struct ApplyObserver: Sendable {
  /// Records applied so far, now and then.
  public var progress: @Sendable (Int) -> Void
  /// An id that stands more than once in the file, with the lines of the row that was replaced and of the one that counts.
  public var duplicate: @Sendable (_ id: String, _ replaced: Int64, _ kept: Int64) -> Void
  /// Asked now and then; true stops the work and undoes it.
  public var shouldStop: @Sendable () -> Bool

  /// An observer; by default one that does nothing.
  public init(
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    duplicate: @escaping @Sendable (String, Int64, Int64) -> Void = { _, _, _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.progress = progress
    self.duplicate = duplicate
    self.shouldStop = shouldStop
  }
}
