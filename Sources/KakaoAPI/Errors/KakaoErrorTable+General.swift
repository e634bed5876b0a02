extension KakaoErrorTable {
  /// kapi's codes that any endpoint may answer.
  static let general: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "-1", [400], .retryable, ("카카오 내부에서 일시적인 오류가 났습니다.", "A temporary error inside Kakao."),
      cause: ("카카오 서버의 일시적인 장애입니다.", "A passing fault of Kakao's servers."),
      fix: ("잠시 뒤에 다시 시도하십시오. 계속되면 카카오 데브톡에 문의하십시오.", "Try again in a moment; if it stays, ask on Kakao DevTalk.")),
    KakaoErrorEntry(
      "-2", [400], .caller, ("필수 파라미터가 없거나 값이 잘못되었습니다.", "A parameter is missing or wrong."),
      cause: (
        "파라미터의 이름, 형식, 값이 명세와 다릅니다. 고객 파일 API에 JSON이 아닌 폼 본문을 보내도 이 오류가 납니다.",
        "The name, type or value of a parameter differs from the specification; also a form body sent to the customer-file API."
      ),
      fix: (
        "채널 ID와 설정 값을 확인하고 naru check를 실행하십시오.", "Check the channel id and the configured values, and run naru check."
      )),
    KakaoErrorEntry(
      "-3", [403], .configuration,
      ("앱에서 이 기능이 켜져 있지 않습니다.", "The feature is not switched on for the app."),
      cause: (
        "카카오 로그인, 동의항목 또는 어드민 키의 허용 API가 설정되어 있지 않습니다.",
        "Kakao Login, a consent item, or the API category of the admin key is off."
      ),
      at: ConsolePlace.keys,
      fix: (
        "필요한 기능을 켜고, 사용하는 어드민 키에 카카오톡 채널 고객 파일 API와 조회 API를 허용하십시오.",
        "Switch the feature on, and allow the admin key the KakaoTalk Channel customer-file and lookup APIs."
      )),
    KakaoErrorEntry(
      "-4", [403], .user, ("계정이 제재되었거나 이 동작이 허용되지 않은 계정입니다.", "The account is blocked or may not do this."),
      cause: ("카카오가 해당 계정의 이용을 제한했습니다.", "Kakao has restricted the account."),
      fix: (
        "그 계정은 건너뛰고, 필요하면 당사자가 카카오 고객센터에 문의하도록 안내하십시오.",
        "Leave that account out; its owner can ask Kakao's customer service."
      )),
    KakaoErrorEntry(
      "-5", [403], .configuration, ("이 API를 쓸 권한이 없습니다.", "The app has no permission for this API."),
      cause: ("비즈 앱 전환이나 권한 신청이 끝나지 않았습니다.", "The app is no biz app, or a permission was not granted."),
      at: ConsolePlace.features,
      fix: ("권한을 신청하고 승인된 뒤 다시 시도하십시오.", "Apply for the permission and try again once it is granted.")),
    KakaoErrorEntry(
      "-6", [403], .configuration, ("허용되지 않은 요청입니다.", "The caller is not allowed to do this."),
      cause: ("앱이나 호출 주체에게 허용되지 않은 동작입니다.", "The action is not allowed for this app or caller."),
      at: ConsolePlace.app, fix: ("앱 설정과 사용하는 키가 맞는지 확인하십시오.", "Check the app's settings and which key is used.")),
    KakaoErrorEntry(
      "-7", [400], .retryable, ("서비스 점검 중이거나 내부 문제가 있습니다.", "Service check, or an internal problem."),
      cause: ("카카오의 점검 시간입니다.", "Kakao is under maintenance."),
      fix: ("점검이 끝난 뒤 다시 시도하십시오.", "Try again after the maintenance.")),
    KakaoErrorEntry(
      "-8", [400], .caller, ("요청 헤더가 잘못되었습니다.", "A request header is wrong."),
      cause: ("Authorization 또는 Content-Type 헤더가 형식에 맞지 않습니다.", "Authorization or Content-Type is malformed."),
      fix: ("키에 빈칸이나 줄바꿈이 섞이지 않았는지 확인하십시오.", "Check that the key has no blank or line break in it.")),
    KakaoErrorEntry(
      "-9", [400], .caller, ("종료된 API입니다.", "The API has ended."),
      cause: ("카카오가 이 API의 제공을 끝냈습니다.", "Kakao no longer offers this API."),
      fix: ("나루를 새 버전으로 올리십시오.", "Update Naru.")),
    KakaoErrorEntry(
      "-10", [400, 429], .quota, ("쿼터를 모두 썼습니다.", "A quota is used up."),
      cause: (
        "앱 전체의 월 3,000,000회 등 호출 한도를 넘었습니다. HTTP 상태는 보통 400이고 /v1/user/ids에서는 429입니다.",
        "More calls than allowed, such as 3,000,000 a month for the app. HTTP 400, on /v1/user/ids 429."
      ),
      at: ConsolePlace.quota,
      fix: (
        "실행을 멈추고 한도가 다시 채워진 뒤 이어서 하십시오. 보낸 것은 기록되어 있어 이어집니다.",
        "Stop, and go on when the quota is renewed; what was sent is recorded."
      )),
    KakaoErrorEntry(
      "-11", [400], .quota, ("유료 API의 사용 한도를 넘었습니다.", "The cap of a paid API is exceeded."),
      cause: ("유료 API에 정한 일간 또는 월간 한도에 닿았습니다.", "The daily or monthly cap of a paid API is reached."),
      at: ConsolePlace.quota, fix: ("한도를 늘리거나 다음 기간까지 기다리십시오.", "Raise the cap or wait for the next period.")),
    KakaoErrorEntry(
      "-12", [403], .configuration, ("앱 또는 개발자 계정이 제재되었습니다.", "The app or the developer account is suspended."),
      cause: ("운영정책 위반 등으로 이용이 정지되었습니다.", "Use was suspended, for instance for breaking a policy."),
      at: ConsolePlace.app, fix: ("콘솔의 안내를 확인하고 카카오에 소명하십시오.", "Read the notice in the console and answer Kakao.")),
    KakaoErrorEntry(
      "-401", [401], .authentication, ("키 또는 토큰이 유효하지 않습니다.", "The key or token is not valid."),
      cause: (
        "키의 종류가 다르거나 잘못 적었거나, 토큰이 만료되었거나, 호출 허용 IP가 아니거나, 앱 설정과 맞지 않습니다.",
        "A wrong kind of key, a typing error, an expired token, an address outside the allow list, or settings that do not match."
      ),
      at: ConsolePlace.keys,
      fix: (
        "설정한 어드민 키가 이 앱의 것인지, 허용 IP에 이 서버가 있는지 확인하십시오. 사용자 토큰이면 갱신하십시오.",
        "Check that the admin key is this app's and that this server is on the IP allow list; refresh a user's token."
      )),
    KakaoErrorEntry(
      "-402", [403], .consent, ("사용자가 필요한 동의항목에 동의하지 않았습니다.", "The user has not agreed to a consent item."),
      cause: (
        "응답의 required_scopes에 있는 동의항목에 동의를 받지 않았습니다.",
        "The consent items in required_scopes of the answer were not agreed to."
      ),
      at: ConsolePlace.consent,
      fix: (
        "동의항목을 켜고 그 사용자에게 추가 동의를 받으십시오. 채널 관계에는 plusfriends 항목이 필요합니다.",
        "Switch the consent item on and ask the user for it; channel relations need plusfriends."
      )),
    KakaoErrorEntry(
      "-602", [400], .caller, ("이미지가 너무 큽니다.", "The image is too big."),
      cause: ("허용 크기를 넘는 이미지를 올렸습니다.", "An image over the size limit was uploaded."),
      fix: ("이미지를 줄여 다시 올리십시오.", "Make the image smaller and upload it again.")),
    KakaoErrorEntry(
      "-603", [400], .retryable, ("카카오 내부 처리 시간이 초과되었습니다.", "A time-out inside Kakao."),
      cause: (
        "카카오 서버가 제때 처리하지 못했습니다. 처리되었을 수도 있습니다.",
        "Kakao's servers were too slow; the request may have been carried out."
      ),
      fix: ("잠시 뒤에 다시 시도하십시오.", "Try again in a moment.")),
    KakaoErrorEntry(
      "-606", [400], .caller, ("이미지가 너무 많습니다.", "There are too many images."),
      cause: ("한 번에 올릴 수 있는 수를 넘었습니다.", "More images than one request may carry."),
      fix: ("나누어 올리십시오.", "Upload them in several requests.")),
    KakaoErrorEntry(
      "-903", [400], .configuration, ("등록되지 않은 개발자의 앱 키입니다.", "The developer's key is not registered."),
      cause: ("앱 키가 등록되어 있지 않습니다.", "The app key is not registered."),
      at: ConsolePlace.keys, fix: ("콘솔의 키를 다시 복사해 설정하십시오.", "Copy the key from the console again.")),
    KakaoErrorEntry(
      "-911", [400], .caller, ("지원하지 않는 이미지 형식입니다.", "The image format is not supported."),
      cause: ("허용되지 않은 형식의 이미지를 올렸습니다.", "An image of another format was uploaded."),
      fix: ("JPG 또는 PNG 등 허용된 형식으로 바꾸십시오.", "Convert it to an allowed format.")),
    KakaoErrorEntry(
      "-9798", [503], .retryable, ("서비스 점검 중입니다.", "Kakao is under maintenance."),
      cause: ("카카오가 점검하고 있습니다.", "Kakao's maintenance window."),
      fix: ("점검이 끝난 뒤 다시 시도하십시오.", "Try again after the maintenance.")),
  ]
}
