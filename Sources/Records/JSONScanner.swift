import CommonValues

/// The tokens of JSON (RFC 8259), on bytes behind which stand 64 zero bytes: a zero is in no token, so that every scan stops there.
enum JSONScanner {
  /// What a scan met besides well-formed JSON that leaves no doubt where the token ends.
  struct Findings: OptionSet {
    let rawValue: UInt8
    static let loneSurrogate = Findings(rawValue: 1)
    static let nulByte = Findings(rawValue: 2)
    static let controlCharacter = Findings(rawValue: 4)
    static let undecodable = Findings(rawValue: 8)

    /// The one to tell of.
    var fault: RowFault? {
      if contains(.undecodable) { return .undecodable }
      if contains(.nulByte) { return .nulByte }
      if contains(.controlCharacter) { return .controlCharacter }
      return contains(.loneSurrogate) ? .loneSurrogate : nil
    }
  }

  @inline(__always)
  static func skipBlanks(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var p = start
    while p.pointee <= 0x20, p.pointee == 0x20 || p.pointee == 0x0A || p.pointee == 0x0D || p.pointee == 0x09 { p += 1 }
    return p
  }

  /// The string whose opening quote stands before `start`, written to `target` without escapes, which is moved behind it. There must be
  /// room for as much as there is to read, and 16 bytes more.
  ///
  /// Returns the byte behind the closing quote; nil when there is none before `end`, or an escape that is none, or, of a line, its end:
  /// `stop` then says where that was seen.
  @inline(__always)
  static func string(
    _ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, isLine: Bool,
    to target: inout UnsafeMutablePointer<UInt8>,
    _ found: inout Findings, stop: inout UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var p = start
    var out = target
    let quote = SIMD16<UInt8>(repeating: 0x22)
    let escape = SIMD16<UInt8>(repeating: 0x5C)
    let lowest = SIMD16<UInt8>(repeating: 0x20)
    let highest = SIMD16<UInt8>(repeating: 0x7F)
    while true {
      let bytes = ByteMask.load(p)
      UnsafeMutableRawPointer(out).storeBytes(of: bytes, as: SIMD16<UInt8>.self)
      let special = ByteMask.topBits(
        (bytes .== quote) .| (bytes .== escape) .| (bytes .< lowest) .| (bytes .> highest))
      if special == 0 {
        p += 16
        out += 16
        continue
      }
      let count = special.trailingZeroBitCount
      p += count
      out += count
      let byte = p.pointee
      if byte == 0x22 {
        target = out
        return p + 1
      }
      if byte >= 0x80 {
        repeat {
          let length = UTF8Sequence.length(at: p)
          if length == 0 {
            if isCut(p, end) {
              stop = p
              return nil
            }
            found.insert(.undecodable)
            p += 1
          } else {
            UnsafeMutableRawPointer(out).storeBytes(
              of: UnsafeRawPointer(p).loadUnaligned(as: UInt32.self), as: UInt32.self)
            p += length
            out += length
          }
        } while p.pointee >= 0x80
      } else if byte == 0x5C {
        guard let next = unescape(p, end: end, &out, &found) else {
          stop = p
          return nil
        }
        p = next
      } else {
        if p >= end || (isLine && byte == 0x0A) {
          stop = p
          return nil
        }
        found.insert(byte == 0 ? .nulByte : .controlCharacter)
        p += 1
        out += 1
      }
    }
  }

  /// Whether an ill-formed sequence may be one that the end of the text cuts.
  private static func isCut(_ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
    var length = 1
    while length < 4, p + length < end, p[length] & 0xC0 == 0x80 { length += 1 }
    return length < 4 && p + length >= end
  }

  /// One escape, beginning with its backslash. nil when it is none.
  private static func unescape(
    _ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, _ out: inout UnsafeMutablePointer<UInt8>,
    _ found: inout Findings
  ) -> UnsafePointer<UInt8>? {
    let plain: UInt8
    switch start[1] {
    case 0x22, 0x5C, 0x2F: plain = start[1]
    case 0x62: plain = 0x08
    case 0x66: plain = 0x0C
    case 0x6E: plain = 0x0A
    case 0x72: plain = 0x0D
    case 0x74: plain = 0x09
    case 0x75:
      guard let first = hex(start + 2) else { return nil }
      var scalar = first
      var next = start + 6
      if (0xDC00...0xDFFF).contains(first) {
        found.insert(.loneSurrogate)
        return next
      }
      if (0xD800...0xDBFF).contains(first) {
        // Cut within what may become a pair.
        if next >= end || (next[0] == 0x5C && (next + 1 >= end || (next[1] == 0x75 && end - next < 6))) { return nil }
        guard next[0] == 0x5C, next[1] == 0x75, let second = hex(next + 2), (0xDC00...0xDFFF).contains(second) else {
          found.insert(.loneSurrogate)
          return next
        }
        scalar = 0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00)
        next += 6
      }
      if scalar == 0 { found.insert(.nulByte) }
      write(scalar, &out)
      return next
    default: return nil
    }
    out.pointee = plain
    out += 1
    return start + 2
  }

  private static func hex(_ p: UnsafePointer<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for index in 0..<4 {
      let byte = p[index]
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func write(_ scalar: UInt32, _ out: inout UnsafeMutablePointer<UInt8>) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    for byte in UTF8.encode(scalar).unsafelyUnwrapped {
      out.pointee = byte
      out += 1
    }
  }

  /// The byte behind a number; nil when it is none.
  @inline(__always)
  static func number(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var p = start
    if p.pointee == 0x2D { p += 1 }
    if p.pointee == 0x30 {
      p += 1
    } else {
      guard p.pointee &- 0x30 < 10 else { return nil }
      while p.pointee &- 0x30 < 10 { p += 1 }
    }
    if p.pointee == 0x2E {
      p += 1
      guard p.pointee &- 0x30 < 10 else { return nil }
      while p.pointee &- 0x30 < 10 { p += 1 }
    }
    if p.pointee | 0x20 == 0x65 {
      p += 1
      if p.pointee == 0x2B || p.pointee == 0x2D { p += 1 }
      guard p.pointee &- 0x30 < 10 else { return nil }
      while p.pointee &- 0x30 < 10 { p += 1 }
    }
    return p
  }

  /// Whether a word such as `true` begins at `p`.
  @inline(__always)
  static func word(_ p: UnsafePointer<UInt8>, _ word: StaticString) -> Bool {
    for index in 0..<word.utf8CodeUnitCount where p[index] != word.utf8Start[index] { return false }
    return true
  }

  /// The number of line ends (LF) from `start` up to `end`.
  static func lines(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    var p = start
    var count = 0
    let feed = SIMD16<UInt8>(repeating: 0x0A)
    while end - p >= 16 {
      count &+= ByteMask.topBits(ByteMask.load(p) .== feed).nonzeroBitCount
      p += 16
    }
    while p < end {
      if p.pointee == 0x0A { count &+= 1 }
      p += 1
    }
    return count
  }
}
