import CommonValues
import ShopModel

/// Writes JSON into memory that somebody else holds. It goes on counting when the memory is full, so that the caller learns how
/// much is needed.
struct JSONWriter {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// Bytes written, or that would have been written.
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  /// What `body` writes, as an array.
  static func encoded(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var counter = JSONWriter(UnsafeMutableBufferPointer(start: nil, count: 0))
    body(&counter)
    return [UInt8](unsafeUninitializedCapacity: counter.count) { buffer, count in
      var writer = JSONWriter(buffer)
      body(&writer)
      count = writer.count
    }
  }

  mutating func byte(_ byte: UInt8) {
    if count < buffer.count { buffer[count] = byte }
    count += 1
  }

  mutating func bytes(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { self.bytes($0) } }

  mutating func bytes(_ bytes: ByteSlice) {
    if let source = bytes.baseAddress, let target = buffer.baseAddress, count + bytes.count <= buffer.count {
      (target + count).update(from: source, count: bytes.count)
    }
    count += bytes.count
  }

  /// A JSON string of the text in NFC.
  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard ComposedText.isCertain(bytes) else { return composed(String(decoding: bytes, as: UTF8.self)) }
      quoted(bytes)
    }
  }

  private mutating func composed(_ text: String) {
    var composed = ComposedText.composed(text)
    composed.withUTF8 { quoted($0) }
  }

  private mutating func quoted(_ text: ByteSlice) {
    byte(0x22)
    var start = 0
    for index in 0..<text.count {
      let byte = text[index]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
      bytes(ByteSlice(rebasing: text[start..<index]))
      escape(byte)
      start = index + 1
    }
    bytes(ByteSlice(rebasing: text[start...]))
    byte(0x22)
  }

  private mutating func escape(_ special: UInt8) {
    byte(0x5C)
    switch special {
    case 0x22, 0x5C: byte(special)
    case 0x08: byte(0x62)
    case 0x09: byte(0x74)
    case 0x0A: byte(0x6E)
    case 0x0C: byte(0x66)
    case 0x0D: byte(0x72)
    default:
      byte(0x75)
      byte(0x30)
      byte(0x30)
      byte(HexText.digit(special >> 4))
      byte(HexText.digit(special & 15))
    }
  }

  /// A JSON number, without trailing zeros after the point.
  mutating func number(_ number: DecimalNumber) {
    if number.tenThousandths < 0 { byte(0x2D) }
    let magnitude = number.tenThousandths.magnitude
    digits(magnitude / 10_000, width: 1)
    var fraction = magnitude % 10_000
    guard fraction != 0 else { return }
    var width = 4
    while fraction % 10 == 0 {
      fraction /= 10
      width -= 1
    }
    byte(0x2E)
    digits(fraction, width: width)
  }

  /// Decimal digits with leading zeros up to `width`.
  private mutating func digits(_ value: UInt64, width: Int) {
    var scale: UInt64 = 1
    var length = 1
    while length < width || value / scale >= 10 {
      scale *= 10
      length += 1
    }
    while scale > 0 {
      byte(UInt8(0x30 + value / scale % 10))
      scale /= 10
    }
  }

  /// A JSON string `YYYY-MM-DD`.
  mutating func date(_ date: CalendarDate) {
    byte(0x22)
    if count + 10 <= buffer.count {
      date.write(into: UnsafeMutableBufferPointer(rebasing: buffer[count..<count + 10]))
    }
    count += 10
    byte(0x22)
  }
}
