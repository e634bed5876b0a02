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

  private static func bad(
    _ code: String, _ place: Diagnostic.Place, ko: String, en: String, fixKo: String, fixEn: String
  ) -> Diagnostic {
    Diagnostic(
      .error, code: code, place: place, reason: LocalizedText(ko: ko, en: en), fix: LocalizedText(ko: fixKo, en: fixEn))
  }
}
