public import CommonValues

/// The encodings of text in which exports come.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable, Codable {
  case utf8 = "UTF-8"
  /// EUC-KR with Microsoft's extension to all 11,172 syllables; every EUC-KR file is one too.
  case cp949 = "CP949"
  case utf16LE = "UTF-16LE"
  case utf16BE = "UTF-16BE"

  /// An encoding by any usual name, whatever its case and dashes: `utf-8`, `euc-kr`, `ks_c_5601-1987`, `ms949`, `uhc`, `utf16`.
  public init?(name: String) {
    let key = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch key {
    case "utf8", "utf8sig", "unicode11utf8", "ascii", "usascii": self = .utf8
    case "cp949", "ms949", "windows949", "uhc", "euckr", "ksc56011987", "ksx1001", "korean", "949": self = .cp949
    case "utf16", "utf16le", "ucs2", "unicode": self = .utf16LE
    case "utf16be": self = .utf16BE
    default: return nil
    }
  }

  /// Whether the text must be converted before it can be read byte by byte.
  public var isUTF16: Bool { self == .utf16LE || self == .utf16BE }

  /// How many bytes of byte-order mark `prefix` begins with in this encoding.
  func markLength(in prefix: ByteSlice) -> Int {
    let mark: [UInt8] =
      switch self {
      case .utf8: [0xEF, 0xBB, 0xBF]
      case .cp949: []
      case .utf16LE: [0xFF, 0xFE]
      case .utf16BE: [0xFE, 0xFF]
      }
    return prefix.starts(with: mark) ? mark.count : 0
  }

  /// The encoding that the first bytes of a file show: by its mark; by where its NUL bytes stand; else UTF-8 or CP949, whichever
  /// has fewer ill-formed sequences. Plain ASCII counts as UTF-8.
  public static func sniff(_ prefix: ByteSlice) -> TextEncoding {
    for encoding in [TextEncoding.utf8, .utf16LE, .utf16BE] where encoding.markLength(in: prefix) > 0 {
      return encoding
    }
    if let wide = sniffUTF16(prefix) { return wide }
    return sniffBytes(prefix) ?? .utf8
  }

  /// UTF-8 or CP949, by the 256 KiB from the first byte outside ASCII; nil when there is none. A sequence that the end cuts is not
  /// held against either.
  static func sniffBytes(_ all: ByteSlice) -> TextEncoding? {
    guard let first = all.firstIndex(where: { $0 >= 0x80 }) else { return nil }
    let bytes = ByteSlice(rebasing: all[first..<min(all.count, first + (256 << 10))])
    var unicode = 0
    var korean = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
      } else if let length = UTF8Sequence.length(in: bytes, at: index) {
        index += length
      } else {
        if bytes.count - index >= 4 { unicode += 1 }
        index += 1
      }
    }
    guard unicode > 0 else { return .utf8 }
    guard CP949Table.shared.isAvailable else { return .cp949 }
    index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
      } else if index + 1 < bytes.count, CP949Table.shared.isValid(bytes[index], bytes[index + 1]) {
        index += 2
      } else {
        if bytes.count - index >= 4 { korean += 1 }
        index += 1
      }
    }
    return unicode <= korean ? .utf8 : .cp949
  }

  /// Refuses a file that the system has no means to decode.
  static func check(_ encoding: TextEncoding?, file: String) throws(Diagnostic) {
    if encoding == .cp949, !CP949Table.shared.isAvailable {
      throw FileProblem.noConverter(file, TextEncoding.cp949.rawValue)
    }
  }

  /// UTF-16 without a mark: ASCII (delimiters, digits, line ends) leaves NUL bytes on one side only.
  private static func sniffUTF16(_ prefix: ByteSlice) -> TextEncoding? {
    let count = min(prefix.count, 4096) & ~1
    guard count >= 2 else { return nil }
    var even = 0
    var odd = 0
    for index in stride(from: 0, to: count, by: 2) {
      if prefix[index] == 0 { even += 1 }
      if prefix[index + 1] == 0 { odd += 1 }
    }
    let least = max(2, count / 2 / 8)
    if odd >= least, even * 4 <= odd { return .utf16LE }
    if even >= least, odd * 4 <= even { return .utf16BE }
    return nil
  }
}
