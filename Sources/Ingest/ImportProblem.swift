import CommonValues

/// What can be wrong with an import besides its rows.
enum ImportProblem {
  static let noScratchFile = Diagnostic(
    .error, code: "no-scratch-file",
    reason: LocalizedText(ko: "저장소 폴더에 임시 파일을 만들 수 없습니다.", en: "A scratch file can not be made in the store's folder."),
    fix: LocalizedText(ko: "폴더 권한과 남은 공간을 확인하십시오.", en: "Check the folder's permissions and its free space."))

  static let scratchFileFull = Diagnostic(
    .error, code: "store-full",
    reason: LocalizedText(
      ko: "디스크가 가득 차서 격리된 행을 적지 못했습니다. 저장소는 이전 상태 그대로입니다.",
      en: "The disk is full, so quarantined rows could not be kept; the store is as it was before."),
    fix: LocalizedText(ko: "공간을 확보한 뒤 다시 실행하십시오.", en: "Free some space and run this again."))

  static let scratchFileUnreadable = Diagnostic(
    .error, code: "no-scratch-file",
    reason: LocalizedText(
      ko: "임시 파일을 다시 읽을 수 없습니다. 저장소는 이전 상태 그대로입니다.",
      en: "The scratch file can not be read again; the store is as it was before."),
    fix: LocalizedText(ko: "디스크 상태를 확인한 뒤 다시 실행하십시오.", en: "Check the disk and run this again."))

  static func unusedColumns(_ file: String, _ labels: [String]) -> Diagnostic {
    let list = labels.prefix(30).map(shown).joined(separator: ", ") + (labels.count > 30 ? ", …" : "")
    return Diagnostic(
      .note, code: "unused-columns", place: .init(file: file),
      reason: LocalizedText(ko: "쓰지 않은 열: \(list)", en: "Columns that are not used: \(list)"),
      fix: LocalizedText(
        ko: "필요한 열이면 쇼핑몰 설정의 attributes에 적으십시오.", en: "Declare those you need under `attributes` in the shop's config.")
    )
  }

  static func cutRow(_ file: String, line: Int) -> Diagnostic {
    Diagnostic(
      .warning, code: "row-too-long-to-retry", place: .init(file: file, line: line),
      reason: LocalizedText(
        ko: "격리할 때 잘린 긴 행이라 다시 처리할 수 없습니다.", en: "The row was cut when it was quarantined and can not be mapped again."),
      fix: LocalizedText(ko: "원본 파일을 다시 가져오십시오.", en: "Import the original file again."))
  }

  static func rowNeedsFile(_ file: String, line: Int) -> Diagnostic {
    Diagnostic(
      .warning, code: "row-needs-file", place: .init(file: file, line: line),
      reason: LocalizedText(
        ko: "격리된 내용만으로는 다시 처리할 수 없는 행입니다.", en: "The row can not be mapped again from what is in quarantine alone."),
      fix: LocalizedText(ko: "원본 파일을 고친 뒤 다시 가져오십시오.", en: "Mend the original file and import it again."))
  }

  static func fieldsNotKept(_ file: String, kept: Int, of count: Int) -> Diagnostic {
    Diagnostic(
      .warning, code: "field-notes-not-kept", place: .init(file: file),
      reason: LocalizedText(
        ko: "건너뛴 항목 \(count)건 가운데 \(kept)건만 격리 목록에 남겼습니다.",
        en: "Of \(count) fields that were left out, only \(kept) are listed in quarantine."),
      fix: LocalizedText(
        ko: "같은 원인을 고친 뒤 파일을 다시 가져오십시오.", en: "Mend what they have in common and import the file again."))
  }

  static func refetch(_ file: String, line: Int) -> Diagnostic {
    Diagnostic(
      .error, code: "refetch-in-file", place: .init(file: file, line: line, field: "kind"),
      reason: LocalizedText(
        ko: "바뀌었다고만 하고 무엇이 바뀌었는지는 말하지 않는 레코드입니다.",
        en: "The record says that something has changed, and not what."),
      fix: LocalizedText(ko: "그 회원이나 주문이 든 파일을 가져오십시오.", en: "Import a file with those members or orders."))
  }

  static func nothingSaid(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "nothing-translated", place: .init(file: file),
      reason: LocalizedText(
        ko: "어댑터의 프로그램이 이 파일에서 아무것도 만들지 않았습니다.", en: "The adapter's program made nothing of this file."),
      fix: LocalizedText(
        ko: "회원이나 주문 파일이 맞는지, 어댑터가 맞는지 확인하십시오.",
        en: "Check that it is a file of members or orders, and that the adapter is the right one."))
  }

  static func noExports(_ adapter: String) -> Diagnostic {
    Diagnostic(
      .error, code: "adapter-without-exports",
      reason: LocalizedText(
        ko: "어댑터 ‘\(adapter)’은(는) 내보내기 파일을 읽지 않습니다.", en: "The adapter ‘\(adapter)’ reads no exports."))
  }

  static func duplicate(_ file: String, replaced: Int64, kept: Int64) -> Diagnostic {
    Diagnostic(
      .warning, code: "duplicate-id", place: .init(file: file, line: Int(replaced)),
      reason: LocalizedText(
        ko: "같은 아이디가 \(kept)행에 다시 나와 그 행을 반영했습니다.",
        en: "The same id stands again in line \(kept); that row counts."),
      fix: nil)
  }

  /// The code of a row that was left out because of another row of its order.
  static let spoiledOrderCode = "order-has-bad-row"

  static func spoiledOrder(_ file: String, line: Int) -> Diagnostic {
    Diagnostic(
      .error, code: spoiledOrderCode, place: .init(file: file, line: line),
      reason: LocalizedText(
        ko: "같은 주문의 다른 행을 읽을 수 없어 이 주문 전체를 반영하지 않았습니다.",
        en: "Another row of this order can not be read, so the order is left out as a whole."),
      fix: LocalizedText(
        ko: "격리된 다른 행을 고친 뒤 파일을 다시 가져오십시오.", en: "Mend the other quarantined row and import the file again."))
  }

  static func notWithdrawn(_ file: String, _ why: LocalizedText, canForce: Bool) -> Diagnostic {
    Diagnostic(
      .warning, code: "absent-not-withdrawn", place: .init(file: file),
      reason: LocalizedText(
        ko: "파일에 없는 회원을 탈퇴 처리하지 않았습니다: \(why.korean)",
        en: "Members who are absent from the file were not set to withdrawn: \(why.english)"),
      fix: canForce
        ? LocalizedText(ko: "파일이 완전하다면 --yes를 붙여 다시 실행하십시오.", en: "If the file is complete, run this again with --yes.")
        : LocalizedText(ko: "파일을 다시 내려받아 가져오십시오.", en: "Download the file anew and import it again."))
  }

  /// A label as it may be shown: the row taken for the header may be one of somebody's data, so what looks like it is masked.
  private static func shown(_ label: String) -> String {
    let digits = label.unicodeScalars.reduce(0) { $0 + (("0"..."9").contains($1) ? 1 : 0) }
    return digits > 3 || label.contains("@") ? Masking.shape(label, limit: 40) : String(label.prefix(40))
  }
}
