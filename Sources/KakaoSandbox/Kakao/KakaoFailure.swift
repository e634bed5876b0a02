/// An error answer of Kakao, with what to say about it in the journal.
struct KakaoFailure: Error {
  var code: Int
  var status: Int
  var message: String
  var remark: SandboxText
  /// Further members of the body.
  var details: [JSONValue.Member] = []

  init(_ code: Int, _ status: Int, _ message: String, ko: String, en: String) {
    self.code = code
    self.status = status
    self.message = message
    self.remark = SandboxText(ko: ko, en: en)
  }

  var body: JSONValue {
    .object([.init(key: "msg", value: .string(message)), .init(key: "code", value: .integer(code))] + details)
  }

  /// -2, with the text seen for it.
  static func parameter(ko: String, en: String) -> KakaoFailure {
    KakaoFailure(-2, 400, "INVALID_PARAMETER", ko: ko, en: en)
  }

  static func parameter(_ error: JSONError) -> KakaoFailure {
    parameter(ko: error.text.ko, en: error.text.en)
  }

  static func key(ko: String, en: String) -> KakaoFailure {
    KakaoFailure(-401, 401, "invalid app key.", ko: ko, en: en)
  }

  static func unknownChannel(_ id: String) -> KakaoFailure {
    KakaoFailure(
      -541, 400, "INVALID_APP_ID", ko: "채널 ‘\(id)’이(가) 없습니다. 프로필 ID(_…)를 확인하십시오.",
      en: "There is no channel '\(id)'. Check the profile id (_…).")
  }

  static func blockedChannel(_ id: String) -> KakaoFailure {
    KakaoFailure(
      -544, 400, "blocked channel", ko: "채널 ‘\(id)’은(는) 카카오가 이용을 제한한 상태입니다.",
      en: "Channel '\(id)' is blocked by Kakao.")
  }

  static func unconnectedChannel(_ id: String) -> KakaoFailure {
    KakaoFailure(
      -819, 400, "channel is not connected to the app", ko: "채널 ‘\(id)’이(가) 앱에 연결되어 있지 않습니다.",
      en: "Channel '\(id)' is not connected to the app.")
  }
}
