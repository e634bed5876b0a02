import CommonValues

/// JSON whose members keep the order in which they were given, so that the document reads as it was written.
indirect enum OrderedJSON: Sendable, Hashable {
  case text(String)
  case number(Int)
  case list([OrderedJSON])
  case object([Member])
  /// JSON as it stands in the sources, indented by two blanks a level; only its place changes.
  case written(String)

  /// A member of an object.
  struct Member: Sendable, Hashable {
    var name: String
    var value: OrderedJSON

    init(_ name: String, _ value: OrderedJSON) {
      self.name = name
      self.value = value
    }
  }

  /// `{"$ref": …}` to a component.
  static func reference(_ kind: String, _ name: String) -> OrderedJSON {
    .object([Member("$ref", .text("#/components/\(kind)/\(name)"))])
  }

  /// The text, indented by two blanks a level, with a line feed at its end.
  var document: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, depth: 0)
    bytes.append(0x0A)
    return bytes
  }

  private func write(to bytes: inout [UInt8], depth: Int) {
    switch self {
    case .text(let text): JSONString.append(text, to: &bytes)
    case .number(let number): bytes += Array(String(number).utf8)
    case .written(let text): OrderedJSON.indent(text, to: &bytes, depth: depth)
    case .list(let values):
      OrderedJSON.lines(values, between: (0x5B, 0x5D), isFlat: values.allSatisfy(\.isScalar), to: &bytes, depth: depth)
      {
        $0.write(to: &$1, depth: $2)
      }
    case .object(let members):
      let isFlat = members.count <= 1 && members.allSatisfy(\.value.isScalar)
      OrderedJSON.lines(members, between: (0x7B, 0x7D), isFlat: isFlat, to: &bytes, depth: depth) {
        JSONString.append($0.name, to: &$1)
        $1 += [0x3A, 0x20]
        $0.value.write(to: &$1, depth: $2)
      }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .text, .number, .list([]): true
    default: false
    }
  }

  private static func lines<Element>(
    _ elements: [Element], between brackets: (UInt8, UInt8), isFlat: Bool, to bytes: inout [UInt8], depth: Int,
    _ write: (Element, inout [UInt8], Int) -> Void
  ) {
    bytes.append(brackets.0)
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      if isFlat {
        if index > 0 || brackets.0 == 0x7B { bytes.append(0x20) }
      } else {
        newLine(to: &bytes, depth: depth + 1)
      }
      write(element, &bytes, depth + 1)
    }
    if !isFlat, !elements.isEmpty {
      newLine(to: &bytes, depth: depth)
    } else if brackets.0 == 0x7B, !elements.isEmpty {
      bytes.append(0x20)
    }
    bytes.append(brackets.1)
  }

  private static func indent(_ text: String, to bytes: inout [UInt8], depth: Int) {
    for byte in text.utf8 {
      if byte == 0x0A { newLine(to: &bytes, depth: depth) } else { bytes.append(byte) }
    }
  }

  private static func newLine(to bytes: inout [UInt8], depth: Int) {
    bytes.append(0x0A)
    bytes += repeatElement(0x20, count: 2 * depth)
  }
}
