public import CommonValues
public import ShopModel

/// A file that was accepted, and what became of it.
public struct AcceptedImport: Sendable, Hashable, Identifiable {
  /// How far it is.
  public enum State: Int64, Sendable, Hashable, CaseIterable {
    /// It waits for its turn.
    case waiting = 0
    /// It is being imported.
    case running = 1
    /// It was imported.
    case done = 2
    /// It was refused, or given up.
    case failed = 3

    /// A stable name.
    public var name: String {
      switch self {
      case .waiting: "waiting"
      case .running: "running"
      case .done: "done"
      case .failed: "failed"
      }
    }

    /// Whether nothing more happens.
    public var isFinal: Bool { self == .done || self == .failed }
  }

  /// How a file came in.
  public enum Source: String, Sendable, Hashable, Codable, CaseIterable {
    /// Uploaded by HTTP.
    case upload
    /// Found in the watched folder.
    case watch
    /// Fetched by its address.
    case fetch
  }

  /// Counts up per shop, from 1.
  public let id: Int64
  /// Whose it is.
  public let shop: ShopID
  /// How it came in.
  public let source: Source
  /// What messages call it.
  public let file: String
  /// What tells a file of a watched folder from every other, or what was fetched from where; nil for uploads.
  public let origin: String?
  /// The name of the file in the spool folder; nil once it was removed.
  public let spool: String?
  /// Its size.
  public let bytes: Int64
  /// How it is to be taken, in a form of the caller's own.
  public let options: String
  /// How far it is.
  public let state: State
  /// How often it was begun.
  public let attempts: Int
  /// When it was accepted.
  public let receivedAt: Timestamp
  /// When it was begun last.
  public let startedAt: Timestamp?
  /// When it came to its end.
  public let finishedAt: Timestamp?
  /// The runs that it was begun with.
  public let runs: [Int64]
  /// What came of it, in a form of the caller's own.
  public let result: String
  /// Whether a file of a watched folder was put away after its end.
  public let isFiled: Bool
}

/// A file that is about to be accepted; it lies durably in the spool folder already.
public struct NewImport: Sendable {
  /// Whose it is.
  public var shop: ShopID
  /// How it came in.
  public var source: AcceptedImport.Source
  /// What messages call it; nil: by its number.
  public var file: String?
  /// What tells a file of a watched folder from every other.
  public var origin: String?
  /// Its name in the spool folder.
  public var spool: String
  /// Its size.
  public var bytes: Int64
  /// How it is to be taken, in a form of the caller's own.
  public var options: String
  /// When it was received.
  public var receivedAt: Timestamp
  /// What came of a file that is refused without having been read; nil: it is to be imported.
  public var refusal: String?

  /// A file.
  public init(
    shop: ShopID, source: AcceptedImport.Source, file: String?, origin: String? = nil, spool: String, bytes: Int64,
    options: String, receivedAt: Timestamp
  ) {
    self.shop = shop
    self.source = source
    self.file = file
    self.origin = origin
    self.spool = spool
    self.bytes = bytes
    self.options = options
    self.receivedAt = receivedAt
  }
}
