import CommonValues
import HTTPTransport

/// Why an export could not be fetched.
enum FetchProblem {
  static let noScratchFile = Diagnostic(
    .error, code: "no-scratch-file",
    reason: LocalizedText(ko: "저장소 폴더에 임시 파일을 만들 수 없습니다.", en: "A scratch file can not be made in the store's folder."),
    fix: LocalizedText(ko: "폴더 권한과 남은 공간을 확인하십시오.", en: "Check the folder's permissions and its free space."))

  static func status(_ status: Int, _ name: String) -> Diagnostic {
    failed(
      "download-status", name,
      LocalizedText(
        ko: "서버가 파일 대신 HTTP \(status)(으)로 답했습니다.", en: "The server answered HTTP \(status) instead of the file."),
      LocalizedText(
        ko: "주소가 만료되지 않았는지, 로그인 없이 받을 수 있는지 확인하십시오.",
        en: "Check that the address has not expired and needs no login."))
  }

  static func empty(_ name: String) -> Diagnostic {
    failed(
      "download-empty", name,
      LocalizedText(ko: "서버가 빈 파일을 보냈습니다.", en: "The server sent an empty file."),
      LocalizedText(
        ko: "쇼핑몰에서 내보내기가 끝났는지 확인하십시오.", en: "Check that the shop has finished exporting; it is fetched again next time."
      ))
  }

  static func error(_ error: HTTPTransportError, _ name: String, limit: Int64) -> Diagnostic {
    switch error.code {
    case .addressRefused, .badRedirect, .invalidRequest:
      failed(
        "download-refused", name,
        LocalizedText(
          ko: "이 주소에서는 받지 않습니다: \(korean[error.code] ?? "") (\(error.detail ?? error.code.name)).",
          en: "Nothing is fetched from there: \(error.detail ?? error.code.name)."),
        LocalizedText(
          ko: "공인 주소의 https만 받습니다. 사내 서버는 naru.yaml의 fetch.networks에, 허용할 호스트는 fetch.hosts에 적으십시오.",
          en:
            "Only https from public addresses is fetched. Name your own networks under fetch.networks in naru.yaml, and allowed hosts under fetch.hosts."
        ))
    case .responseTooLarge:
      failed(
        "file-too-large", name,
        LocalizedText(ko: "파일이 한도(\(limit)바이트)보다 큽니다.", en: "The file is larger than the limit of \(limit) bytes."),
        LocalizedText(ko: "기간을 나누어 내보내시거나 한도를 높여 주십시오.", en: "Export shorter periods, or raise the limit."))
    default:
      failed(
        "download-failed", name,
        LocalizedText(
          ko: "파일을 받지 못했습니다 (\(error.code.name)).", en: "The file could not be fetched (\(error.code.name))."),
        LocalizedText(ko: "주소와 네트워크를 확인하고 다시 시도하십시오.", en: "Check the address and the network, then try again."))
    }
  }

  private static let korean: [HTTPTransportError.Code: String] = [
    .addressRefused: "허용되지 않은 주소", .badRedirect: "허용되지 않은 곳으로 넘김", .invalidRequest: "잘못된 주소",
  ]

  private static func failed(
    _ code: String, _ name: String, _ reason: LocalizedText, _ fix: LocalizedText
  ) -> Diagnostic {
    Diagnostic(.error, code: code, place: .init(file: name), reason: reason, fix: fix)
  }
}
