import CommonValues
import Records

/// Rows as text, for keeping them in quarantine.
enum RowText {
  /// Bytes of a row that are kept.
  static let limit = 4096

  /// A row as one line of comma-separated text (quoted line breaks aside), whatever its file looked like.
  static func text(of record: borrowing Record) -> String { text(of: record.strings) }

  /// Cells as one line of comma-separated text.
  static func text(of cells: [String]) -> String {
    var writer = CSVWriter(escapesFormulas: false, byteOrderMark: false)
    writer.append(cells)
    var bytes = writer.take()
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
