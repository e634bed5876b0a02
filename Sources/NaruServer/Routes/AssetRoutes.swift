import CommonValues
import HTTPTypes
import Hummingbird
import Naru

/// What a shop puts on its own pages: `/shops/{s}/login-button.svg`, `/shops/{s}/naru.js`.
struct AssetRoutes: Sendable {
  let naru: Naru

  func add(to router: Router<ServerContext>) {
    router.read("/shops/:shop/login-button.svg") { request, context in
      _ = try naru.shop(in: context)
      let query = request.uri.queryParameters
      let label = query["label"].flatMap { LoginButton.Label(rawValue: String($0)) } ?? .start
      let language = query["lang"].flatMap { Language(rawValue: String($0)) } ?? .korean
      let width = query["width"].flatMap { Int($0) } ?? 300
      return asset(LoginButton.svg(label, language: language, width: width), type: "image/svg+xml")
    }
    router.read("/shops/:shop/naru.js") { _, context in
      let shop = try naru.shop(in: context)
      guard let base = naru.configuration.publicURL else { throw Problem.notFound }
      return asset(
        ShopScript.text(base: base.origin, shop: shop.id.description),
        type: "text/javascript; charset=utf-8")
    }
  }

  private func asset(_ text: String, type: String) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = type
    headers[.cacheControl] = "public, max-age=3600"
    headers[.xContentTypeOptions] = "nosniff"
    headers[.accessControlAllowOrigin] = "*"
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(string: text)))
  }
}
