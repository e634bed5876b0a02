import CommonValues
import HTTPTypes
import Hummingbird

/// What a person sees when a login could not be finished: what happened in plain words, a way back, and a number to tell the shop.
struct FailurePage: Sendable {
  var shopName: String
  var title: LocalizedText
  var text: LocalizedText
  /// Where the shop's own page is; nil when there is no trusted one.
  var wayBack: String?
  /// What the operator finds in the log.
  var reference: String
  var status: HTTPResponse.Status
  /// What begins the login after all: a link, since a form's redirect to Kakao would be against the page's own policy.
  var confirm: String?

  func response(in language: Language) -> Response {
    let back: HTML =
      wayBack.map { address in
        let label = LocalizedText(ko: "쇼핑몰로 돌아가기", en: "Back to the shop").text(in: language)
        // Where there is nothing else to do, going back is the main thing.
        let look: HTML = confirm == nil ? "button main" : "button"
        return "<a class=\"\(look)\" href=\"\(address)\">\(label)</a>"
      } ?? ""
    let button: HTML =
      confirm.map { address in
        let label = LocalizedText(ko: "카카오로 계속하기", en: "Go on with Kakao").text(in: language)
        return "<a class=\"button kakao\" href=\"\(address)\">\(label)</a>"
      } ?? ""
    let number = LocalizedText(ko: "문의하실 때 알려 주실 번호", en: "Reference number").text(in: language)
    let body: HTML = """
      \(confirm == nil ? PageStyle.notice : PageStyle.bubble)
      <p class="shop">\(shopName)</p>
      <h1>\(title.text(in: language))</h1>
      <p>\(text.text(in: language))</p>
      \(button)\(back)
      <p class="reference">\(number): <code>\(reference)</code></p>
      """
    return Page(title.text(in: language), language: language, body: body).response(status: status)
  }
}
