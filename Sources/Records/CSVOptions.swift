/// What a caller knows about a CSV file beforehand. Everything may be left to be found out.
public struct CSVOptions: Sendable {
  /// Which row is the header.
  public enum HeaderPlace: Sendable, Hashable {
    /// The row with the best score of ``CSVOptions/headerScore``, else the first that looks like one.
    case find
    /// The row of that number, counted from 1 with blank lines.
    case row(Int)
    /// There is none; all rows are records, as wide as most of the first ones.
    case none
  }

  /// The encoding; found from the bytes when nil.
  public var encoding: TextEncoding?
  /// The delimiter, one ASCII byte that is no letter, digit, quote or line end; found among comma, tab, semicolon and pipe when nil.
  public var delimiter: UInt8?
  /// Where the header is.
  public var header: HeaderPlace
  /// How many labels of a row the caller knows. It is asked about each of the first rows; 0 for all of them leaves the choice to
  /// their shape.
  public var headerScore: (@Sendable ([String]) -> Int)?
  /// The limits.
  public var limits: RecordLimits
  /// How many bytes go into a block, give or take a record.
  public var blockBytes: Int

  /// Options; by default everything is found out.
  public init(
    encoding: TextEncoding? = nil, delimiter: UInt8? = nil, header: HeaderPlace = .find,
    headerScore: (@Sendable ([String]) -> Int)? = nil, limits: RecordLimits = RecordLimits(),
    blockBytes: Int = 1 << 20
  ) {
    self.encoding = encoding
    self.delimiter = delimiter
    self.header = header
    self.headerScore = headerScore
    self.limits = limits
    self.blockBytes = max(1, min(blockBytes, 64 << 20))
  }
}
