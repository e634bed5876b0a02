extension KakaoErrorTable {
  /// The codes that Kakao's pages for adding a channel and for chatting show; they come with no HTTP status.
  static let channelPages: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "KAE001", [], .retryable, ("카카오 내부 오류입니다.", "An internal error of Kakao."),
      cause: ("카카오의 일시적인 장애입니다.", "A passing fault at Kakao."),
      fix: ("잠시 뒤에 다시 시도하십시오.", "Try again in a moment.")),
    KakaoErrorEntry(
      "KAE003", [], .caller, ("파라미터가 잘못되었습니다.", "A parameter is wrong."),
      cause: ("채널 페이지의 주소가 형식에 맞지 않습니다.", "The address of the channel page is malformed."),
      fix: ("나루가 만든 채널 주소를 쓰십시오.", "Use the channel address that Naru makes.")),
    KakaoErrorEntry(
      "KAE004", [], .caller, ("만료된 요청입니다.", "The request has expired."),
      cause: ("페이지를 연 지 오래되었습니다.", "The page was opened too long ago."),
      fix: ("처음부터 다시 여십시오.", "Open it anew.")),
    KakaoErrorEntry(
      "KAE005", [], .configuration, ("유효하지 않은 채널입니다.", "The channel is not valid."),
      cause: ("채널 프로필 ID가 틀렸습니다.", "The channel public id is wrong."),
      at: ConsolePlace.partnerCentre, fix: ("설정의 채널 ID를 확인하십시오.", "Check the channel id in the configuration.")),
    KakaoErrorEntry(
      "KAE006", [], .configuration, ("추가할 수 없는 채널입니다.", "The channel can not be added."),
      cause: ("채널이 비공개이거나 제재된 상태입니다.", "The channel is not public, or restricted."),
      at: ConsolePlace.partnerCentre, fix: ("채널의 공개 상태를 확인하십시오.", "Check that the channel is public.")),
    KakaoErrorEntry(
      "KAE007", [], .user, ("지원하지 않는 환경입니다.", "The environment is not supported."),
      cause: ("브라우저나 카카오톡이 지원되지 않습니다.", "The browser or KakaoTalk is not supported."),
      fix: ("다른 브라우저나 최신 카카오톡에서 열도록 안내하십시오.", "Ask the user for another browser or a current KakaoTalk.")),
    KakaoErrorEntry(
      "KAE104", [], .configuration, ("앱 키가 잘못되었습니다.", "The app key is wrong."),
      cause: ("페이지 주소의 앱 키가 틀렸습니다.", "The app key in the page's address is wrong."),
      at: ConsolePlace.keys, fix: ("콘솔의 키를 다시 복사해 설정하십시오.", "Copy the key from the console again.")),
    KakaoErrorEntry(
      "KAE105", [], .configuration, ("채널이 앱에 연결되어 있지 않습니다.", "The channel is not connected to the app."),
      cause: ("앱에 이 채널을 연결하지 않았습니다.", "The app has no such channel."),
      at: ConsolePlace.channel, fix: ("앱에 채널을 연결하십시오.", "Connect the channel to the app.")),
    KakaoErrorEntry(
      "KAE108", [], .configuration, ("앱 또는 개발자 계정이 제재되었습니다.", "The app or the developer account is suspended."),
      cause: ("운영정책 위반 등으로 이용이 정지되었습니다.", "Use was suspended, for instance for breaking a policy."),
      at: ConsolePlace.app, fix: ("콘솔의 안내를 확인하고 카카오에 소명하십시오.", "Read the notice in the console and answer Kakao.")),
    KakaoErrorEntry(
      "KAE201", [], .authentication, ("토큰이 유효하지 않습니다.", "The token is not valid."),
      cause: ("로그인 상태를 나타내는 토큰이 만료되었습니다.", "The token that stands for the login has expired."),
      fix: ("다시 로그인한 뒤 시도하십시오.", "Log in again and retry.")),
  ]
}
