import CommonValues

/// A value of JSON from outside. Numbers stay the text that they were.
indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A key and its value.
  struct Member: Hashable, Sendable {
    let key: String
    let value: JSONValue
  }

  /// Reads one value and nothing behind it; a byte-order mark before it is passed over.
  init(parsing bytes: ByteSlice, limits: JSONLimits = JSONLimits()) throws(JSONFault) {
    guard bytes.count <= limits.bytes else { throw .tooLong }
    guard (try? UTF8Span(validating: bytes.span)) != nil else { throw .notUTF8 }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var parser = JSONTreeParser(hasMark ? ByteSlice(rebasing: bytes[3...]) : bytes, limits)
    self = try parser.value(depth: limits.depth)
    guard parser.isAtEnd() else { throw .syntax }
  }

  /// Reads text.
  init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONFault) {
    var text = text
    let result: Result<JSONValue, JSONFault> = text.withUTF8 { bytes in
      do throws(JSONFault) {
        return .success(try JSONValue(parsing: bytes, limits: limits))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// The value of a key.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    // By its number, since each member that is only looked at would be counted.
    for index in members.indices where members[index].key.hasBytes(of: key) { return members[index].value }
    return nil
  }

  /// The value as a cell of an export: blank for null, digits as they were written, lists and objects as JSON.
  var cellText: String {
    switch self {
    case .null: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let text), .string(let text): text
    case .array, .object: json
    }
  }

  /// The value as JSON.
  var json: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let number): bytes += number.utf8
    case .string(let string): JSONString.append(string, to: &bytes)
    case .array(let values):
      bytes.append(0x5B)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        value.write(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        JSONString.append(member.key, to: &bytes)
        bytes.append(0x3A)
        member.value.write(to: &bytes)
      }
      bytes.append(0x7D)
    }
  }
}

extension String {
  /// Whether both are the same bytes: for `==` different spellings of one character are equal.
  fileprivate func hasBytes(of other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { mine in
      other.utf8.withContiguousStorageIfAvailable { mine.isSame(as: $0) }
    }
    return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
  }
}

extension ByteSlice {
  /// Whether both hold the same bytes, of which there are equally many.
  fileprivate func isSame(as other: ByteSlice) -> Bool {
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }
}

/// Makes a tree of JSON text.
private struct JSONTreeParser {
  private var scanner: JSONScanner
  private var left: Int

  init(_ bytes: ByteSlice, _ limits: JSONLimits) {
    scanner = JSONScanner(bytes)
    left = limits.values
  }

  mutating func isAtEnd() -> Bool { scanner.isAtEnd() }

  mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth > 0 else { throw .tooDeep }
    left -= 1
    guard left >= 0 else { throw .tooManyValues }
    scanner.skipBlanks()
    switch scanner.peek {
    case 0x7B: return .object(try members(depth: depth))
    case 0x5B: return .array(try elements(depth: depth))
    case 0x22: return .string(try scanner.string().text)
    case 0x74:
      try scanner.word("true")
      return .bool(true)
    case 0x66:
      try scanner.word("false")
      return .bool(false)
    case 0x6E:
      try scanner.word("null")
      return .null
    default: return .number(String(decoding: try scanner.number(), as: UTF8.self))
    }
  }

  private mutating func members(depth: Int) throws(JSONFault) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    try scanner.expect(0x7B)
    if scanner.take(0x7D) { return members }
    members.reserveCapacity(8)
    repeat {
      let key = try scanner.string().text
      try scanner.expect(0x3A)
      members.append(JSONValue.Member(key: key, value: try value(depth: depth - 1)))
    } while scanner.take(0x2C)
    try scanner.expect(0x7D)
    guard JSONTreeParser.haveKeysOfTheirOwn(members) else { throw .duplicateKey }
    return members
  }

  private static func haveKeysOfTheirOwn(_ members: [JSONValue.Member]) -> Bool {
    guard members.count <= 16 else {
      var seen: Set<[UInt8]> = []
      return members.allSatisfy { seen.insert(Array($0.key.utf8)).inserted }
    }
    for (index, member) in members.enumerated() {
      for other in members[..<index] where other.key.hasBytes(of: member.key) { return false }
    }
    return true
  }

  private mutating func elements(depth: Int) throws(JSONFault) -> [JSONValue] {
    var elements: [JSONValue] = []
    try scanner.expect(0x5B)
    if scanner.take(0x5D) { return elements }
    repeat { elements.append(try value(depth: depth - 1)) } while scanner.take(0x2C)
    try scanner.expect(0x5D)
    return elements
  }
}
