import CommonValues

/// The diagnostics that refuse a whole file.
enum FileProblem {
  static func missing(_ file: String) -> Diagnostic {
    refused(
      "file-missing", file, ko: "그 경로에 파일이 없습니다.", en: "There is no file at that path.",
      fixKo: "경로와 파일 이름을 확인해 주십시오.", fixEn: "Check the path and the file's name.")
  }

  static func directory(_ file: String) -> Diagnostic {
    refused(
      "file-is-directory", file, ko: "파일이 아니라 폴더입니다.", en: "This is a folder, not a file.",
      fixKo: "폴더 안의 파일을 지정해 주십시오.", fixEn: "Name a file inside it.")
  }

  static func notRegular(_ file: String) -> Diagnostic {
    refused(
      "file-not-regular", file, ko: "일반 파일이 아닙니다(장치, 파이프, 소켓 등).",
      en: "This is not a regular file (a device, pipe or socket).",
      fixKo: "파일로 저장한 뒤 지정하시거나, 표준 입력(-)으로 보내 주십시오.",
      fixEn: "Save it to a file first, or send it to standard input (-).")
  }

  static func unreadable(_ file: String) -> Diagnostic {
    refused(
      "file-unreadable", file, ko: "파일을 읽을 권한이 없습니다.", en: "There is no permission to read the file.",
      fixKo: "파일의 읽기 권한을 확인해 주십시오.", fixEn: "Check who may read it.")
  }

  static func empty(_ file: String) -> Diagnostic {
    refused(
      "file-empty", file, ko: "파일이 비어 있습니다.", en: "The file is empty.",
      fixKo: "쇼핑몰 관리자에서 다시 내려받아 주십시오.", fixEn: "Export it from the shop again.")
  }

  static func tooLarge(_ file: String, limit: Int64) -> Diagnostic {
    refused(
      "file-too-large", file, ko: "파일이 한도(\(limit)바이트)보다 큽니다.",
      en: "The file is larger than the limit of \(limit) bytes.",
      fixKo: "기간을 나누어 내보내시거나 한도를 높여 주십시오.", fixEn: "Export shorter periods, or raise the limit.")
  }

  static func failed(_ file: String, code: Int32) -> Diagnostic {
    refused(
      "file-read-failed", file, ko: "파일을 읽는 중에 오류가 났습니다(errno \(code)).",
      en: "Reading the file failed (errno \(code)).",
      fixKo: "저장 장치와 파일 상태를 확인한 뒤 다시 시도해 주십시오.", fixEn: "Check the disk and the file, then try again.")
  }

  static func notText(_ file: String, _ kind: ContentKind) -> Diagnostic {
    refused(
      "file-not-csv", file, ko: "CSV 파일이 아닙니다. 내용으로 본 형식: \(kind.label.korean).",
      en: "This is no CSV; it looks like \(kind.label.english).",
      fixKo: "내보낼 때 CSV 형식을 선택해 주십시오.", fixEn: "Choose CSV when exporting it.")
  }

  static func noHeader(_ file: String) -> Diagnostic {
    refused(
      "no-header", file, ko: "머리글 행을 찾지 못했습니다.", en: "No header row was found.",
      fixKo: "표의 맨 위에 열 이름이 있는 파일로 다시 내보내 주십시오.",
      fixEn: "Export it with the column names at the top of the table.")
  }

  static func tooManyColumns(_ file: String, line: Int, count: Int, limit: Int) -> Diagnostic {
    refused(
      "too-many-columns", file, line: line, ko: "열이 \(count)개로, 한도 \(limit)개를 넘습니다.",
      en: "There are \(count) columns; the limit is \(limit).",
      fixKo: "필요한 항목만 골라 다시 내보내시거나 한도를 높여 주십시오.",
      fixEn: "Export only the columns that are needed, or raise the limit.")
  }

  static func openQuote(_ file: String, line: Int, limit: Int) -> Diagnostic {
    refused(
      "quote-never-closed", file, line: line,
      ko: "이 줄에서 열린 따옴표(\")가 \(limit)바이트 안에 닫히지 않습니다.",
      en: "A quote (\") that opens on this line is not closed within \(limit) bytes.",
      fixKo: "이 줄의 따옴표를 고치시거나 파일을 다시 내보내 주십시오.",
      fixEn: "Correct the quote on this line, or export the file again.")
  }

  static func badDelimiter(_ file: String) -> Diagnostic {
    refused(
      "bad-delimiter", file, ko: "지정한 구분자는 사용할 수 없습니다.", en: "The delimiter that was given can not be one.",
      fixKo: "쉼표, 세미콜론, 탭, 세로줄(|)처럼 글자와 숫자가 아닌 ASCII 문자 하나를 지정해 주십시오.",
      fixEn:
        "Give one ASCII character that is no letter, digit, quote or line end, such as a comma, semicolon, tab or pipe."
    )
  }

