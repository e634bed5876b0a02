import CommonValues
import ShopModel

/// Values of cells that are text.
enum EventText {
  static func email(_ text: String) -> String? {
    guard CellText.hostStart(ofEmail: text) != nil, let at = text.firstIndex(of: "@") else { return nil }
    guard text[at...].utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return text }
    let host = text[at...].unicodeScalars.map { ("A"..."Z").contains($0) ? $0.properties.lowercaseMapping : String($0) }
    return text[..<at] + host.joined()
  }

  static func points(_ text: String) -> DecimalNumber? {
    for unit in ["포인트", "점", "P", "p"] where text.hasSuffix(unit) && text.utf8.count > unit.utf8.count {
      return DecimalNumber(String(text.dropLast(unit.count)))
    }
    return DecimalNumber(text)
  }

  static func kakaoUserID(_ text: String) -> Int64? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 19 else { return nil }
    return Int64(text).flatMap { $0 > 0 ? $0 : nil }
  }
}

extension CellText {
  static func hostStart(ofEmail text: String) -> Int? {
    var text = text
    return text.withUTF8 { hostStart(ofEmail: $0) }
  }
}

/// The id of a row.
enum EventID {
  static func read(_ cell: String?, _ source: RowSource, _ line: Int?) -> Result<String, Diagnostic> {
    guard var id = cell else { return .failure(MappingProblem.noID(source.file, line)) }
    guard id.utf8.count <= RecordMapper.idLimit else { return .failure(MappingProblem.longID(source.file, line)) }
    guard !id.withUTF8({ CellText.isRounded($0) }) else { return .failure(MappingProblem.roundedID(source.file, line)) }
    return .success(id)
  }
}
