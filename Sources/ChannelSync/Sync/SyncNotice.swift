import CommonValues

/// What a sync tells people beside its numbers.
enum SyncNotice {
  static func created(_ file: String) -> Diagnostic {
    notice(
      .note, "customer-file-created", file,
      LocalizedText(ko: "카카오에 고객 파일을 만들었습니다.", en: "The customer file was created at Kakao."))
  }

  static func adopted(_ file: String) -> Diagnostic {
    notice(
      .warning, "customer-file-adopted", file,
      LocalizedText(
        ko: "카카오에 같은 이름의 파일이 이미 있어 그 파일을 씁니다. 전에 들어 있던 사람은 알 수 없으므로 그대로 남습니다.",
        en:
          "Kakao already had a file of that name, which is used. People who were in it before are not known here and stay."
      ),
      LocalizedText(
        ko: "비어 있던 파일이 아니면 파트너센터에서 지우고 다시 실행하십시오.",
        en: "If it was not empty, delete it in the partner centre and run again."))
  }

  static func vanished(_ file: String) -> Diagnostic {
    notice(
      .warning, "customer-file-vanished", file,
      LocalizedText(
        ko: "카카오에 있던 파일이 없어졌습니다. 다시 만들어 모두 보냅니다.",
        en: "The file is gone from Kakao. It is made again and everybody is sent."))
  }

  static func retiredVanished(_ file: String) -> Diagnostic {
    notice(
      .note, "customer-file-deleted", file,
      LocalizedText(ko: "파일이 카카오에서 이미 삭제되었습니다.", en: "The file has already been deleted at Kakao."))
  }

  static func deleteByHand(_ file: String) -> Diagnostic {
    notice(
      .warning, "customer-file-emptied", file,
      LocalizedText(ko: "파일을 비웠습니다.", en: "The file has been emptied."),
      LocalizedText(
        ko: "API로는 파일을 지울 수 없으므로 파트너센터에서 직접 삭제하십시오.",
        en: "There is no API to delete a file: delete it in the partner centre."))
  }

  static func schemaDiffers(_ file: String) -> Diagnostic {
    notice(
      .error, "customer-file-schema", file,
      LocalizedText(
        ko: "카카오에 같은 이름의 파일이 있지만 열이 설정과 다릅니다.",
        en: "Kakao has a file of that name, but with other columns than the config."),
      LocalizedText(
        ko: "파트너센터에서 그 파일을 지우거나, 설정에서 파일 이름을 바꾸십시오.",
        en: "Delete that file in the partner centre, or give the file another name in the config."))
  }

  static func nameRefused(_ file: String) -> Diagnostic {
    notice(
      .error, "customer-file-name", file,
      LocalizedText(ko: "카카오가 이 파일 이름을 허용하지 않습니다.", en: "Kakao does not allow this file name."),
      LocalizedText(ko: "설정에서 파일 이름을 바꾸십시오.", en: "Give the file another name in the config."))
  }

  static func noRoom(_ file: String) -> Diagnostic {
    notice(
      .error, "customer-file-limit", file,
      LocalizedText(
        ko: "채널의 고객 파일이 30개여서 더 만들 수 없습니다.",
        en: "The channel has 30 customer files, so no other can be created."),
      LocalizedText(
        ko: "파트너센터에서 쓰지 않는 파일을 삭제하십시오.", en: "Delete files that are not used in the partner centre."))
  }

  static func nothingAccepted(_ file: String, sent: Int) -> Diagnostic {
    notice(
      .error, "no-row-accepted", file,
      LocalizedText(
        ko: "카카오가 오류 없이 응답했지만 보낸 \(sent)명 중 아무도 처리하지 않았습니다.",
        en: "Kakao answered without an error but took none of the \(sent) rows sent."),
      LocalizedText(
        ko: "파트너센터에서 파일을 확인하십시오. 다음 동기화에서 다시 보냅니다.",
        en: "Look at the file in the partner centre; the next sync sends the rows again."))
  }

  static func countsDiffer(_ file: String, sent: Int, _ counts: RowCounts) -> Diagnostic {
    func text(_ count: Int?) -> String { count.map { "\($0)" } ?? "?" }
    let (received, accepted) = (text(counts.requested), text(counts.succeeded))
    return notice(
      .warning, "row-counts-differ", file,
      LocalizedText(
        ko: "\(sent)명을 보냈으나 카카오는 \(received)명을 받아 \(accepted)명을 처리했다고 답했습니다. 누가 빠졌는지는 알려 주지 않습니다.",
        en:
          "\(sent) rows were sent; Kakao says it received \(received) and took \(accepted). It does not say which are missing."
      ),
      LocalizedText(
        ko: "이 사람들은 다음 동기화에서 다시 보냅니다.", en: "The next sync sends these rows again."))
  }

  static func goneAlready(_ file: String, _ count: Int) -> Diagnostic {
    notice(
      .note, "rows-gone-already", file,
      LocalizedText(
        ko: "다시 보낸 삭제 중 \(count)명은 이미 파일에 없었습니다.",
        en: "\(count) of the removals that were sent again found nobody in the file."))
  }

  private static func notice(
    _ severity: Diagnostic.Severity, _ code: String, _ file: String, _ reason: LocalizedText,
    _ fix: LocalizedText? = nil
  ) -> Diagnostic {
    Diagnostic(severity, code: code, place: .init(field: file), reason: reason, fix: fix)
  }
}