  static func noConverter(_ file: String, _ encoding: String) -> Diagnostic {
    refused(
      "encoding-unavailable", file, ko: "이 시스템의 iconv가 \(encoding) 인코딩을 지원하지 않습니다.",
      en: "This system's iconv does not know the encoding \(encoding).",
      fixKo: "libc의 gconv 모듈을 설치하시거나 파일을 UTF-8로 저장해 주십시오.",
      fixEn: "Install libc's gconv modules, or save the file as UTF-8.")
  }

  static func truncated(_ file: String) -> Diagnostic {
    refused(
      "file-truncated", file, ko: "파일이 중간에서 끊겼습니다.", en: "The file ends in the middle.",
      fixKo: "파일을 다시 내려받아 주십시오.", fixEn: "Download the file again.")
  }

  static func badJSON(_ file: String, line: Int) -> Diagnostic {
    refused(
      "file-bad-json", file, line: line, ko: "JSON 문법에 맞지 않습니다.", en: "This is no well-formed JSON.",
      fixKo: "이 줄을 고치시거나 파일을 다시 내보내 주십시오.", fixEn: "Correct this line, or export the file again.")
  }

  static func tooDeep(_ file: String, line: Int, limit: Int) -> Diagnostic {
    refused(
      "file-too-deep", file, line: line, ko: "한도(\(limit)단계)보다 깊이 중첩되어 있습니다.",
      en: "It is nested deeper than the limit of \(limit).",
      fixKo: "더 평평한 형식으로 내보내시거나 한도를 높여 주십시오.", fixEn: "Export it flatter, or raise the limit.")
  }

  static func badXML(_ file: String, line: Int) -> Diagnostic {
    refused(
      "file-bad-xml", file, line: line, ko: "XML 문법에 맞지 않습니다.", en: "This is no well-formed XML.",
      fixKo: "이 줄 앞뒤를 고치시거나 파일을 다시 내보내 주십시오.", fixEn: "Correct what is near this line, or export the file again.")
  }

  static func doctype(_ file: String, line: Int) -> Diagnostic {
    refused(
      "xml-doctype", file, line: line, ko: "DOCTYPE이 엔티티나 속성을 선언하거나 외부 문서를 가리킵니다.",
      en: "Its DOCTYPE declares entities or attributes, or names another document.",
      fixKo: "DOCTYPE 없이 내보내 주십시오.", fixEn: "Export it without a DOCTYPE.")
  }

  static func markupTooLong(_ file: String, line: Int, limit: Int) -> Diagnostic {
    refused(
      "markup-too-long", file, line: line, ko: "태그나 속성, 주석 하나가 한도(\(limit)바이트)보다 깁니다.",
      en: "A tag, attribute or comment is longer than the limit of \(limit) bytes.",
      fixKo: "파일이 손상되지 않았는지 확인하시거나 한도를 높여 주십시오.", fixEn: "The file may be damaged; else raise the limit.")
  }

  static func noRecords(_ file: String, path: String?) -> Diagnostic {
    let place = path.map { "'\($0)'" }
    return refused(
      "no-records", file, ko: place.map { "\($0) 위치에 레코드가 없습니다." } ?? "레코드의 목록을 찾지 못했습니다.",
      en: place.map { "There are no records at \($0)." } ?? "No list of records was found.",
      fixKo: "레코드가 있는 위치를 어댑터에 적어 주십시오.", fixEn: "Say in the adapter where the records are.")
  }

  static func unclearRecords(_ file: String, _ one: String, _ other: String) -> Diagnostic {
    refused(
      "records-unclear", file, ko: "레코드의 목록이 둘 이상입니다: '\(one)', '\(other)'.",
      en: "There is more than one list of records: '\(one)', '\(other)'.",
      fixKo: "어느 쪽이 레코드인지 어댑터에 적어 주십시오.", fixEn: "Say in the adapter which one it is.")
  }

  static func noScratchFile(_ file: String) -> Diagnostic {
    refused(
      "no-scratch-file", file, ko: "임시 파일을 만들 수 없습니다.", en: "A scratch file can not be made.",
      fixKo: "임시 폴더(TMPDIR)의 권한과 남은 공간을 확인해 주십시오.",
      fixEn: "Check the temporary folder's (TMPDIR) permissions and free space.")
  }

  static func scratchFileFailed(_ file: String) -> Diagnostic {
    refused(
      "scratch-file-failed", file, ko: "임시 파일에 쓰거나 읽지 못했습니다.", en: "A scratch file can not be written or read.",
      fixKo: "임시 폴더(TMPDIR)의 남은 공간을 확인해 주십시오.", fixEn: "Check the free space of the temporary folder (TMPDIR).")
  }

  static func damaged(_ file: String) -> Diagnostic {
    refused(
      "file-damaged", file, ko: "압축 파일이나 통합 문서가 손상되어 있습니다.", en: "The packed file or workbook is damaged.",
      fixKo: "파일을 다시 내려받아 주십시오.", fixEn: "Download the file again.")
  }

