import CommonValues
import Hummingbird
import KakaoAPI

/// The bridge to a KakaoTalk channel: one button that opens the channel's own page, and a word for people without KakaoTalk.
struct ChannelPage: Sendable {
  /// What the button leads to.
  enum Purpose: Sendable {
    case add, chat
  }

  var shopName: String
  var links: ChannelLinks
  var purpose: Purpose
  /// Where the shop's own page is.
  var wayBack: String?

  /// Kakao's own page for the channel.
  var address: String { purpose == .add ? links.add : links.chat }

  func response(in language: Language) -> Response {
    let title = title.text(in: language)
    let back: HTML =
      wayBack.map { address in
        let label = LocalizedText(ko: "쇼핑몰로 돌아가기", en: "Back to the shop").text(in: language)
        return "<a class=\"button\" href=\"\(address)\">\(label)</a>"
      } ?? ""
    let body: HTML = """
      \(PageStyle.bubble)
      <p class="shop">\(shopName)</p>
      <h1>\(title)</h1>
      <p>\(text.text(in: language))</p>
      <a class="button kakao" rel="noopener" href="\(address)">\(label.text(in: language))</a>
      \(back)
      <p class="note">\(ChannelPage.withoutKakaoTalk.text(in: language))</p>
      """
    return Page(title, language: language, body: body).response()
  }

  private var title: LocalizedText {
    switch purpose {
    case .add: LocalizedText(ko: "카카오톡 채널을 추가해 주세요", en: "Add our KakaoTalk channel")
    case .chat: LocalizedText(ko: "카카오톡으로 문의하세요", en: "Ask us on KakaoTalk")
    }
  }

  private var text: LocalizedText {
    switch purpose {
    case .add:
      LocalizedText(
        ko: "채널을 추가하시면 쇼핑몰 소식을 카카오톡으로 받으실 수 있습니다.", en: "Friends of the channel get the shop's news in KakaoTalk.")
    case .chat:
      LocalizedText(ko: "버튼을 누르시면 카카오톡 채팅방이 열립니다.", en: "The button opens a chat in KakaoTalk.")
    }
  }

  private var label: LocalizedText {
    switch purpose {
    case .add: LocalizedText(ko: "채널 추가하기", en: "Add the channel")
    case .chat: LocalizedText(ko: "채팅 시작하기", en: "Start the chat")
    }
  }

  private static let withoutKakaoTalk = LocalizedText(
    ko: "카카오톡이 없으신가요? 휴대전화의 앱 스토어에서 카카오톡을 설치하고 로그인하신 뒤 이 페이지를 다시 열어 주세요. PC에서는 버튼을 누르면 나오는 안내를 따라 휴대전화로 이어 가실 수 있습니다.",
    en:
      "No KakaoTalk yet? Install it from your phone's app store, sign in, and open this page again. On a computer, the page behind the button tells how to go on with your phone."
  )
}
