import CommonValues

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
      JSONString.append(value, to: &bytes)
    }

    mutating func member(_ name: String, _ value: Int) {
      key(name)
      bytes += Array(String(value).utf8)
    }

    private mutating func key(_ name: String) {
      if !bytes.isEmpty { bytes.append(0x2C) }
      JSONString.append(name, to: &bytes)
      bytes.append(0x3A)
    }
  }
}