  static func unpacksTooLarge(_ file: String, limit: Int64) -> Diagnostic {
    refused(
      "unpacked-too-large", file, ko: "압축을 풀면 한도(\(limit)바이트)보다 커집니다.",
      en: "Unpacked it is larger than the limit of \(limit) bytes.",
      fixKo: "기간을 나누어 내보내시거나 한도를 높여 주십시오.", fixEn: "Export shorter periods, or raise the limit.")
  }

  static func unpacksTooMuch(_ file: String, ratio: Int) -> Diagnostic {
    refused(
      "unpacked-ratio", file, ko: "압축을 풀면 \(ratio)배가 넘게 커집니다. 압축 폭탄일 수 있습니다.",
      en: "Unpacked it grows more than \(ratio) times; it may be a zip bomb.",
      fixKo: "출처를 확인하시고, 믿을 수 있으면 압축을 푼 파일을 가져오십시오.",
      fixEn: "Check where it comes from; if it can be trusted, import the unpacked file.")
  }

  static func tooManyEntries(_ file: String, limit: Int) -> Diagnostic {
    refused(
      "too-many-entries", file, ko: "ZIP에 든 항목이 한도(\(limit)개)보다 많습니다.",
      en: "The zip holds more than \(limit) entries.",
      fixKo: "필요한 파일만 담아 다시 압축해 주십시오.", fixEn: "Pack only the files that are needed.")
  }

  static func nested(_ file: String) -> Diagnostic {
    refused(
      "archive-nested", file, ko: "압축 파일 안에 또 압축 파일이 있습니다.", en: "A packed file lies within a packed file.",
      fixKo: "바깥 압축을 푼 뒤 가져오십시오.", fixEn: "Unpack the outer one and import what is in it.")
  }

  static func encrypted(_ file: String) -> Diagnostic {
    refused(
      "file-encrypted", file, ko: "암호가 걸려 있습니다.", en: "It is protected by a password.",
      fixKo: "암호를 풀어 다시 저장해 주십시오.", fixEn: "Save it again without a password.")
  }

  static func oldWorkbook(_ file: String) -> Diagnostic {
    refused(
      "old-excel-file", file, ko: "구형 엑셀(xls) 파일은 읽지 않습니다.", en: "Old Excel files (xls) are not read.",
      fixKo: "엑셀에서 xlsx나 CSV로 저장해 주십시오.", fixEn: "Save it as xlsx or CSV in Excel.")
  }

  static func noEntries(_ file: String) -> Diagnostic {
    refused(
      "archive-empty", file, ko: "ZIP에 파일이 없습니다.", en: "The zip holds no file.",
      fixKo: "가져올 파일을 담아 다시 압축해 주십시오.", fixEn: "Pack the files that are to be imported.")
  }

  static func badWorkbook(_ file: String) -> Diagnostic {
    refused(
      "file-bad-workbook", file, ko: "읽을 수 있는 엑셀 통합 문서(xlsx)가 아닙니다.",
      en: "This is no Excel workbook (xlsx) that can be read.",
      fixKo: "엑셀에서 xlsx로 다시 저장해 주십시오.", fixEn: "Save it again as xlsx in Excel.")
  }

  static func noSheet(_ file: String, _ sheet: String?, _ names: [String]) -> Diagnostic {
    let list = names.prefix(20).joined(separator: ", ")
    return refused(
      "no-such-sheet", file, ko: sheet.map { "시트 '\($0)'이(가) 없습니다. 있는 시트: \(list)" } ?? "통합 문서에 시트가 없습니다.",
      en: sheet.map { "There is no sheet '\($0)'; there are: \(list)." } ?? "The workbook has no sheet.",
      fixKo: "시트 이름을 확인해 주십시오.", fixEn: "Check the sheet's name.")
  }

  static func noTable(_ file: String) -> Diagnostic {
    refused(
      "no-table", file, ko: "HTML 문서에 표가 없습니다.", en: "The HTML page holds no table.",
      fixKo: "로그인 화면이나 오류 화면이 저장되지 않았는지 확인하고 다시 내려받아 주십시오.",
      fixEn: "See whether a login or error page was saved instead, and download it again.")
  }

  static func unknownFormat(_ file: String, _ kind: ContentKind) -> Diagnostic {
    refused(
      "unknown-format", file, ko: "읽을 수 있는 형식이 아닙니다. 내용으로 본 형식: \(kind.label.korean).",
      en: "This is no format that can be read; it looks like \(kind.label.english).",
      fixKo: "내보낼 때 CSV, 엑셀(xlsx), XML, JSON 가운데 하나를 선택해 주십시오.",
      fixEn: "Choose CSV, Excel (xlsx), XML or JSON when exporting it.")
  }

  private static func refused(
    _ code: String, _ file: String, line: Int? = nil, ko: String, en: String, fixKo: String, fixEn: String
  ) -> Diagnostic {
    Diagnostic(
      .error, code: code, place: .init(file: file, line: line), reason: LocalizedText(ko: ko, en: en),
      fix: LocalizedText(ko: fixKo, en: fixEn))
  }
}
