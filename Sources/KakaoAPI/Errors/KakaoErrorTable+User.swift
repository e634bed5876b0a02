extension KakaoErrorTable {
  /// kapi's codes about the app's users.
  static let user: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "-101", [400], .user, ("앱과 연결되지 않은 사용자입니다.", "The user is not linked to the app."),
      cause: ("사용자가 연결을 끊었거나 아직 가입하지 않았습니다.", "The user has unlinked, or never signed up."),
      fix: ("연결 정보를 지우고, 다음 로그인에서 다시 연결하십시오.", "Drop the link; the next login makes a new one.")),
    KakaoErrorEntry(
      "-102", [400], .user, ("이미 앱과 연결된 사용자입니다.", "The user is linked already."),
      cause: ("이미 연결된 사용자에게 연결을 다시 요청했습니다.", "A user who is linked was to be linked again."),
      fix: ("조치할 것이 없습니다.", "Nothing to do.")),
    KakaoErrorEntry(
      "-103", [400], .user, ("존재하지 않거나 휴면 상태인 카카오계정입니다.", "The Kakao account does not exist or is dormant."),
      cause: ("카카오계정이 탈퇴 또는 휴면 상태입니다.", "The account was closed or is dormant."),
      fix: ("그 사용자를 대상에서 빼십시오.", "Leave that user out.")),
    KakaoErrorEntry(
      "-201", [400], .configuration, ("앱에 등록되지 않은 사용자 프로퍼티입니다.", "The user property is not registered for the app."),
      cause: ("콘솔에 정의하지 않은 프로퍼티 키를 썼습니다.", "A property key that the console does not define."),
      at: ConsolePlace.login, fix: ("콘솔에 그 키를 등록하십시오.", "Register the key in the console.")),
    KakaoErrorEntry(
      "-301", [], .configuration, confirmed: false, ("등록되지 않은 앱입니다.", "There is no such app."),
      cause: ("앱 키에 해당하는 앱이 없습니다.", "No app belongs to the key."),
      at: ConsolePlace.keys, fix: ("콘솔의 키를 다시 복사해 설정하십시오.", "Copy the key from the console again.")),
    KakaoErrorEntry(
      "-405", [], .user, confirmed: false, ("연령 확인이 필요합니다.", "Age verification is required."),
      cause: ("사용자가 연령 확인을 마치지 않았습니다.", "The user has not verified their age."),
      fix: (
        "사용자가 카카오에서 연령 확인을 마친 뒤 다시 로그인하게 하십시오.",
        "Have the user verify their age with Kakao and log in again."
      )),
    KakaoErrorEntry(
      "-406", [401, 403, 400], .user, confirmed: false,
      (
        "만 14세 미만 등 앱의 연령 기준보다 어린 사용자입니다.",
        "The user is under 14, or younger than the app allows."
      ),
      cause: ("앱의 연령 제한보다 어립니다. HTTP 상태는 자료마다 다릅니다.", "The app's age limit; sources differ on the HTTP status."),
      at: ConsolePlace.app, fix: ("앱의 연령 설정이 의도와 같은지 확인하십시오.", "Check that the app's age setting is as intended.")),
    KakaoErrorEntry(
      "-421", [], .user, confirmed: false, ("인증서 서명이 끝나지 않았습니다.", "Signing with the certificate was not completed."),
      cause: ("사용자가 서명을 마치지 않았습니다.", "The user did not finish."),
      fix: ("서명을 다시 요청하십시오.", "Ask for the signature again.")),
    KakaoErrorEntry(
      "-422", [], .user, confirmed: false, ("인증서 서명 시간이 지났습니다.", "Signing with the certificate timed out."),
      cause: ("정해진 시간 안에 서명하지 않았습니다.", "The user took too long."),
      fix: ("서명을 다시 요청하십시오.", "Ask for the signature again.")),
    KakaoErrorEntry(
      "-423", [], .user, confirmed: false, ("인증서 공개키가 만료되었습니다.", "The certificate's key has expired."),
      cause: ("사용자의 인증서 키가 만료되었습니다.", "The user's certificate key has expired."),
      fix: ("사용자가 인증서를 갱신해야 합니다.", "The user has to renew the certificate.")),
    KakaoErrorEntry(
      "-451", [], .user, confirmed: false, ("만 14세 미만을 허용하지 않는 앱입니다.", "The app does not allow users under 14."),
      cause: ("만 14세 미만 사용자가 로그인을 시도했습니다.", "A user under 14 tried to log in."),
      at: ConsolePlace.app, fix: ("앱의 연령 설정이 의도와 같은지 확인하십시오.", "Check that the app's age setting is as intended.")),
    KakaoErrorEntry(
      "-452", [], .user, confirmed: false, ("이미 연령 확인을 마쳤습니다.", "The age check was done already."),
      cause: ("연령 확인을 다시 요청했습니다.", "The check was asked for again."),
      fix: ("조치할 것이 없습니다.", "Nothing to do.")),
    KakaoErrorEntry(
      "-453", [], .user, confirmed: false, ("연령 확인 시도 횟수를 넘었습니다.", "Too many tries of the age check."),
      cause: ("여러 번 실패했습니다.", "It failed several times."),
      fix: ("시간이 지난 뒤 다시 하도록 안내하십시오.", "Ask the user to try again later.")),
    KakaoErrorEntry(
      "-480", [], .user, confirmed: false, ("연령 확인 결과가 일치하지 않습니다.", "The result of the age check does not match."),
      cause: ("확인한 정보와 계정의 정보가 다릅니다.", "What was verified differs from the account."),
      fix: ("사용자가 카카오계정 정보를 확인해야 합니다.", "The user has to check their Kakao account.")),
    KakaoErrorEntry(
      "-481", [], .user, confirmed: false, ("연령 확인의 CI가 일치하지 않습니다.", "The CI of the age check does not match."),
      cause: ("다른 사람의 명의로 확인했습니다.", "It was done in another person's name."),
      fix: ("본인 명의로 다시 확인해야 합니다.", "The user has to repeat it in their own name.")),
  ]
}
