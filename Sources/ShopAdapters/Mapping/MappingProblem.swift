import CommonValues
import Records

/// What refuses a file or a row.
enum MappingProblem {
  /// How many labels a message lists.
  private static let listed = 40

  static func noIDColumn(_ looked: [(kind: ExportKind, labels: [String])], _ header: RecordHeader, file: String)
    -> Diagnostic
  {
    func wanted(_ kind: (ExportKind) -> String) -> String {
      looked.map { "\(kind($0.kind)): \(list($0.labels))" }.joined(separator: "; ")
    }
    let korean = wanted { $0 == .members ? "회원" : "주문" }
    let english = wanted(\.rawValue)
    let found = list(header.labels.map(shown))
    return Diagnostic(
      .error, code: "no-id-column", place: Diagnostic.Place(file: file, line: header.line),
      reason: LocalizedText(
        ko: "아이디나 주문번호 열이 없습니다. 파일의 열: \(found). 찾은 이름 — \(korean)",
        en: "There is no column with an id. Columns found: \(found). Looked for — \(english)"),
      fix: LocalizedText(
        ko: "아이디(회원) 또는 주문번호(주문) 열을 포함하여 다시 내려받아 주십시오.",
        en: "Export the file again with the column for the member's id or the order's number."))
  }

  static func unclearKind(_ header: RecordHeader, file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "kind-unclear", place: Diagnostic.Place(file: file, line: header.line),
      reason: LocalizedText(
        ko: "회원 파일인지 주문 파일인지 열 이름만으로는 알 수 없습니다.",
        en: "The columns do not tell whether these are members or orders."),
      fix: LocalizedText(ko: "--kind members 또는 --kind orders를 지정해 주십시오.", en: "Say --kind members or --kind orders."))
  }

  static func kindNotSupported(_ kind: ExportKind, adapter: String, file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "kind-not-supported", place: Diagnostic.Place(file: file),
      reason: kind == .members
        ? LocalizedText(
          ko: "어댑터 \(adapter)은(는) 회원 파일을 읽지 않습니다.", en: "The adapter \(adapter) reads no member exports.")
        : LocalizedText(
          ko: "어댑터 \(adapter)은(는) 주문 파일을 읽지 않습니다.", en: "The adapter \(adapter) reads no order exports."))
  }

  static func twoColumns(
    _ field: String, _ columns: [(number: Int, label: String)], _ header: RecordHeader, file: String
  ) -> Diagnostic {
    let names = columns.map { "\(shown($0.label)) (\($0.number))" }.joined(separator: ", ")
    return Diagnostic(
      .error, code: "two-columns-for-field", place: Diagnostic.Place(file: file, line: header.line, field: field),
      reason: LocalizedText(
        ko: "한 항목에 해당하는 열이 둘 이상입니다: \(names).", en: "More than one column is for this field: \(names)."),
      fix: LocalizedText(
        ko: "하나만 남기고 다시 내려받으시거나, 어댑터의 adapter.yaml에 repeats: true를 적어 주십시오.",
        en: "Export the file with one of them, or say `repeats: true` in the adapter's adapter.yaml."))
  }

  static func missingColumn(
    _ field: String, _ mapping: FieldMapping, _ header: RecordHeader, file: String
  ) -> Diagnostic {
    let wanted = list(mapping.sources.flatMap(\.labels))
    let found = list(header.labels.map(shown))
    return Diagnostic(
      .error, code: "missing-column", place: Diagnostic.Place(file: file, line: header.line, field: field),
      reason: LocalizedText(
        ko: "꼭 필요한 열이 없습니다. 찾은 이름: \(wanted). 파일의 열: \(found).",
        en: "A required column is missing. Looked for: \(wanted). Columns found: \(found)."),
      fix: LocalizedText(ko: "그 열을 포함하여 다시 내려받아 주십시오.", en: "Export the file again with that column."))
  }

  static func noID(_ file: String, _ line: Int?) -> Diagnostic {
    row(
      "no-id", file, line, "id",
      LocalizedText(ko: "아이디가 비어 있습니다.", en: "The id is blank."),
      LocalizedText(ko: "쇼핑몰에서 이 행의 아이디를 확인해 주십시오.", en: "Look up the id of this row at the shop."))
  }

  static func longID(_ file: String, _ line: Int?) -> Diagnostic {
    row(
      "id-too-long", file, line, "id",
      LocalizedText(
        ko: "아이디가 \(RecordMapper.idLimit)바이트보다 깁니다.", en: "The id is longer than \(RecordMapper.idLimit) bytes."),
      LocalizedText(ko: "열이 밀리지 않았는지 확인해 주십시오.", en: "Look whether the columns have shifted."))
  }

  static func roundedID(_ file: String, _ line: Int?) -> Diagnostic {
    row(
      "rounded-id", file, line, "id",
      LocalizedText(
        ko: "엑셀이 긴 번호를 반올림하여(예: 2.02611E+15) 원래 아이디를 알 수 없습니다.",
        en: "A spreadsheet has rounded a long number (such as 2.02611E+15), so the id is lost."),
      LocalizedText(
        ko: "엑셀로 저장하지 않은 원본 파일을 사용해 주십시오.",
        en: "Use the file as the shop gave it, not one saved by a spreadsheet."))
  }

  static func unreadable(_ field: String, isTime: Bool, _ file: String, _ line: Int?) -> Diagnostic {
    isTime
      ? row(
        "unreadable-time", file, line, field,
        LocalizedText(ko: "주문의 시각을 읽을 수 없습니다.", en: "A time of the order can not be read."),
        LocalizedText(ko: "2026-11-02 09:00:00과 같은 형식이어야 합니다.", en: "It should look like 2026-11-02 09:00:00."))
      : row(
        "unreadable-amount", file, line, field,
        LocalizedText(ko: "주문의 금액이나 수량을 읽을 수 없습니다.", en: "An amount of the order can not be read."),
        LocalizedText(ko: "24680 또는 24,680원과 같은 형식이어야 합니다.", en: "It should look like 24680 or 24,680원."))
  }

  private static func row(
    _ code: String, _ file: String, _ line: Int?, _ field: String, _ reason: LocalizedText, _ fix: LocalizedText
  ) -> Diagnostic {
    Diagnostic(
      .error, code: code, place: Diagnostic.Place(file: file.isEmpty ? nil : file, line: line, field: field),
      reason: reason,
      fix: fix
    )
  }

  private static func list(_ labels: [String]) -> String {
    let more = labels.count > listed ? ", … (\(labels.count))" : ""
    return labels.prefix(listed).joined(separator: ", ") + more
  }

  /// A label as it may be shown: the row taken for the header may be one of somebody's data, so what looks like it is masked.
  private static func shown(_ label: String) -> String {
    let digits = label.unicodeScalars.reduce(0) { $0 + (("0"..."9").contains($1) ? 1 : 0) }
    let text = digits > 3 || label.contains("@") ? Masking.shape(label, limit: 40) : String(label.prefix(40))
    return text.isEmpty ? "(blank)" : text
  }
}
