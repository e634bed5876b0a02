import CommonValues
import Records

/// Rows as text, for keeping them in quarantine.
enum RowText {
  /// Bytes of a row that are kept.
  static let limit = 16 << 10

  /// A row as text from which it can be read again, whatever its file looked like: of a table one line of comma-separated cells (quoted
  /// line breaks aside), of a tree one line of JSON with the columns that the record has.
  static func text(of record: borrowing Record, _ format: RecordFormat) -> String {
    format.shape == .tree ? object(of: record, format.header.labels) : text(of: record.strings)
  }

  /// Cells as one line of comma-separated text.
  static func text(of cells: [String]) -> String {
    var writer = CSVWriter(escapesFormulas: false, byteOrderMark: false)
    writer.append(cells)
    var bytes = writer.take()
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func object(of record: borrowing Record, _ labels: [String]) -> String {
    var bytes: [UInt8] = [0x7B]
    for column in 0..<min(record.count, labels.count) where !record.isAbsent(column) {
      if bytes.count > 1 { bytes.append(0x2C) }
      JSONString.append(labels[column], to: &bytes)
      bytes.append(0x3A)
      JSONString.append(record[column], to: &bytes)
    }
    bytes.append(0x7D)
    return String(decoding: bytes, as: UTF8.self)
  }
}
