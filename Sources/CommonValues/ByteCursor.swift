/// Bytes that stand still while somebody reads them; valid only as long as the call that handed them out.
public typealias ByteSlice = UnsafeBufferPointer<UInt8>

/// A position in a run of bytes, for parsers that must not make strings.
package struct ByteCursor {
  package let bytes: ByteSlice
  package var position: Int

  package init(_ bytes: ByteSlice) {
    self.bytes = bytes
    position = 0
  }

  package var isAtEnd: Bool { position >= bytes.count }

  package var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  package mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  package mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count - position >= count else { return false }
    for index in 0..<count where bytes[position + index] != text.utf8Start[index] { return false }
    position += count
    return true
  }

  package mutating func skipSpaces() {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
  }

  /// Reads between `least` and `most` ASCII digits; nil (and no movement) when there are fewer.
  package mutating func digits(_ least: Int, _ most: Int) -> Int? {
    var value = 0
    var index = position
    let end = min(bytes.count, position + most)
    while index < end {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { break }
      value = value * 10 + Int(digit)
      index += 1
    }
    guard index - position >= least else { return nil }
    position = index
    return value
  }
}

extension ByteSlice {
  /// The bytes without blanks (space, tab, CR, LF, no-break space, ideographic space) at either end.
  package var trimmed: ByteSlice {
    var start = 0
    var end = count
    while start < end {
      let byte = self[start]
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        start += 1
      } else if let width = wideBlank(at: start, before: end) {
        start += width
      } else {
        break
      }
    }
    while end > start {
      let byte = self[end - 1]
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        end -= 1
      } else if end - start >= 2, byte == 0xA0, self[end - 2] == 0xC2 {
        end -= 2
      } else if end - start >= 3, byte == 0x80, self[end - 2] == 0x80, self[end - 3] == 0xE3 {
        end -= 3
      } else {
        break
      }
    }
    return start == 0 && end == count ? self : ByteSlice(rebasing: self[start..<end])
  }

  /// U+00A0 and U+3000, which spreadsheets leave behind.
  private func wideBlank(at index: Int, before end: Int) -> Int? {
    if end - index >= 2, self[index] == 0xC2, self[index + 1] == 0xA0 { return 2 }
    if end - index >= 3, self[index] == 0xE3, self[index + 1] == 0x80, self[index + 2] == 0x80 { return 3 }
    return nil
  }
}
