import CommonValues

/// The fields of a query or of an `application/x-www-form-urlencoded` body that somebody else wrote.
///
/// Fields are decoded when asked for, so that one that nobody needs can not spoil the others.
struct FormFields {
  enum Problem: Error, Hashable {
    case tooLong
    case repeated(String)
    /// Bad percent-encoding, no UTF-8, or a control character.
    case malformed(String)
  }

  private var fields: [(name: String, value: ArraySlice<UInt8>)] = []

  /// - Parameters:
  ///   - limit: the most bytes in all.
  ///   - count: the most fields.
  init(_ bytes: [UInt8], limit: Int, count: Int = 64) throws(Problem) {
    guard bytes.count <= limit else { throw .tooLong }
    let pairs = bytes.split(separator: 0x26, maxSplits: count, omittingEmptySubsequences: true)
    guard pairs.count <= count else { throw .tooLong }
    for pair in pairs {
      let end = pair.firstIndex(of: 0x3D) ?? pair.endIndex
      guard let name = FormFields.decode(pair[..<end]) else { continue }
      fields.append((name, end < pair.endIndex ? pair[(end + 1)...] : []))
    }
  }

  /// The value of a field that may occur once; nil when it does not or is empty.
  func single(_ name: String) throws(Problem) -> String? {
    let found = fields.filter { $0.name == name }
    guard found.count < 2 else { throw .repeated(name) }
    guard let raw = found.first?.value, !raw.isEmpty else { return nil }
    guard let text = FormFields.decode(raw) else { throw .malformed(name) }
    return text
  }

  private static func decode(_ raw: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      var byte = raw[index]
      index += 1
      if byte == 0x2B {
        byte = 0x20
      } else if byte == 0x25 {
        guard index + 1 < raw.endIndex, let high = HexText.value(raw[index]), let low = HexText.value(raw[index + 1])
        else {
          return nil
        }
        byte = high << 4 | low
        index += 2
      }
      guard byte >= 0x20, byte != 0x7F else { return nil }
      bytes.append(byte)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
