import CommonValues
import HTTPTypes
import KakaoAPI

extension Problem {
  /// A call to Kakao that a back end asked for and that did not come about: 504 when Kakao was too slow, 502 when it failed or could
  /// not be reached, 409 when it said no, 400 when it can not be asked so.
  init(_ error: KakaoError) {
    if error.isTimeout {
      self = .kakaoTooSlow
    } else if error.reason == .invalidRequest, error.retryClass == .caller, let detail = error.detail {
      // What was asked for can not be said to Kakao, such as a tag without a letter: nobody need try again.
      self.init("bad-request", .badRequest, detail)
    } else if error.reason == .refused, let code = error.codeText, let status = error.status, status < 500,
      [RetryClass.caller, .user, .consent].contains(error.retryClass)
    {
      self.init(
        "kakao-refused", .conflict,
        error.entry?.meaning ?? LocalizedText(ko: "카카오가 거절했습니다.", en: "Kakao refused it."))
      members = [("kakao_code", code)]
    } else {
      self = .kakaoFailed
      if let code = error.codeText { members = [("kakao_code", code)] }
    }
  }

  static let kakaoTooSlow = Problem(
    "kakao-too-slow", .gatewayTimeout,
    LocalizedText(ko: "카카오의 응답이 너무 늦습니다. 다시 시도하십시오.", en: "Kakao took too long; try again."))
  static let kakaoFailed = Problem(
    "kakao-failed", .badGateway,
    LocalizedText(ko: "카카오 호출이 실패했습니다. 다시 시도하십시오.", en: "The call to Kakao failed; try again."))
  static let unsupportedMediaType = Problem(
    "unsupported-media-type", .unsupportedMediaType,
    LocalizedText(ko: "본문을 application/json으로 보내 주십시오.", en: "Send the body as application/json."))
}
