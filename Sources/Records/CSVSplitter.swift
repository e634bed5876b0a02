import CommonValues

/// Finds where records begin, and nothing else, in text that arrives piece by piece. The grammar is that of `CSVTokenizer`.
struct CSVSplitter {
  /// The delimiter: a quote behind it begins a quoted cell.
  let delimiter: UInt8
  /// The physical line at the place up to which was scanned.
  private(set) var line: Int
  /// How much was scanned. All places count from the beginning of the text at hand.
  private(set) var scanned = 0
  /// The latest known beginning of a record, and its line.
  private(set) var boundary = 0
  private(set) var boundaryLine: Int
  /// Where the record at hand begins.
  private(set) var recordStart = 0
  private(set) var recordLine: Int
  private(set) var isInQuotes = false
  /// Where the quoted cell at hand begins.
  private(set) var openedAt = 0
  private(set) var openedLine = 1
  /// The line of a quoted cell that was longer than allowed.
  private(set) var overlongQuoteLine: Int?
  /// The first beginning of a record that was met since `watch(_:)`, and its line.
  private(set) var watched: (start: Int, line: Int)?
  private var isWatching = false
  private var closedAt = -2
  private var lastReturn = -2

  init(delimiter: UInt8, line: Int) {
    self.delimiter = delimiter
    self.line = line
    boundaryLine = line
    recordLine = line
  }

  /// Asks for the beginning of the next record; with false, asks no more.
  mutating func watch(_ isWatching: Bool) {
    self.isWatching = isWatching
    if isWatching { watched = nil }
  }

  /// Says that the text at hand begins `count` bytes later than it did.
  mutating func drop(_ count: Int) {
    scanned -= count
    boundary -= count
    recordStart -= count
    openedAt -= count
    closedAt -= count
    lastReturn -= count
    watched?.start -= count
  }

  /// Scans on to the end of `bytes`, which begin where they began before. Behind them there must be 64 readable bytes.
  ///
  /// A CR as the very last byte is no boundary until it is known what follows, or that nothing does.
  mutating func scan(_ bytes: ByteSlice, atEnd: Bool, quoteLimit: Int) {
    guard let base = bytes.baseAddress else { return }
    var offset = scanned
    let count = bytes.count
    while offset < count {
      var special = CSVSplitter.mask(base + offset)
      if count &- offset < 64 { special &= ByteMask.first(count &- offset) }
      while special != 0 {
        let position = offset &+ special.trailingZeroBitCount
        special &= special &- 1
        let byte = base[position]
        if byte == 0x22 {
          quote(base, position, quoteLimit)
        } else {
          lineEnd(position, byte)
        }
      }
      offset &+= 64
    }
    scanned = count
    if isInQuotes, count - openedAt > quoteLimit + 1, overlongQuoteLine == nil { overlongQuoteLine = openedLine }
    if recordStart < count || atEnd || lastReturn != count - 1 {
      boundary = recordStart
      boundaryLine = recordLine
    }
  }

  @inline(__always)
  private mutating func lineEnd(_ position: Int, _ byte: UInt8) {
    if byte == 0x0A, lastReturn == position &- 1 {
      if recordStart == position { begin(position &+ 1, isSame: true) }
      return
    }
    if byte == 0x0D { lastReturn = position }
    line &+= 1
    if !isInQuotes { begin(position &+ 1, isSame: false) }
  }

  /// Notes where a record begins; the same one as before when an LF followed the CR.
  @inline(__always)
  private mutating func begin(_ start: Int, isSame: Bool) {
    if isWatching, watched == nil || (isSame && watched?.start == recordStart) { watched = (start, line) }
    recordStart = start
    recordLine = line
  }

  @inline(__always)
  private mutating func quote(_ base: UnsafePointer<UInt8>, _ position: Int, _ limit: Int) {
    if isInQuotes {
      isInQuotes = false
      closedAt = position
      if position &- openedAt > limit &+ 1, overlongQuoteLine == nil { overlongQuoteLine = openedLine }
    } else if closedAt == position &- 1 {
      isInQuotes = true
    } else if position == recordStart || base[position &- 1] == delimiter {
      isInQuotes = true
      openedAt = position
      openedLine = line
    }
  }

  @inline(__always)
  private static func mask(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
    let quotes = SIMD16<UInt8>(repeating: 0x22)
    let feeds = SIMD16<UInt8>(repeating: 0x0A)
    let returns = SIMD16<UInt8>(repeating: 0x0D)
    let a = ByteMask.load(pointer)
    let b = ByteMask.load(pointer + 16)
    let c = ByteMask.load(pointer + 32)
    let d = ByteMask.load(pointer + 48)
    return ByteMask.topBits((a .== quotes) .| (a .== feeds) .| (a .== returns))
      | ByteMask.topBits((b .== quotes) .| (b .== feeds) .| (b .== returns)) &<< 16
      | ByteMask.topBits((c .== quotes) .| (c .== feeds) .| (c .== returns)) &<< 32
      | ByteMask.topBits((d .== quotes) .| (d .== feeds) .| (d .== returns)) &<< 48
  }
}
