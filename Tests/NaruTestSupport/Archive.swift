/// Packed files, made by hand: everything is stored, nothing compressed.
package enum Archive {
  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 as zip and gzip have it.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return Int(~crc)
  }

  /// A zip of these entries.
  package static func zip(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in entries {
      let name = Array(name.utf8)
      let common =
        little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 4) + little(checksum(bytes), 4)
        + little(bytes.count, 4) + little(bytes.count, 4) + little(name.count, 2) + little(0, 2)
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
        + little(file.count, 4) + name
      file += little(0x0403_4B50, 4) + common + name + bytes
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
      + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
    return file + directory + end
  }

  /// A gzip file.
  package static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let pieces = stride(from: 0, to: max(1, bytes.count), by: 65_535).map {
      Array(bytes[$0..<min($0 + 65_535, bytes.count)])
    }
    for (index, piece) in pieces.enumerated() {
      packed.append(index == pieces.count - 1 ? 1 : 0)
      packed += little(piece.count, 2) + little(~piece.count, 2) + piece
    }
    return packed + little(checksum(bytes), 4) + little(bytes.count, 4)
  }

  /// A workbook with one sheet of texts.
  package static func workbook(_ rows: [[String]]) -> [UInt8] {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
    let cells = rows.enumerated().map { row, texts in
      let row = row + 1
      let columns = texts.enumerated().map { column, text in
        let letter = String(UnicodeScalar(UInt8(65 + column)))
        return "<c r=\"\(letter)\(row)\" t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
      }
      return "<row r=\"\(row)\">\(columns.joined())</row>"
    }
    let types = """
      <?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Override PartName="/xl/workbook.xml" \
      ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
      <Override PartName="/xl/worksheets/sheet1.xml" \
      ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
      """
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let files: [(String, String)] = [
      ("[Content_Types].xml", types),
      (
        "_rels/.rels",
        "<Relationships xmlns=\"\(package)\"><Relationship Id=\"r1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets><sheet name=\"회원\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(package)\"><Relationship Id=\"r1\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
      ),
      (
        "xl/worksheets/sheet1.xml",
        "<worksheet xmlns=\"\(main)\"><sheetData>\(cells.joined())</sheetData></worksheet>"
      ),
    ]
    return zip(files.map { ($0.0, Array($0.1.utf8)) })
  }
}
