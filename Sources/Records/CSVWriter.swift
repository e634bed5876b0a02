/// Writes CSV that people open in a spreadsheet: UTF-8 with a mark, CRLF, comma, quotes where needed.
///
/// A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line end)
/// is written behind an apostrophe, unless it is a plain negative number.
public struct CSVWriter: Sendable {
  /// What was written and not yet taken.
  public private(set) var bytes: [UInt8] = []
  private let delimiter: UInt8
  private let escapesFormulas: Bool

  /// A writer. Leave `escapesFormulas` on for everything that a person may open; programs that exchange exact text switch it off.
  public init(delimiter: UInt8 = 0x2C, escapesFormulas: Bool = true, byteOrderMark: Bool = true) {
    self.delimiter = delimiter
    self.escapesFormulas = escapesFormulas
    if byteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
  }

  /// Writes one row.
  public mutating func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(delimiter) }
      append(cell, isAlone: cells.count == 1)
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// Hands over what was written, so that it can go to a file while rows are still being added.
  public mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ cell: String, isAlone: Bool) {
    let isFormula = escapesFormulas && CSVWriter.looksLikeFormula(cell)
    // A row of one empty cell would be a blank line.
    let needsQuotes =
      (isAlone && cell.isEmpty)
      || cell.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
      || cell.utf8.first == 0x20 || cell.utf8.last == 0x20
    if needsQuotes { bytes.append(0x22) }
    if isFormula { bytes.append(0x27) }
    for byte in cell.utf8 {
      bytes.append(byte)
      if byte == 0x22 { bytes.append(byte) }
    }
    if needsQuotes { bytes.append(0x22) }
  }

  /// Whether a spreadsheet might run the text; leading blanks do not hide a formula.
  static func looksLikeFormula(_ cell: String) -> Bool {
    let scalars = cell.unicodeScalars
    if let first = scalars.first, first == "\t" || first == "\r" || first == "\n" { return true }
    let text = scalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    guard let first = text.first else { return false }
    switch first {
    case "=", "+", "@", "＝", "＋", "＠", "－": return true
    case "-": return !isPlainNumber(text.dropFirst())
    default: return false
    }
  }

  private static func isPlainNumber(_ text: Substring.UnicodeScalarView) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
  }
}
