/// What a caller knows about a file of any format beforehand. Everything may be left to be found out.
public struct RecordFileOptions: Sendable {
  /// The encoding of text (CSV, JSON, HTML); found from the bytes when nil. XML says its own, and this is put in its place.
  public var encoding: TextEncoding?
  /// The delimiter of CSV; see ``CSVOptions/delimiter``.
  public var delimiter: UInt8?
  /// Where the header of a table (CSV, sheet, HTML) is. JSON and XML have none.
  public var header: CSVOptions.HeaderPlace
  /// How many labels of a row the caller knows. It finds the header of a table; of JSON and XML it is asked about the paths of what may
  /// be the records.
  public var headerScore: (@Sendable ([String]) -> Int)?
  /// The sheet of a workbook, by its name; nil: the first that is not hidden.
  public var sheet: String?
  /// Where the records of JSON and XML are; nil: found out.
  ///
  /// - JSON: the keys that lead from the document to the array, joined by `.` (`data.orders`). An object there is one record. Empty: the
  ///   document itself, also when it is an object that holds an array.
  /// - XML: the name of the element that is repeated, or its last names joined by `.` (`orders.order`), without prefixes.
  ///
  /// When nil: a top-level array, JSON Lines, or the only array of objects that an object holds; of XML the elements named `member` or
  /// `order`, else the least deep element that is repeated and has children. Where several fit, ``headerScore`` decides.
  public var recordPath: String?
  /// A nested array (JSON) or repeated element (XML) within a record, as its path (`items`, `order.items.item`): each item becomes a record
  /// of its own, with the cells of the record around it repeated. A record without items stays one record.
  public var rowsPath: String?
  /// The limits.
  public var limits: RecordLimits
  /// How many bytes go into a block, give or take a record.
  public var blockBytes: Int
  /// The folder for unnamed temporary files, which hold what must be read out of order: an archive from standard input, large tables
  /// of shared strings. Nil: `TMPDIR`, else `/tmp`.
  public var scratchDirectory: String?

  /// Options; by default everything is found out.
  public init(
    encoding: TextEncoding? = nil, delimiter: UInt8? = nil, header: CSVOptions.HeaderPlace = .find,
    headerScore: (@Sendable ([String]) -> Int)? = nil, sheet: String? = nil, recordPath: String? = nil,
    rowsPath: String? = nil, limits: RecordLimits = RecordLimits(), blockBytes: Int = 1 << 20,
    scratchDirectory: String? = nil
  ) {
    self.encoding = encoding
    self.delimiter = delimiter
    self.header = header
    self.headerScore = headerScore
    self.sheet = sheet
    self.recordPath = recordPath
    self.rowsPath = rowsPath
    self.limits = limits
    self.blockBytes = max(1, min(blockBytes, 64 << 20))
    self.scratchDirectory = scratchDirectory
  }

  /// The same for a CSV file.
  var csv: CSVOptions {
    CSVOptions(
      encoding: encoding, delimiter: delimiter, header: header, headerScore: headerScore, limits: limits,
      blockBytes: blockBytes)
  }
}
