import CommonValues

/// Every two-byte sequence of CP949 and its UTF-8, asked once from the system's iconv.
///
/// `@unchecked Sendable` holds because both tables are written in `init` alone and never freed: there is one instance, for the life
/// of the process.
final class CP949Table: @unchecked Sendable {
  static let shared = CP949Table()

  /// Whether the system's iconv knows the encoding; without it every two-byte sequence is ill-formed.
  let isAvailable: Bool
  /// For each lead (from 0x80) and trail byte: up to three bytes of UTF-8, low byte first, their number in the top byte; 0 if none.
  let entries: UnsafeMutablePointer<UInt32>
  /// One bit for each lead (from 0x80) and trail byte: whether there is an entry.
  let valid: UnsafeMutablePointer<UInt64>

  private static let size = 128 * 256

  private init() {
    entries = .allocate(capacity: CP949Table.size)
    entries.initialize(repeating: 0, count: CP949Table.size)
    valid = .allocate(capacity: CP949Table.size / 64)
    valid.initialize(repeating: 0, count: CP949Table.size / 64)
    var count = 0
    for lead in 0x81...0xFE {
      // A fresh conversion for each lead costs little and starts from the initial state after any failure.
      guard let converter = Iconv(from: "CP949", to: "UTF-8") else { break }
      for trail in 0x41...0xFE {
        guard let entry = CP949Table.ask(converter, UInt8(lead), UInt8(trail)) else { continue }
        let index = (lead - 0x80) << 8 | trail
        entries[index] = entry
        valid[index >> 6] |= 1 << UInt64(index & 63)
        count += 1
      }
    }
    isAvailable = count > 8_000
  }

  /// One sequence; nil unless all of it becomes one character outside ASCII of two or three bytes.
  private static func ask(_ converter: borrowing Iconv, _ lead: UInt8, _ trail: UInt8) -> UInt32? {
    var pair: (UInt8, UInt8) = (lead, trail)
    var result: UInt64 = 0
    let written = withUnsafeMutableBytes(of: &pair) { source in
      withUnsafeMutableBytes(of: &result) { target in
        var input = source
        var output = target
        guard case .done = converter.convert(&input, into: &output), input.isEmpty else { return 0 }
        return target.count - output.count
      }
    }
    let first = UInt8(truncatingIfNeeded: UInt64(littleEndian: result))
    guard written == 2 || written == 3, first >= 0xC2 else { return nil }
    return UInt32(truncatingIfNeeded: UInt64(littleEndian: result)) | UInt32(written) << 24
  }

  /// Whether the two bytes are a character. A lead below 0x80 never is.
  @inline(__always)
  func isValid(_ lead: UInt8, _ trail: UInt8) -> Bool {
    guard lead >= 0x80 else { return false }
    let index = Int(lead & 0x7F) << 8 | Int(trail)
    return valid[index >> 6] >> UInt64(index & 63) & 1 != 0
  }

  /// Writes `bytes` as UTF-8 and returns how many bytes it wrote. `target` needs room for one and a half times as many and four more.
  /// A byte that is no part of a character becomes `?`; rows that hold one are refused before.
  static func decode(
    _ bytes: ByteSlice, into target: UnsafeMutablePointer<UInt8>, by entries: UnsafeMutablePointer<UInt32>
  ) -> Int {
    guard let source = bytes.baseAddress else { return 0 }
    let last = bytes.count &- 1
    var read = 0
    var written = 0
    while read <= last {
      let lead = source[read]
      if lead < 0x80 {
        target[written] = lead
        written &+= 1
        read &+= 1
        continue
      }
      let entry = read < last ? entries[Int(lead & 0x7F) &<< 8 | Int(source[read &+ 1])] : 0
      if entry == 0 {
        target[written] = 0x3F
        written &+= 1
        read &+= 1
      } else {
        UnsafeMutableRawPointer(target + written).storeBytes(of: entry.littleEndian, as: UInt32.self)
        written &+= Int(entry &>> 24)
        read &+= 2
      }
    }
    return written
  }
}
