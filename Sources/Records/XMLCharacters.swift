import CLibXML2
import CommonValues

/// What may stand in a document: the characters of XML 1.0 in well-formed UTF-8.
enum XMLCharacters {
  /// The UTF-8 of U+10FFFD, which no text uses. It takes the place of what is no character.
  static let marker: [UInt8] = [0xF4, 0x8F, 0xBF, 0xBD]

  /// The length of the character at `pointer`; 0 when there is none. A zero byte must stand behind the text.
  @inline(__always)
  static func length(at pointer: UnsafePointer<UInt8>) -> Int {
    let byte = pointer[0]
    if byte < 0x80 { return byte >= 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 ? 1 : 0 }
    // U+FFFE and U+FFFF.
    if byte == 0xEF, pointer[1] == 0xBF, pointer[2] >= 0xBE { return 0 }
    return UTF8Sequence.length(at: pointer)
  }

  /// Passes characters from `start`, where one begins, and comes to where another begins: behind the last, or before something that
  /// must be looked at one by one, by up to 64 bytes. At least 16 bytes before `bytes` must be readable.
  static func pass(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    // What was before must not make a continuation look right.
    guard start < end, bytes[start] & 0xC0 != 0x80 else { return start }
    var position = start
    while position &+ 64 <= end {
      guard naru_xml_is_plain(bytes + position) != 0 else { break }
      position &+= 64
    }
    // The last character may have only begun.
    for back in 1...2 where position &- back >= start {
      let byte = bytes[position &- back]
      if byte < 0x80 { break }
      if byte >= 0xC0 { return byte >= 0xE0 || back == 1 ? position &- back : position }
    }
    return position
  }

  /// Whether the bytes at `position`, no character as they are, may be the beginning of one.
  static func isCut(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ count: Int) -> Bool {
    guard bytes[position] >= 0xC2 else { return false }
    var length = 1
    while length < 4, position + length < count, bytes[position + length] & 0xC0 == 0x80 { length += 1 }
    return length < 4 && position + length >= count
  }

  /// Whether there is a character that was replaced.
  static func hasMarker(_ bytes: ByteSlice) -> Bool {
    for index in bytes.indices.dropLast(3) where bytes[index] == 0xF4 {
      if (0..<4).allSatisfy({ bytes[index + $0] == marker[$0] }) { return true }
    }
    return false
  }
}
