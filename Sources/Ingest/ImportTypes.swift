public import CommonValues
public import Records
public import ShopAdapters
public import ShopModel
public import Store

/// What is to be done with one export file.
public struct ImportRequest: Sendable {
  /// Whose file it is.
  public var shop: ShopID
  /// Members or orders; nil: told from the header.
  public var kind: ExportKind?
  /// Whether the file names every member, so that who is absent has left.
  public var complete = false
  /// The share of active members, in percent, that may be found absent without ``confirmed``.
  public var maxAbsent: Double? = 5
  /// Whether the guards for complete files are passed (`--yes`). A file that was cut never makes anybody withdrawn.
  public var confirmed = false
  /// Whether everything is done but kept.
  public var dryRun = false
  /// The source time of what the file says; nil: the time of its last change, else of receipt.
  public var asOf: Timestamp?
  /// Nil: told from the bytes.
  public var encoding: TextEncoding?
  /// Nil: told from the bytes.
  public var delimiter: UInt8?
  /// How orders are counted and matched.
  public var rules = OrderRules()
  /// Limits on the file.
  public var limits = RecordLimits()

  /// A request with the defaults.
  public init(shop: ShopID) { self.shop = shop }
}

/// What an import did. Counts are of rows, members or orders as said.
public struct ImportReport: Sendable, Hashable {
  /// The number of the run within the shop; 0 for a dry run.
  public var runID: Int64 = 0
  /// The file's name as it was given.
  public var file: String
  /// What its rows are about.
  public var kind: ExportKind
  /// Rows below the header, blank ones aside.
  public var rows = 0
  /// Distinct members or orders among them that were taken.
  public var records = 0
  /// New ones, and those of which a value changed.
  public var changed = 0
  /// Those of which no value changed.
  public var unchanged = 0
  /// Rows that were not taken.
  public var quarantined = 0
  /// Fields that were left out of rows that were taken, and rows that another row of the file replaced.
  public var warnings = 0
  /// Members set to withdrawn because a complete file does not name them.
  public var withdrawn = 0
  /// Whether nothing of it was kept.
  public var dryRun = false
  /// The source time that the file was given.
  public var asOf: Timestamp
  /// What somebody should know beyond the counts; at most a few hundred.
  public var findings: [Diagnostic] = []
  /// Whether the absent were not set to withdrawn although that was asked for.
  public var absentKept = false
  /// How many of the warnings are about fields that were left out.
  var fieldsLeftOut = 0
}

/// Who is told how an import goes on.
public struct ImportObserver: Sendable {
  /// What an import is busy with.
  public enum Step: Sendable, Hashable {
    /// Downloading; bytes so far.
    case fetching(done: Int64)
    /// Reading and mapping; bytes done, and of how many when that is known.
    case reading(done: Int64, total: Int64?)
    /// Applying; records done, of how many rows at most.
    case applying(done: Int64, total: Int64)
  }

  /// Called from any thread, often; must return at once.
  public var progress: @Sendable (Step) -> Void
  /// Asked often; true ends the import and leaves the store as it was.
  public var shouldStop: @Sendable () -> Bool
  /// Told the number of every run that is begun, as soon as it is recorded.
  public var begun: @Sendable (Int64) -> Void

  /// An observer; by default one that does nothing.
  public init(
    progress: @escaping @Sendable (Step) -> Void = { _ in }, shouldStop: @escaping @Sendable () -> Bool = { false },
    begun: @escaping @Sendable (Int64) -> Void = { _ in }
  ) {
    self.progress = progress
    self.shouldStop = shouldStop
    self.begun = begun
  }
}
