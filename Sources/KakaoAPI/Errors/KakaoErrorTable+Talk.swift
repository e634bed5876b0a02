extension KakaoErrorTable {
  /// kapi's codes about KakaoTalk, friends and messages.
  static let talk: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "-501", [400], .user, ("카카오톡 사용자가 아닙니다.", "Not a KakaoTalk user."),
      cause: ("카카오계정은 있지만 카카오톡을 쓰지 않습니다.", "The person has a Kakao account but no KakaoTalk."),
      fix: ("그 사용자를 대상에서 빼십시오.", "Leave that user out.")),
    KakaoErrorEntry(
      "-502", [400], .user, ("받는 사람이 카카오톡 친구가 아닙니다.", "The recipient is not a KakaoTalk friend."),
      cause: ("친구가 아니거나 친구 목록의 캐시가 오래되었습니다.", "No friend, no longer one, or an old friend list."),
      fix: ("친구 목록을 다시 불러온 뒤 시도하십시오.", "Load the friend list again and retry.")),
    KakaoErrorEntry(
      "-504", [400], .user, confirmed: false, ("받는 사람의 기기가 지원되지 않습니다.", "The recipient's device is not supported."),
      cause: (
        "지원하지 않는 카카오톡 버전이나 기기입니다. SDK의 코드 목록에만 있습니다.",
        "An unsupported device or version; only the SDK's list has this code."
      ),
      fix: ("그 사용자를 대상에서 빼십시오.", "Leave that user out.")),
    KakaoErrorEntry(
      "-530", [400], .user, ("받는 사람이 메시지 수신을 거부했습니다.", "The recipient refuses messages."),
      cause: ("수신을 거부했거나 프로필 공개를 껐습니다.", "Messages are refused or profile visibility is off."),
      fix: ("그 사용자에게는 보내지 마십시오.", "Do not send to that user.")),
    KakaoErrorEntry(
      "-531", [400], .user, confirmed: false, ("한 달 동안 보낼 수 있는 메시지 수를 넘었습니다.", "The monthly message limit is reached."),
      cause: ("월간 한도입니다. SDK의 코드 목록에만 있습니다.", "A monthly limit; only the SDK's list has this code."),
      fix: ("다음 달에 다시 보내십시오.", "Send again next month.")),
    KakaoErrorEntry(
      "-532", [400], .user, ("보내는 사람의 하루 한도를 넘었습니다.", "The sender's daily limit is reached."),
      cause: ("한 사람이 하루에 100건까지 보낼 수 있습니다.", "One sender may send 100 messages a day."),
      fix: ("다음 날 다시 보내십시오. 이 한도는 늘릴 수 없습니다.", "Send again tomorrow; this limit can not be raised.")),
    KakaoErrorEntry(
      "-533", [400], .user, ("받는 사람의 하루 한도를 넘었습니다.", "The recipient's daily limit is reached."),
      cause: ("한 사람이 하루에 100건까지 받을 수 있습니다.", "One recipient may get 100 messages a day."),
      fix: ("다음 날 다시 보내십시오.", "Send again tomorrow.")),
    KakaoErrorEntry(
      "-534", [400], .user, confirmed: false, ("메시지 한도와 관련된 오류입니다.", "An error about a message limit."),
      cause: ("카카오가 뜻을 공개하지 않았습니다.", "Kakao has not published its meaning."),
      fix: ("시간이 지난 뒤 다시 보내십시오.", "Send again later.")),
    KakaoErrorEntry(
      "-535", [400], .user, confirmed: false, ("메시지 한도와 관련된 오류입니다.", "An error about a message limit."),
      cause: ("카카오가 뜻을 공개하지 않았습니다.", "Kakao has not published its meaning."),
      fix: ("시간이 지난 뒤 다시 보내십시오.", "Send again later.")),
    KakaoErrorEntry(
      "-536", [400], .user, ("두 사람 사이의 하루 한도를 넘었습니다.", "The daily limit between these two people is reached."),
      cause: ("같은 사람에게 하루에 20건까지 보낼 수 있습니다.", "20 messages a day from one person to another."),
      fix: ("다음 날 다시 보내십시오.", "Send again tomorrow.")),
    KakaoErrorEntry(
      "-541", [400], .configuration, ("존재하지 않는 카카오톡 채널입니다.", "The KakaoTalk Channel does not exist."),
      cause: ("채널 프로필 ID가 틀렸거나 채널이 삭제되었습니다.", "The channel public id is wrong, or the channel was deleted."),
      at: ConsolePlace.channel,
      fix: (
        "설정에 밑줄(_)로 시작하는 프로필 ID를 적었는지 확인하십시오. @로 시작하는 검색용 아이디가 아닙니다.",
        "Check that the configuration has the public id with _ in front, not the searchable id with @."
      )),
    KakaoErrorEntry(
      "-544", [400], .configuration, ("카카오가 차단한 채널입니다.", "The channel is blocked by Kakao."),
      cause: ("운영정책 위반 등으로 채널 이용이 제한되었습니다.", "Use of the channel was restricted, for instance for breaking a policy."),
      at: ConsolePlace.partnerCentre,
      fix: (
        "파트너센터의 안내를 확인하고 제재를 풀어야 합니다.",
        "Read the notice in the partner centre and have the restriction lifted."
      )),
  ]

  /// kapi's codes about customer files.
  static let customerFiles: [KakaoErrorEntry] = [
    KakaoErrorEntry(
      "-815", [400], .retryable, ("고객 파일을 처리하던 중 카카오 내부 오류가 났습니다.", "An internal error in Kakao's customer files."),
      cause: ("카카오의 일시적인 장애입니다. 처리되었을 수도 있습니다.", "A passing fault at Kakao; the request may have been carried out."),
      fix: ("잠시 뒤에 다시 시도하십시오.", "Try again in a moment.")),
    KakaoErrorEntry(
      "-816", [400], .caller, ("고객 파일 ID가 없거나 잘못되었습니다.", "The customer file's id is unknown or wrong."),
      cause: ("파트너센터에서 파일을 지웠거나 다른 채널의 파일입니다.", "The file was deleted in the partner centre, or is another channel's."),
      at: ConsolePlace.files,
      fix: (
        "파일이 파트너센터에 남아 있는지, 설정의 채널이 맞는지 확인하십시오.",
        "Check that the file still exists in the partner centre and that the configured channel is the right one."
      )),
    KakaoErrorEntry(
      "-817", [400], .caller, ("고객 파일 이름이 이미 있거나 쓸 수 없는 이름입니다.", "The customer file's name is taken or not allowed."),
      cause: ("같은 채널에 같은 이름의 파일이 있습니다.", "The channel has a file of that name."),
      at: ConsolePlace.files,
      fix: ("다른 이름을 설정하거나 이미 있는 파일을 쓰십시오.", "Configure another name, or use the file that exists.")),
    KakaoErrorEntry(
      "-818", [400], .configuration, ("고객 파일이 30개를 넘었습니다.", "There are more than 30 customer files."),
      cause: ("직접 올린 파일을 포함해 채널마다 30개까지입니다.", "A channel has at most 30, uploads by hand included."),
      at: ConsolePlace.files,
      fix: (
        "쓰지 않는 파일을 파트너센터에서 지우십시오. 파일을 지우는 API는 없습니다.",
        "Delete unused files in the partner centre; there is no API for that."
      )),
    KakaoErrorEntry(
      "-819", [400], .configuration, ("채널과 앱이 연결되어 있지 않습니다.", "The channel and the app are not connected."),
      cause: (
        "이 앱에 채널을 연결하지 않았거나 사업자 정보가 다릅니다.",
        "The channel is not connected to this app, or their business registrations differ."
      ),
      at: ConsolePlace.channel,
      fix: (
        "앱에 채널을 연결하고, 앱 소유자가 고객 파일 업로드 정책에 동의했는지 확인하십시오.",
        "Connect the channel, and see that the app's owner has accepted the customer-file upload policy."
      )),
  ]
}
