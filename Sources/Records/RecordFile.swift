public import CommonValues

/// A file of records in any format that Naru reads: CSV, JSON (an array, lines, one object), XML, XLSX, an HTML table, each of them
/// also packed by gzip or within a zip. The bytes decide which it is, never the name.
///
/// ```swift
/// let file = try RecordFile.open(FileSource(path: path))
/// while let reader = try file.nextReader() {
///   while let block = try reader.nextBlock() { … }
/// }
/// ```
/// A zip gives a reader for each of its entries, in the order of its directory, folders, links and `__MACOSX` left out; anything else
/// gives one reader. A file is good only when ``nextReader()`` has come to nil: a later entry may refuse it, and what was read before
/// must then not count. Like its source, a file belongs to one thread at a time and may block it.
///
/// Packed files are unpacked while they are read, within ``RecordLimits``; one gzip and one zip may be around the records, in either
/// order, and a workbook counts as none.
public final class RecordFile {
  /// What messages call the file: the name of its source.
  public let name: String
  /// What the file itself is, before anything is unpacked.
  public private(set) var kind: ContentKind

  /// Bytes of the file read so far, packed as it is. Of a zip or workbook all of them, since it is not read in order.
  public var bytesRead: Int64 { isInOrder ? meter.bytesRead : meter.size ?? meter.bytesRead }
  /// Bytes of the whole file; nil when its source does not know.
  public var byteCount: Int64? { meter.size }

  private let meter: MeteredSource
  private let options: RecordFileOptions
  private let budget: UnpackBudget
  private var isInOrder = true
  private var reader: (any RecordReader)?
  private var archive: ZipArchive?
  private var nextEntry = 0

  /// What is around the records already.
  private struct Wrapping {
    var gzip = false
    var zip = false
    var isPacked: Bool { gzip || zip }
  }

  private var wrapping = Wrapping()

  /// Opens a file and looks at its first bytes.
  ///
  /// Refuses, each with its own code, an empty file, an old or password-protected workbook, an encrypted or empty zip, and what holds no
  /// records at all.
  public static func open(
    _ source: any ByteSource, options: RecordFileOptions = RecordFileOptions()
  ) throws(Diagnostic) -> RecordFile {
    try RecordFile(source, options: options)
  }

  private init(_ source: any ByteSource, options: RecordFileOptions) throws(Diagnostic) {
    name = source.name
    meter = MeteredSource(source, limit: options.limits.fileBytes)
    self.options = options
    budget = UnpackBudget(source.name, options.limits)
    let prefixed = try PrefixedSource(meter, count: 64 << 10)
    kind = try RecordFile.sniff(prefixed)
    if kind == .xlsx { kind = .zip }
    try open(prefixed, kind, of: source as? any RandomAccessBytes)
  }

  /// The next reader; nil behind the last. The one before must have been read to its end, and must not be used any more.
  ///
  /// The name in its format is the file's, and of a zip's entry `file.zip/entry.csv`.
  public func nextReader() throws(Diagnostic) -> (any RecordReader)? {
    if let reader {
      self.reader = nil
      return reader
    }
    guard let archive, nextEntry < archive.entries.count else { return nil }
    let entry = archive.entries[nextEntry]
    nextEntry += 1
    let prefixed = try PrefixedSource(archive.open(entry), count: 64 << 10)
    let outer = wrapping
    defer { wrapping = outer }
    try open(prefixed, RecordFile.sniff(prefixed), of: nil)
    defer { reader = nil }
    return reader
  }

  /// Makes the reader, or opens the archive.
  private func open(
    _ source: PrefixedSource, _ kind: ContentKind, of bytes: (any RandomAccessBytes)?
  ) throws(Diagnostic) {
    var options = options
    if wrapping.isPacked { options.limits.fileBytes = options.limits.unpackedBytes }
    switch kind {
    case .text: reader = try CSVReader(source, options: options.csv)
    case .json: reader = try JSONReader(source, options: options)
    case .xml: reader = try XMLReader(source, options: options)
    case .html: reader = try HTMLReader(source, options: options)
    case .gzip:
      guard !wrapping.gzip else { throw FileProblem.nested(source.name) }
      wrapping.gzip = true
      let unpacked = try PrefixedSource(GzipSource(source, budget: budget), count: 64 << 10)
      try open(unpacked, RecordFile.sniff(unpacked), of: nil)
    case .zip, .xlsx: try openZip(source, bytes, options)
    case .xls:
      throw try RecordFile.isProtected(source)
        ? FileProblem.encrypted(source.name) : FileProblem.oldWorkbook(source.name)
    case .pdf, .image, .archive, .database, .binary: throw FileProblem.unknownFormat(source.name, kind)
    }
  }

  private func openZip(
    _ source: PrefixedSource, _ bytes: (any RandomAccessBytes)?, _ options: RecordFileOptions
  ) throws(Diagnostic) {
    let whole: any RandomAccessBytes
    if let bytes, bytes.byteCount > 0 {
      isInOrder = false
      whole = bytes
    } else {
      let spool = try SpoolFile(for: source.name, in: options.scratchDirectory)
      try spool.append(source, limit: options.limits.fileBytes)
      whole = spool
    }
    let found = try ZipArchive(whole, file: source.name, budget: budget)
    if found.entries.contains(where: { $0.name == "[Content_Types].xml" }) {
      if !wrapping.isPacked { self.kind = .xlsx }
      reader = try XLSXReader(found, options: options)
      return
    }
    guard !wrapping.zip else { throw FileProblem.nested(source.name) }
    wrapping.zip = true
    guard !found.entries.isEmpty else { throw FileProblem.noEntries(source.name) }
    if let locked = found.entries.first(where: \.isEncrypted) { throw FileProblem.encrypted(found.title(locked)) }
    archive = found
  }

  private static func sniff(_ source: PrefixedSource) throws(Diagnostic) -> ContentKind {
    let prefix = source.prefix
    guard !prefix.isEmpty else { throw FileProblem.empty(source.name) }
    let kind = ContentKind.sniff(prefix)
    guard kind == .text, TextEncoding.sniff(prefix).isUTF16 else { return kind }
    // What UTF-16 holds shows once its ASCII stands alone.
    let encoding = TextEncoding.sniff(prefix)
    let start = encoding.markLength(in: prefix)
    let ascii = stride(from: start, to: min(prefix.count - 1, 8 << 10), by: 2).map { index in
      let (low, high) = encoding == .utf16LE ? (prefix[index], prefix[index + 1]) : (prefix[index + 1], prefix[index])
      return high == 0 ? low : 0x3F
    }
    return ascii.withUnsafeBufferPointer { ContentKind.sniffText($0) }
  }

  /// Whether an OLE container holds an encrypted workbook: it names the stream `EncryptedPackage`, in UTF-16.
  private static func isProtected(_ source: PrefixedSource) throws(Diagnostic) -> Bool {
    var name: [UInt8] = []
    for byte in "EncryptedPackage".utf8 { name += [byte, 0] }
    var bytes = Array(source.prefix)
    source.drop(bytes.count)
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      var index = bytes.startIndex
      while index + name.count <= bytes.count {
        if bytes[index] == name[0], bytes[index..<(index + name.count)].elementsEqual(name) { return true }
        index += 1
      }
      bytes = Array(bytes.suffix(name.count))
      var count = 0
      var problem: Diagnostic?
      piece.withUnsafeMutableBytes { buffer in
        do throws(Diagnostic) { count = try source.read(into: buffer) } catch { problem = error }
      }
      if let problem { throw problem }
      if count == 0 { return false }
      bytes += piece[0..<count]
    }
  }
}
