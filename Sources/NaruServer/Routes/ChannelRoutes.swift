import CommonValues
import Hummingbird
import KakaoAPI
import Naru

/// `/shops/{s}/channel/add` and `/channel/chat`.
struct ChannelRoutes: Sendable {
  let naru: Naru

  func add(to router: Router<ServerContext>) {
    router.read("/shops/:shop/channel/add") { try page(.add, $0, $1) }
    router.read("/shops/:shop/channel/chat") { try page(.chat, $0, $1) }
  }

  private func page(_ purpose: ChannelPage.Purpose, _ request: Request, _ context: ServerContext) throws -> Response {
    let shop = try naru.shop(in: context)
    let asked = request.uri.queryParameters["channel"].map(String.init)
    let channels = shop.kakao?.channels ?? []
    guard let channel = asked ?? channels.first, channels.contains(channel),
      let links = ChannelLinks(publicID: channel)
    else {
      throw Problem(
        "unknown-channel", .notFound,
        LocalizedText(ko: "이 쇼핑몰에 설정된 채널이 아닙니다.", en: "That channel is not configured for this shop."))
    }
    let page = ChannelPage(shopName: shop.name, links: links, purpose: purpose, wayBack: shop.homeAddress)
    return page.response(in: Language(acceptLanguage: request.headers[.acceptLanguage]))
  }
}
