import CommonValues

/// Finds the cells of CSV text and checks its bytes, in one pass over 64 bytes at a time.
///
/// The grammar is RFC 4180 with what merchants' files need: a record ends at LF, CRLF or CR; a quote begins a quoted cell only as
/// the first byte of it and is literal text anywhere else; inside, two quotes are one. After a closing quote there may be only a
/// delimiter or the end of the record: anything else is kept as unquoted text up to there, and the record is malformed. So one lone
/// quote never costs more than the records it spans. `CSVSplitter` follows the same grammar.
struct CSVTokenizer: ~Copyable {
  /// What is wrong with a record, the first that was met.
  enum Problem { case none, textAfterQuote, nulByte, undecodable, openQuote }

  /// One record, valid during the call that it is handed to.
  struct Found {
    var start = 0
    var end = 0
    var line = 0
    var cellCount = 0
    var problem = Problem.none
    /// Whether the record ended with a line end, not with the text.
    var isTerminated = true
    /// Where the next record starts.
    var next = 0
    var nextLine = 0
  }

  let delimiter: UInt8
  /// The cells of the record at hand; those beyond the capacity are counted and not kept.
  let cells: UnsafeMutablePointer<Cell>
  let capacity: Int
  private var badBytes: [Int] = []
  private var badTaken = 0

  init(delimiter: UInt8, capacity: Int) {
    self.delimiter = delimiter
    self.capacity = capacity
    cells = .allocate(capacity: capacity)
  }

  deinit { cells.deallocate() }

  /// Where the scan stands in the record at hand.
  private struct State {
    var found = Found()
    var line: Int
    var cellStart = 0
    /// 0 outside quotes, 1 inside, 2 behind the closing quote.
    var quote = 0
    var closedAt = -2
    var lastReturn = -2
    var flags: UInt32 = 0
  }

  /// Calls `body` for every record of `bytes`, which begin with a record on `line`, until it returns false. Behind `bytes` there must be
  /// 64 readable bytes, the first of them below 0x80. Only the last record may lack its line end.
  mutating func tokenise(
    _ bytes: ByteSlice, line: Int, korean: Bool, _ body: (Found, UnsafeMutablePointer<Cell>) -> Bool
  ) {
    guard let base = bytes.baseAddress else { return }
    let count = bytes.count
    let table = korean ? CP949Table.shared.valid : nil
    badBytes.removeAll(keepingCapacity: true)
    badTaken = 0
    var state = State(line: line)
    state.found.line = line
    var checkedTo = 0
    var offset = 0
    let delimiters = SIMD16<UInt8>(repeating: delimiter)
    while offset < count {
      var (special, high) = CSVTokenizer.masks(base + offset, delimiters)
      if count - offset < 64 {
        special &= ByteMask.first(count - offset)
        high &= ByteMask.first(count - offset)
      }
      if high != 0 { check(base, offset, high, &checkedTo, table) }
      while special != 0 {
        let position = offset &+ special.trailingZeroBitCount
        special &= special &- 1
        let byte = base[position]
        if byte == delimiter {
          if state.quote != 1 {
            push(&state, position)
            state.cellStart = position &+ 1
          }
        } else if byte == 0x22 {
          if state.quote == 1, special & (2 &<< UInt64(position &- offset)) != 0, base[position &+ 1] == delimiter {
            special &= special &- 1
            nextCell(&state, base, position, offset, &special)
          } else {
            quote(&state, position)
          }
        } else if byte == 0x0A || byte == 0x0D {
          if !lineEnd(&state, base, position, byte, body) { return }
        } else if byte == 0, state.found.problem == .none {
          state.found.problem = .nulByte
        }
      }
      offset &+= 64
    }
    finish(&state, count, body)
  }

  /// Bits for the bytes that may mean something (delimiter, quote, and all up to CR), and for those outside ASCII.
  @inline(__always)
  private static func masks(_ pointer: UnsafePointer<UInt8>, _ delimiters: SIMD16<UInt8>) -> (UInt64, UInt64) {
    let quotes = SIMD16<UInt8>(repeating: 0x22)
    let low = SIMD16<UInt8>(repeating: 0x0D)
    let a = ByteMask.load(pointer)
    let b = ByteMask.load(pointer + 16)
    let c = ByteMask.load(pointer + 32)
    let d = ByteMask.load(pointer + 48)
    let special =
      ByteMask.topBits((a .== delimiters) .| (a .== quotes) .| (a .<= low))
      | ByteMask.topBits((b .== delimiters) .| (b .== quotes) .| (b .<= low)) &<< 16
      | ByteMask.topBits((c .== delimiters) .| (c .== quotes) .| (c .<= low)) &<< 32
      | ByteMask.topBits((d .== delimiters) .| (d .== quotes) .| (d .<= low)) &<< 48
    let high =
      ByteMask.topBits(a) | ByteMask.topBits(b) &<< 16 | ByteMask.topBits(c) &<< 32 | ByteMask.topBits(d) &<< 48
    return (special, high)
  }

