import CommonValues

/// Makes rows of a sheet's cells.
final class XLSXSheetHandler: XMLHandler {
  private enum Kind { case number, shared, text, bool, error }

  var table: TableBuilder
  private let strings: XLSXStrings
  private let styles: [XLSXNumber.Style]
  private let is1904: Bool
  private let limits: RecordLimits
  private var row = 0
  private var column = -1
  private var kind = Kind.number
  private var style = 0
  private var value: [UInt8] = []
  private var number: [UInt8] = []
  private var isInValue = false
  private var isInRow = false
  private var isInCell = false
  private var phonetic = 0
  private let file: String

  init(
    file: String, options: RecordFileOptions, strings: XLSXStrings, styles: [XLSXNumber.Style], is1904: Bool
  ) {
    self.file = file
    self.strings = strings
    self.styles = styles
    self.is1904 = is1904
    limits = options.limits
    table = TableBuilder(file: file, options: options, isPadded: true)
  }

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    if name[1] == 0 {
      switch name[0] {
      case 0x63 where isInRow: beginCell(attributes)
      case 0x76, 0x74: isInValue = isInCell && phonetic == 0
      default: break
      }
    } else if XMLName.equals(name, "row") {
      beginRow(attributes)
    } else if XMLName.equals(name, "rPh") {
      phonetic += 1
    }
  }

  override func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    // A longer one is blamed for it when it ends.
    guard isInValue, value.count <= limits.fieldBytes else { return }
    value.append(contentsOf: ByteSlice(start: bytes, count: count))
  }

  override func end(_ name: UnsafePointer<UInt8>) {
    if name[1] == 0 {
      switch name[0] {
      case 0x63 where isInCell: endCell()
      case 0x76, 0x74: isInValue = false
      default: break
      }
    } else if XMLName.equals(name, "row") {
      if isInRow { table.endRow() }
      isInRow = false
      if let problem = table.refusal { refuse(problem) }
    } else if XMLName.equals(name, "rPh") {
      phonetic -= 1
    }
  }

  private func beginRow(_ attributes: XMLAttributes) {
    let next = attributes.value("r").flatMap(XLSXSheetHandler.integer)
    if let next, next <= row {
      refuse(FileProblem.badWorkbook(file))
      return
    }
    row = next ?? row + 1
    column = -1
    isInRow = true
    table.beginRow(row)
  }

  private func beginCell(_ attributes: XMLAttributes) {
    isInCell = true
    value.removeAll(keepingCapacity: true)
    kind = .number
    style = 0
    var reference: ByteSlice?
    for index in 0..<attributes.count {
      guard let name = attributes.name(index), name[1] == 0 else { continue }
      switch name[0] {
      case 0x72: reference = attributes.value(index)
      case 0x73: style = XLSXSheetHandler.integer(attributes.value(index)) ?? 0
      case 0x74: kind = XLSXSheetHandler.kind(attributes.value(index))
      default: break
      }
    }
    if let reference {
      guard let found = XLSXSheetHandler.column(reference) else { return table.blame(.badCell) }
      column = found
    } else {
      column += 1
    }
  }

  private static func kind(_ name: ByteSlice) -> Kind {
    switch name.first {
    case 0x73: return name.count == 1 ? .shared : .text
    case 0x62: return .bool
    case 0x65: return .error
    case 0x69, 0x64: return .text
    default: return .number
    }
  }

  private func endCell() {
    isInCell = false
    let start = table.used
    switch kind {
    case .shared:
      guard !value.isEmpty else { break }
      let index = value.withUnsafeBufferPointer { XLSXSheetHandler.integer($0) } ?? -1
      let isThere = strings.withString(index) { if let base = $0.baseAddress { table.append(base, $0.count) } }
      if !isThere { table.blame(.badCell) }
    case .text:
      XLSXText.unescape(&value)
      append(value)
    case .bool: if !value.isEmpty { append(Array((value == [0x31] || value.first == 0x74 ? "true" : "false").utf8)) }
    case .error: return table.add(column, from: start, isAbsent: true)
    case .number:
      guard !value.isEmpty else { break }
      number.removeAll(keepingCapacity: true)
      let style = styles.indices.contains(style) ? styles[style] : .plain
      let isNumber = value.withUnsafeBufferPointer { XLSXNumber.append($0, style, is1904: is1904, to: &number) }
      append(isNumber ? number : value)
    }
    table.add(column, from: start)
  }

  private func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { table.append(base, $0.count) } }
  }

  private static func integer(_ digits: ByteSlice) -> Int? {
    guard !digits.isEmpty, digits.count <= 10 else { return nil }
    var value = 0
    for digit in digits {
      guard digit &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }

  /// The column of a reference such as `BC12`, counted from 0.
  private static func column(_ reference: ByteSlice) -> Int? {
    var column = 0
    var letters = 0
    for byte in reference {
      let letter = byte & 0xDF
      guard letter &- 0x41 < 26, byte >= 0x41 else { break }
      letters += 1
      guard letters <= 3 else { return nil }
      column = column * 26 + Int(letter - 0x40)
    }
    return letters > 0 ? column - 1 : nil
  }
}
