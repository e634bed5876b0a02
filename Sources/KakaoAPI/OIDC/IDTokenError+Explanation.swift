public import CommonValues

extension IDTokenError {
  /// Why the login is refused and what to do, in words for people who run the shop.
  public var explanation: LocalizedText {
    switch reason {
    case .keysUnavailable:
      LocalizedText(
        ko: "카카오의 공개 키를 가져오지 못해 ID 토큰을 확인할 수 없습니다. 네트워크와 auth_url을 확인하십시오.",
        en: "Kakao's public keys could not be fetched, so the ID token can not be checked. Check network and auth_url.")
    case .audience:
      LocalizedText(
        ko: "다른 앱에 발급된 ID 토큰입니다. rest_api_key가 로그인에 쓰는 앱의 키인지 확인하십시오.",
        en:
          "The ID token was issued for another app. Check that rest_api_key is the key of the app that people log in to."
      )
    case .issuer:
      LocalizedText(
        ko: "발급자가 카카오 인증 서버가 아닙니다. auth_url을 확인하십시오.",
        en: "The issuer is not the login server. Check auth_url.")
    case .expired, .issuedInFuture:
      LocalizedText(
        ko: "ID 토큰의 시각이 맞지 않습니다. 이 서버의 시계를 확인하십시오.",
        en: "The times of the ID token do not fit. Check this server's clock.")
    case .nonce:
      LocalizedText(
        ko: "다른 로그인 요청의 ID 토큰입니다. 로그인을 처음부터 다시 하십시오.",
        en: "The ID token belongs to another login. Start the login anew.")
    default:
      LocalizedText(
        ko: "카카오가 서명한 올바른 ID 토큰이 아닙니다(\(reason)). 로그인을 거부했습니다.",
        en: "This is no proper ID token signed by Kakao (\(reason)). The login was refused.")
    }
  }
}