  @inline(__always)
  private func push(_ state: inout State, _ end: Int) {
    var start = state.cellStart
    var length = end &- start
    if state.quote != 0 {
      if state.closedAt != end &- 1, state.found.problem == .none { state.found.problem = .textAfterQuote }
      start &+= 1
      length = max(0, state.closedAt &- start)
      state.quote = 0
    }
    if state.found.cellCount < capacity {
      cells[state.found.cellCount] = Cell(offset: start, length: length, flags: state.flags)
    }
    state.flags = 0
    state.found.cellCount &+= 1
  }

  @inline(__always)
  private func quote(_ state: inout State, _ position: Int) {
    if state.quote == 1 {
      state.quote = 2
      state.closedAt = position
    } else if state.quote == 0 {
      if position == state.cellStart { state.quote = 1 }
    } else if state.closedAt == position &- 1 {
      state.quote = 1
      state.flags = Cell.doubledQuotes
    }
  }

  /// The three bytes `","` at once, where one word holds them: what files are full of in which every cell is quoted.
  @inline(__always)
  private func nextCell(
    _ state: inout State, _ base: UnsafePointer<UInt8>, _ position: Int, _ offset: Int, _ special: inout UInt64
  ) {
    state.quote = 2
    state.closedAt = position
    push(&state, position &+ 1)
    state.cellStart = position &+ 2
    if special & (4 &<< UInt64(position &- offset)) != 0, base[position &+ 2] == 0x22 {
      special &= special &- 1
      state.quote = 1
    }
  }

  @inline(__always)
  private mutating func lineEnd(
    _ state: inout State, _ base: UnsafePointer<UInt8>, _ position: Int, _ byte: UInt8,
    _ body: (Found, UnsafeMutablePointer<Cell>) -> Bool
  ) -> Bool {
    let isSecondHalf = byte == 0x0A && state.lastReturn == position &- 1
    if byte == 0x0D { state.lastReturn = position }
    if state.quote == 1 {
      if !isSecondHalf { state.line &+= 1 }
      return true
    }
    if isSecondHalf, state.found.start == position {
      state.found.start = position &+ 1
      state.cellStart = position &+ 1
      return true
    }
    push(&state, position)
    state.line &+= 1
    state.found.end = position
    state.found.next = position &+ (byte == 0x0D && base[position &+ 1] == 0x0A ? 2 : 1)
    state.found.nextLine = state.line
    if badTaken != badBytes.count { blame(&state.found) }
    let goOn = body(state.found, cells)
    state.found = Found(start: position &+ 1, line: state.line)
    state.cellStart = position &+ 1
    return goOn
  }

  /// The record that the text ends without a line end.
  private mutating func finish(
    _ state: inout State, _ count: Int, _ body: (Found, UnsafeMutablePointer<Cell>) -> Bool
  ) {
    guard state.found.start < count else { return }
    if state.quote == 1 {
      if state.found.problem == .none { state.found.problem = .openQuote }
      state.quote = 0
    }
    push(&state, count)
    state.found.end = count
    state.found.next = count
    state.found.nextLine = state.line
    state.found.isTerminated = false
    blame(&state.found)
    _ = body(state.found, cells)
  }

  /// Marks a record in which bytes were found that are no character.
  private mutating func blame(_ found: inout Found) {
    while badTaken < badBytes.count, badBytes[badTaken] < found.end {
      if found.problem == .none { found.problem = .undecodable }
      badTaken += 1
    }
  }

  /// Checks the sequences that begin in one word's bytes; `high` has those outside ASCII.
  @inline(__always)
  private mutating func check(
    _ base: UnsafePointer<UInt8>, _ offset: Int, _ high: UInt64, _ checkedTo: inout Int,
    _ table: UnsafeMutablePointer<UInt64>?
  ) {
    var left = high
    if checkedTo > offset { left &= ~ByteMask.first(checkedTo &- offset) }
    while left != 0 {
      var position = offset &+ left.trailingZeroBitCount
      repeat {
        let length: Int
        if let table {
          let index = Int(base[position] & 0x7F) &<< 8 | Int(base[position &+ 1])
          length = table[index &>> 6] &>> UInt64(index & 63) & 1 != 0 ? 2 : 0
        } else {
          length = UTF8Sequence.length(at: base + position)
        }
        if length == 0 {
          badBytes.append(position)
          position &+= 1
        } else {
          position &+= length
        }
      } while base[position] >= 0x80
      checkedTo = position
      left &= ~ByteMask.first(position &- offset)
    }
  }
}
