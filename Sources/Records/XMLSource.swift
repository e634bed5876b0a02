import CommonValues

/// An XML document as UTF-8 that libxml2 takes: in whatever encoding it is, and without bytes that would end the parsing.
///
/// What is no character of XML (ill-formed sequences, NUL and other control characters) becomes U+10FFFD, which no text uses: the
/// record that holds one is malformed, and the rest of the document is read all the same.
final class XMLSource {
  /// The UTF-8 of U+10FFFD.
  static let marker: [UInt8] = [0xF4, 0x8F, 0xBF, 0xBD]
  private static let pieceBytes = 64 << 10

  private let meter: MeteredSource
  private let source: any ByteSource
  private let raw: UnsafeMutablePointer<UInt8>
  private let clean: UnsafeMutablePointer<UInt8>
  /// What of `raw` was read and is no whole character yet.
  private var held = 0
  private var isAtEnd = false
  /// Pieces that are to be given again.
  private var window: [[UInt8]] = []

  var bytesRead: Int64 { meter.bytesRead }
  var size: Int64? { meter.size }
  var name: String { meter.name }

  /// - Parameter encoding: what is known better than by the document's declaration.
  init(
    _ source: any ByteSource, encoding: TextEncoding?, limit: Int64, isHTML: Bool = false
  ) throws(Diagnostic) {
    meter = MeteredSource(source, limit: limit)
    self.source = try XMLSource.decoded(meter, encoding, isHTML)
    raw = .allocate(capacity: XMLSource.pieceBytes + BlockPool.padding)
    clean = .allocate(capacity: 4 * XMLSource.pieceBytes + BlockPool.padding)
  }

  deinit {
    raw.deallocate()
    clean.deallocate()
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
    if !window.isEmpty {
      let piece = window.removeFirst()
      for index in piece.indices { clean[index] = piece[index] }
      return ByteSlice(start: clean, count: piece.count)
    }
    while !isAtEnd {
      let room = UnsafeMutableRawBufferPointer(start: raw + held, count: XMLSource.pieceBytes - held)
      let read = try source.read(into: room)
      let count = held + read
      if read == 0 { isAtEnd = true }
      (raw + count).update(repeating: 0, count: 8)
      let piece = sanitised(count)
      if !piece.isEmpty { return piece }
    }
    return nil
  }

  /// The whole characters of what was read, without a copy where there is nothing to replace.
  private func sanitised(_ count: Int) -> ByteSlice {
    var position = XMLSource.firstSuspect(raw, from: 0, to: count)
    var copied = 0
    var written = 0
    while position < count {
      // Text beyond ASCII comes in runs, and Hangul is three bytes: both are passed without another look from the start.
      let passed = XMLSource.passHangul(raw, from: position, to: count)
      if passed > position {
        position = passed
        if position < count, raw[position] < 0x80 {
          position = XMLSource.firstSuspect(raw, from: position, to: count)
        }
        continue
      }
      let length = raw[position] >= 0x80 ? UTF8Sequence.length(at: raw + position) : 0
      if length > 0 {
        position += length
        if position < count, raw[position] >= 0x80 { continue }
      } else if !isAtEnd, XMLSource.isCut(raw, position, count) {
        break
      } else {
        (clean + written).update(from: raw + copied, count: position - copied)
        written += position - copied
        for byte in XMLSource.marker {
          clean[written] = byte
          written += 1
        }
        position += 1
        copied = position
      }
      if position < count { position = XMLSource.firstSuspect(raw, from: position, to: count) }
    }
    let end = min(position, count)
    if copied == 0, written == 0, end == count {
      held = 0
      return ByteSlice(start: raw, count: count)
    }
    (clean + written).update(from: raw + copied, count: end - copied)
    written += end - copied
    held = count - end
    raw.update(from: raw + end, count: held)
    return ByteSlice(start: clean, count: written)
  }

  /// The end of a run of Hangul and what else is three bytes in UTF-8 without exceptions (U+1000 to U+CFFF).
  @inline(__always)
  private static func passHangul(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var position = start
    while position + 3 <= end, bytes[position] &- 0xE1 < 12, bytes[position + 1] & 0xC0 == 0x80,
      bytes[position + 2] & 0xC0 == 0x80
    {
      position += 3
    }
    return position
  }

  private static func isCut(_ bytes: UnsafeMutablePointer<UInt8>, _ position: Int, _ count: Int) -> Bool {
    guard bytes[position] >= 0xC2 else { return false }
    var length = 1
    while length < 4, position + length < count, bytes[position + length] & 0xC0 == 0x80 { length += 1 }
    return length < 4 && position + length >= count
  }

  /// The first byte that is no ASCII character of XML.
  @inline(__always)
  private static func firstSuspect(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var position = start
    let low = SIMD16<UInt8>(repeating: 0x20)
    let high = SIMD16<UInt8>(repeating: 0x7F)
    while position < end {
      let chunk = ByteMask.load(bytes + position)
      var mask = ByteMask.topBits((chunk .< low) .| (chunk .> high))
      while mask != 0 {
        let index = position &+ mask.trailingZeroBitCount
        let byte = bytes[index]
        if byte != 0x0A, byte != 0x0D, byte != 0x09 { return min(index, end) }
        mask &= mask &- 1
      }
      position &+= 16
    }
    return end
  }

  /// Whether there is a character that was replaced.
  static func hasMarker(_ bytes: ByteSlice) -> Bool {
    for index in bytes.indices.dropLast(3) where bytes[index] == 0xF4 {
      if (0..<4).allSatisfy({ bytes[index + $0] == marker[$0] }) { return true }
    }
    return false
  }

  // MARK: Encoding

  private static func decoded(
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
