import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file could not be received.
enum SpoolProblem {
  static func tooLarge(limit: Int64) -> Diagnostic {
    Diagnostic(
      .error, code: "upload-too-large",
      reason: LocalizedText(
        ko: "파일이 업로드 한도 \(limit)바이트보다 큽니다.", en: "The file is larger than the limit of \(limit) bytes for uploads."),
      fix: LocalizedText(
        ko: "기간을 나누어 내보내시거나 naru.yaml의 limits.upload를 높이십시오.",
        en: "Export shorter periods, or raise limits.upload in naru.yaml."))
  }

  /// What an error number of the system means.
  static func failed(_ number: Int32) -> Diagnostic {
    if number == ENOSPC || number == EDQUOT {
      return Diagnostic(
        .error, code: "spool-full",
        reason: LocalizedText(
          ko: "디스크가 가득 차서 파일을 받지 못했습니다. 남은 것은 없습니다.", en: "The disk is full; the file was not kept."),
        fix: LocalizedText(ko: "공간을 확보한 뒤 다시 보내십시오.", en: "Free some space and send it again."))
    }
    return Diagnostic(
      .error, code: "spool-failed",
      reason: LocalizedText(
        ko: "받은 파일을 저장소 옆의 폴더에 쓸 수 없습니다 (errno \(number)).",
        en: "The file can not be written into the folder beside the store (errno \(number))."),
      fix: LocalizedText(ko: "폴더의 권한과 디스크를 확인하십시오.", en: "Check that folder's permissions and the disk."))
  }

  static let closed = Diagnostic(
    .error, code: "server-stopping",
    reason: LocalizedText(ko: "서버가 종료하는 중입니다.", en: "The server is stopping."),
    fix: LocalizedText(ko: "다시 시작된 뒤에 보내십시오.", en: "Send it again when it has started."))

  static let empty = Diagnostic(
    .error, code: "upload-empty",
    reason: LocalizedText(ko: "본문이 비어 있습니다.", en: "The body is empty."),
    fix: LocalizedText(ko: "내보낸 파일을 요청의 본문으로 보내십시오.", en: "Send the export as the request's body."))

  static func gaveUp(_ attempts: Int) -> Diagnostic {
    Diagnostic(
      .error, code: "import-given-up",
      reason: LocalizedText(
        ko: "이 파일을 가져오는 동안 프로세스가 \(attempts)번 끝나서 더 시도하지 않습니다.",
        en: "The process ended \(attempts) times while it imported this file, so it is not tried again."),
      fix: LocalizedText(
        ko: "메모리와 기록을 확인하고, naru import로 직접 가져와 보십시오.",
        en: "Check memory and the log, and try it with naru import."))
  }
}
