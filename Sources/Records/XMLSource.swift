import CommonValues

/// An XML document as UTF-8 that libxml2 takes: in whatever encoding it is, and without bytes that would end the parsing.
///
/// What is no character of XML (ill-formed sequences, NUL and other control characters) becomes U+10FFFD, which no text uses: the
/// record that holds one is malformed, and the rest of the document is read all the same.
final class XMLSource {
  private let meter: MeteredSource
  private let source: any ByteSource
  private let piece = XMLPiece()
  /// What was read and is no whole character yet.
  private var cut: [UInt8] = []
  private var isAtEnd = false
  /// Pieces that are to be given again.
  private var window: [[UInt8]] = []

  var bytesRead: Int64 { meter.bytesRead }
  var size: Int64? { meter.size }
  var name: String { meter.name }
  /// Whether the next piece has still to be read.
  var needsReading: Bool { window.isEmpty && !isAtEnd }

  /// - Parameter encoding: what is known better than by the document's declaration.
  init(
    _ source: any ByteSource, encoding: TextEncoding?, limit: Int64, isHTML: Bool = false
  ) throws(Diagnostic) {
    meter = MeteredSource(source, limit: limit)
    self.source = try XMLSource.decoded(meter, encoding, isHTML)
  }

  /// Reads the beginning, up to about `count` bytes, and gives it again later.
  func peek(_ count: Int) throws(Diagnostic) -> [[UInt8]] {
    var total = 0
    var pieces: [[UInt8]] = []
    while total < count, let piece = try next() {
      pieces.append(Array(piece))
      total += piece.count
    }
    window = pieces
    return pieces
  }

  /// The next piece, valid until the next call; nil at the end.
  func next() throws(Diagnostic) -> ByteSlice? {
    try fill(piece) ? piece.bytes : nil
  }

  /// Fills a piece with what comes next, whole characters only; false at the end.
  func fill(_ piece: XMLPiece) throws(Diagnostic) -> Bool {
    if !window.isEmpty {
      piece.copy(window.removeFirst())
      return true
    }
    while !isAtEnd {
      let room = piece.room
      room.copyBytes(from: cut)
      let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: room[cut.count...]))
      if read == 0 { isAtEnd = true }
      cut = Array(piece.settle(cut.count + read, isLast: isAtEnd))
      if !piece.bytes.isEmpty { return true }
    }
    return false
  }
}

/// In which encoding a document is.
extension XMLSource {
  fileprivate static func decoded(
    _ source: any ByteSource, _ given: TextEncoding?, _ isHTML: Bool
  ) throws(Diagnostic) -> any ByteSource {
    let prefixed = try PrefixedSource(source, count: 64 << 10)
    let prefix = prefixed.prefix
    var encoding = given
    if encoding == nil {
      for candidate in [TextEncoding.utf8, .utf16LE, .utf16BE] where candidate.markLength(in: prefix) > 0 {
        encoding = candidate
      }
    }
    if encoding == nil {
      let sniffed = TextEncoding.sniff(prefix)
      if sniffed.isUTF16 {
        encoding = sniffed
      } else if let declared = isHTML ? charset(prefix) : declaration(prefix) {
        encoding = TextEncoding(name: declared)
        // Pages often say what they are not. Where they differ, the bytes are right.
        if isHTML, encoding != nil, let seen = TextEncoding.sniffBytes(prefix) { encoding = seen }
        if encoding == nil {
          return try TranscodingSource(
            prefixed, prefix: ByteSlice(start: nil, count: 0), encoding: declared, unit: 1)
        }
        // It says UTF-16 in bytes that are none.
        if encoding?.isUTF16 == true { encoding = sniffed }
      } else {
        encoding = sniffed
      }
    }
    let found = encoding ?? .utf8
    try TextEncoding.check(found, file: source.name)
    prefixed.drop(found.markLength(in: prefix))
    if found == .utf8 { return prefixed }
    return try TranscodingSource(prefixed, prefix: ByteSlice(start: nil, count: 0), encoding: found)
  }

  /// The name in `<?xml … encoding="…"?>`; nil when there is none. Names hold nothing that would mean more to iconv.
  private static func declaration(_ prefix: ByteSlice) -> String? {
    let head = String(decoding: prefix.prefix(512), as: UTF8.self)
    guard head.hasPrefix("<?xml"), let close = head.firstRange(of: "?>") else { return nil }
    let text = head[..<close.lowerBound]
    guard let word = text.firstRange(of: "encoding") else { return nil }
    var rest = text[word.upperBound...].drop { $0 == " " || $0 == "\t" || $0.isNewline }
    guard rest.first == "=" else { return nil }
    rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" || $0.isNewline }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    let name = rest.dropFirst().prefix { $0 != quote }
    return checked(name)
  }

  /// The name behind `charset=` in the first 4 KiB of a page.
  private static func charset(_ prefix: ByteSlice) -> String? {
    let head = String(decoding: prefix.prefix(4096), as: UTF8.self).lowercased()
    guard let word = head.firstRange(of: "charset=") else { return nil }
    let rest = head[word.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
    return checked(rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." })
  }

  private static func checked(_ name: Substring) -> String? {
    let isName = name.utf8.allSatisfy {
      $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
    }
    return isName && (1...40).contains(name.utf8.count) ? String(name) : nil
  }
}
