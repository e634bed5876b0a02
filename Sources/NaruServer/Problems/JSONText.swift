/// Writes small JSON documents in the order in which their members are given.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  mutating func object(_ body: (inout Object) -> Void) {
    bytes.append(0x7B)
    var object = Object()
    body(&object)
    bytes += object.bytes
    bytes.append(0x7D)
  }

  /// The members of one object.
  struct Object {
    fileprivate var bytes: [UInt8] = []

    mutating func member(_ name: String, _ value: String) {
      key(name)
      JSONText.quote(value, into: &bytes)
    }

    mutating func member(_ name: String, _ value: Int) {
      key(name)
      bytes += Array(String(value).utf8)
    }

    private mutating func key(_ name: String) {
      if !bytes.isEmpty { bytes.append(0x2C) }
      JSONText.quote(name, into: &bytes)
      bytes.append(0x3A)
    }
  }

  static func quote(_ text: String, into bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += [0x5C, 0x6E]
      case 0..<0x20: bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
