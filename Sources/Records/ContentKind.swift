public import CommonValues

/// What a file looks like from its first bytes; its name is never asked.
public enum ContentKind: String, Sendable, Hashable, CaseIterable {
  case text, xlsx, zip, gzip, pdf, xls, html, xml, json, image, archive, database, binary

  /// Decides from the first bytes of a file; a few KiB are enough. UTF-16 text is ``text``, whatever it holds.
  public static func sniff(_ bytes: ByteSlice) -> ContentKind {
    if let kind = magic(bytes) { return kind }
    if TextEncoding.sniff(bytes).isUTF16 { return .text }
    return sniffText(bytes)
  }

  /// The same for text that keeps ASCII, which has no magic number.
  static func sniffText(_ bytes: ByteSlice) -> ContentKind {
    markup(bytes) ?? (isMostlyControl(bytes) ? .binary : .text)
  }

  /// HTML, XML and JSON by how they begin, in any encoding that keeps ASCII.
  private static func markup(_ bytes: ByteSlice) -> ContentKind? {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, bytes[start] == 0x20 || (0x09...0x0D).contains(bytes[start]) { start += 1 }
    let head = bytes[start..<min(bytes.count, start + 4096)].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
    if head.first == 0x3C, head.count > 1 {
      for tag in ["<!doctype html", "<html", "<head>", "<head ", "<meta", "<table", "<body", "<style"] where begins(tag)
      {
        return .html
      }
      if begins("<?xml") || begins("<!") || isElement(head) {
        let text = String(decoding: head, as: UTF8.self)
        // XHTML says that it is XML; in other XML a table is an element like others.
        let marks = begins("<?xml") ? ["<html"] : ["<html", "<table>", "<table ", "<body"]
        return marks.contains { text.contains($0) } ? .html : .xml
      }
    }
    let second = head.dropFirst().first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    // Blanks as far as one can see.
    if second == nil, head.count == 4096, begins("{") || begins("[") { return .json }
    if begins("{"), second == 0x22 || second == 0x7D { return .json }
    if begins("["), second == 0x7B || second == 0x5B || second == 0x22 || second == 0x5D { return .json }
    return nil
  }

  /// Whether text begins with a tag behind which another stands, or nothing: `<b>,c` is the header of a CSV file.
  private static func isElement(_ head: [UInt8]) -> Bool {
    guard head[1] == 0x5F || head[1] &- 0x61 < 26 || head[1] >= 0x80 else { return false }
    guard let close = head.firstIndex(of: 0x3E) else { return head.count == 4096 }
    let next = head[(close + 1)...].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    return next == nil || next == 0x3C
  }

  private static func magic(_ bytes: ByteSlice) -> ContentKind? {
    let table: [(ContentKind, [UInt8])] = [
      (.gzip, [0x1F, 0x8B]), (.pdf, Array("%PDF-".utf8)), (.xls, [0xD0, 0xCF, 0x11, 0xE0]),
      (.image, [0x89, 0x50, 0x4E, 0x47]), (.image, [0xFF, 0xD8, 0xFF]), (.image, Array("GIF8".utf8)),
      (.archive, [0x37, 0x7A, 0xBC, 0xAF]), (.archive, Array("Rar!".utf8)), (.archive, Array("BZh".utf8)),
      (.archive, [0xFD, 0x37, 0x7A, 0x58, 0x5A]), (.archive, [0x28, 0xB5, 0x2F, 0xFD]),
      (.database, Array("SQLite format 3".utf8)), (.database, Array("PAR1".utf8)),
    ]
    for (kind, prefix) in table where bytes.starts(with: prefix) { return kind }
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) else {
      return nil
    }
    let names = String(decoding: bytes.prefix(4096), as: UTF8.self)
    return names.contains("[Content_Types].xml") || names.contains("xl/") || names.contains("_rels/.rels")
      ? .xlsx : .zip
  }

  /// More than one control byte in ten, NUL among them; single ones are left for the rows that hold them.
  private static func isMostlyControl(_ bytes: ByteSlice) -> Bool {
    let window = bytes.prefix(4096)
    var control = 0
    for byte in window where byte < 0x20 && !(0x09...0x0D).contains(byte) { control += 1 }
    return control * 10 > window.count
  }

  /// What people call it.
  public var label: LocalizedText {
    switch self {
    case .text: LocalizedText(ko: "일반 텍스트", en: "plain text")
    case .xlsx: LocalizedText(ko: "엑셀 통합 문서(xlsx)", en: "an Excel workbook (xlsx)")
    case .zip: LocalizedText(ko: "ZIP 압축 파일", en: "a zip archive")
    case .gzip: LocalizedText(ko: "gzip 압축 파일", en: "a gzip file")
    case .pdf: LocalizedText(ko: "PDF 문서", en: "a PDF document")
    case .xls:
      LocalizedText(ko: "구형 엑셀(xls) 또는 암호가 걸린 통합 문서", en: "an old Excel file (xls) or a password-protected workbook")
    case .html: LocalizedText(ko: "HTML 문서", en: "an HTML page")
    case .xml: LocalizedText(ko: "XML 문서", en: "an XML document")
    case .json: LocalizedText(ko: "JSON 문서", en: "a JSON document")
    case .image: LocalizedText(ko: "그림 파일", en: "a picture")
    case .archive: LocalizedText(ko: "압축 파일", en: "a compressed archive")
    case .database: LocalizedText(ko: "데이터베이스 파일", en: "a database file")
    case .binary: LocalizedText(ko: "텍스트가 아닌 이진 파일", en: "a binary file")
    }
  }
}
