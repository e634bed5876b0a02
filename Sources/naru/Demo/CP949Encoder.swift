#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Text → CP949, by the system's iconv.
enum CP949Encoder {
  /// What can not be written in CP949, or a system whose iconv does not know it.
  struct Failure: Error, Sendable, Hashable {}

  /// The bytes of a text; throws when a character has no place in CP949.
  static func encode(_ text: String) throws -> [UInt8] {
    let converter = iconv_open("CP949", "UTF-8")
    guard converter != iconv_t(bitPattern: -1), let converter else { throw Failure() }
    defer { iconv_close(converter) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    // No character takes more bytes in CP949 than in UTF-8.
    var output = [CChar](repeating: 0, count: input.count)
    let written = try input.withUnsafeMutableBufferPointer { source in
      try output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        var left = source.count
        var room = target.count
        guard iconv(converter, &from, &left, &to, &room) == 0, left == 0 else { throw Failure() }
        return target.count - room
      }
    }
    return output[..<written].map { UInt8(bitPattern: $0) }
  }
}
