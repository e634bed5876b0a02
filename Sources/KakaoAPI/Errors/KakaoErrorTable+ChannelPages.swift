extension KakaoErrorTable {
  /// The codes that Kakao's pages show, for adding a channel, for chatting and for choosing a shipping address; they come
  /// with no HTTP status.
  static let channelPages: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "KAE001", [], .retryable, ("카카오 내부 오류입니다.", "An internal error of Kakao."),
      cause: ("카카오의 일시적인 장애입니다.", "A passing fault at Kakao."),
      fix: ("잠시 뒤에 다시 시도하십시오.", "Try again in a moment.")),
    KakaoErrorEntry(
      "KAE002", [], .caller, ("잘못된 요청입니다.", "The request is wrong."),
      cause: ("페이지를 잘못된 방법으로 열었습니다.", "The page was opened in a wrong way."),
      fix: ("나루가 만든 주소를 그대로 쓰십시오.", "Use the address that Naru makes as it is.")),
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
      "KAE101", [], .configuration, ("이 기능을 쓸 수 없는 종류의 앱입니다.", "The app is of a kind that can not use this."),
      cause: ("비즈 앱이 아니거나 앱의 종류가 기능과 맞지 않습니다.", "The app is no biz app, or not of the kind that is needed."),
      at: ConsolePlace.app, fix: ("앱의 종류와 비즈 앱 전환 여부를 확인하십시오.", "Check the app's kind and whether it is a biz app.")),
    KakaoErrorEntry(
      "KAE102", [], .configuration, ("앱에 필요한 동의항목이 설정되어 있지 않습니다.", "The app lacks a consent item that is needed."),
      cause: ("기능에 필요한 동의항목을 앱에서 켜지 않았습니다.", "The consent item that it needs is not switched on for the app."),
      at: ConsolePlace.consent, fix: ("콘솔에서 그 동의항목을 켜십시오.", "Switch the consent item on in the console.")),
    KakaoErrorEntry(
      "KAE103", [], .configuration, ("이 기능을 쓸 권한이 없습니다.", "The app has no permission for this."),
      cause: ("권한 신청이 끝나지 않았습니다.", "A permission was not applied for, or not granted."),
      at: ConsolePlace.features,
      fix: ("권한을 신청하고 승인된 뒤 다시 시도하십시오.", "Apply for the permission and try again once it is granted.")),
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
    KakaoErrorEntry(
      "KAE202", [], .user, ("앱과 연결되지 않은 사용자입니다.", "The user is not linked to the app."),
      cause: ("사용자가 연결을 끊었거나 아직 가입하지 않았습니다.", "The user has unlinked, or never signed up."),
      fix: ("먼저 카카오로 로그인하게 하십시오.", "Have the user log in with Kakao first.")),
    KakaoErrorEntry(
      "KAE203", [], .consent, ("사용자가 필요한 동의항목에 동의하지 않았습니다.", "The user has not agreed to a consent item."),
      cause: ("기능에 필요한 동의항목이 동의 상태가 아닙니다.", "A consent item that it needs was not agreed to."),
      at: ConsolePlace.consent, fix: ("그 동의항목의 추가 동의를 받으십시오.", "Ask the user for that consent.")),
    KakaoErrorEntry(
      "KAE204", [], .consent, ("사용자가 필요한 약관에 동의하지 않았습니다.", "The user has not agreed to terms that are needed."),
      cause: ("카카오계정의 약관 동의가 필요합니다.", "Terms of the Kakao account have yet to be agreed to."),
      fix: ("카카오 화면에서 약관에 동의하게 하십시오.", "Have the user agree to the terms on Kakao's page.")),
    KakaoErrorEntry(
      "KAE205", [], .authentication, ("로그인이 필요합니다.", "A login is needed."),
      cause: ("카카오계정에 로그인되어 있지 않습니다.", "The browser is not logged in to the Kakao account."),
      fix: ("카카오계정으로 로그인한 뒤 다시 시도하십시오.", "Log in to the Kakao account and try again.")),
    KakaoErrorEntry(
      "KAE206", [], .user, ("등록되지 않은 배송지입니다.", "The shipping address does not exist."),
      cause: ("지웠거나 다른 사용자의 배송지 ID입니다.", "The address was deleted, or is another user's."),
      fix: ("배송지 목록을 다시 읽으십시오.", "Read the list of addresses again.")),
  ]
}
