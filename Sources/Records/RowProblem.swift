import CommonValues

/// The diagnostics of single rows.
enum RowProblem {
  static func cells(_ place: Diagnostic.Place, expected: Int, found: Int) -> Diagnostic {
    found < expected
      ? bad(
        "too-few-cells", place, ko: "칸이 \(expected)개여야 하는데 \(found)개뿐입니다.",
        en: "The row has \(found) cells instead of \(expected).",
        fixKo: "빠진 칸이나 줄바꿈이 있는지 확인해 주십시오.", fixEn: "Look for a missing cell or a stray line break.")
      : bad(
        "too-many-cells", place, ko: "칸이 \(expected)개여야 하는데 \(found)개입니다.",
        en: "The row has \(found) cells instead of \(expected).",
        fixKo: "값 안의 구분자를 따옴표로 감싸 주십시오.", fixEn: "Put quotes around a value that contains the delimiter.")
  }

  static func truncated(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "truncated-row", place, ko: "파일이 이 행의 중간에서 끝납니다.", en: "The file ends in the middle of this row.",
      fixKo: "파일을 다시 내려받아 주십시오.", fixEn: "Download the file again.")
  }

  static func textAfterQuote(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "text-after-quote", place, ko: "닫는 따옴표(\") 뒤에 다른 글자가 있습니다.",
      en: "There is text behind a closing quote (\").",
      fixKo: "값 안의 따옴표는 두 번(\"\") 써 주십시오.", fixEn: "Write a quote within a value twice (\"\").")
  }

  static func nulByte(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "nul-byte", place, ko: "NUL 바이트(0x00)가 들어 있습니다.", en: "The row holds a NUL byte (0x00).",
      fixKo: "파일이 손상되지 않았는지 확인하고 다시 내보내 주십시오.", fixEn: "The file may be damaged; export it again.")
  }

  static func undecodable(_ place: Diagnostic.Place, _ encoding: TextEncoding) -> Diagnostic {
    bad(
      "undecodable-bytes", place, ko: "\(encoding.rawValue)로 읽을 수 없는 바이트가 있습니다.",
      en: "The row holds bytes that are not \(encoding.rawValue).",
      fixKo: "파일의 인코딩을 확인하시고, 맞다면 이 행의 깨진 글자를 고쳐 주십시오.",
      fixEn: "Check the file's encoding; if it is right, correct the broken characters of this row.")
  }

  static func fieldTooLong(_ place: Diagnostic.Place, limit: Int) -> Diagnostic {
    bad(
      "field-too-long", place, ko: "한 칸이 한도(\(limit)바이트)보다 깁니다.",
      en: "A cell is longer than the limit of \(limit) bytes.",
      fixKo: "닫히지 않은 따옴표가 있는지 확인하시거나 한도를 높여 주십시오.",
      fixEn: "Look for a quote that is not closed, or raise the limit.")
  }

  static func recordTooLong(_ place: Diagnostic.Place, limit: Int) -> Diagnostic {
    bad(
      "record-too-long", place, ko: "행이 한도(\(limit)바이트)보다 깁니다.",
      en: "The row is longer than the limit of \(limit) bytes.",
      fixKo: "줄바꿈이 빠지지 않았는지 확인하시거나 한도를 높여 주십시오.",
      fixEn: "Look for a missing line break, or raise the limit.")
  }

  static func badJSON(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "bad-json", place, ko: "JSON 문법에 맞지 않습니다.", en: "This is no well-formed JSON.",
      fixKo: "이 줄을 고치시거나 파일을 다시 내보내 주십시오.", fixEn: "Correct this line, or export the file again.")
  }

  static func notObject(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "not-an-object", place, ko: "레코드가 JSON 객체({ })가 아닙니다.", en: "The record is no JSON object ({ }).",
      fixKo: "레코드마다 객체 하나가 되도록 내보내 주십시오.", fixEn: "Export one object for each record.")
  }

  static func duplicateKey(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "duplicate-key", place, ko: "한 객체에 같은 키가 두 번 나옵니다.", en: "A key stands twice in one object.",
      fixKo: "어느 값이 맞는지 확인하고 키를 하나만 남겨 주십시오.", fixEn: "See which value is right, and keep one key.")
  }

  static func loneSurrogate(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "lone-surrogate", place, ko: "짝이 없는 서러게이트(\\uD800–\\uDFFF)가 있습니다.",
      en: "There is half a surrogate pair (\\uD800 to \\uDFFF).",
      fixKo: "내보내는 쪽에서 글자가 중간에 잘리지 않았는지 확인해 주십시오.",
      fixEn: "See whether the exporting side cuts texts within a character.")
  }

  static func controlCharacter(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "control-character", place, ko: "문자열 안에 이스케이프하지 않은 제어 문자가 있습니다.",
      en: "A string holds a control character that is not escaped.",
      fixKo: "줄바꿈은 \\n, 탭은 \\t로 써 주십시오.", fixEn: "Write a line break as \\n and a tab as \\t.")
  }

  static func tooDeep(_ place: Diagnostic.Place, limit: Int) -> Diagnostic {
    bad(
      "record-too-deep", place, ko: "레코드가 한도(\(limit)단계)보다 깊이 중첩되어 있습니다.",
      en: "The record is nested deeper than the limit of \(limit).",
      fixKo: "더 평평한 형식으로 내보내시거나 한도를 높여 주십시오.", fixEn: "Export it flatter, or raise the limit.")
  }

  static func tooManyRows(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "too-many-rows", place, ko: "레코드 하나에서 나오는 행이 너무 많습니다.", en: "The record unfolds into too many rows.",
      fixKo: "필요한 항목만 골라 다시 내보내 주십시오.", fixEn: "Export only the fields that are needed.")
  }

  static func badCell(_ place: Diagnostic.Place) -> Diagnostic {
    bad(
      "bad-cell", place, ko: "시트의 칸 위치나 공유 문자열 번호가 잘못되었습니다.",
      en: "A cell's place or its shared string is not valid.",
      fixKo: "엑셀에서 열어 다시 저장해 주십시오.", fixEn: "Open the workbook in Excel and save it again.")
  }

  private static func bad(
    _ code: String, _ place: Diagnostic.Place, ko: String, en: String, fixKo: String, fixEn: String
  ) -> Diagnostic {
    Diagnostic(
      .error, code: code, place: place, reason: LocalizedText(ko: ko, en: en), fix: LocalizedText(ko: fixKo, en: fixEn))
  }
}
