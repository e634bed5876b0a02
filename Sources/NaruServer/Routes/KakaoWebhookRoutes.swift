import HTTPTypes
import Hummingbird
import Naru
import ShopModel

/// `/shops/{s}/webhooks/kakao/…`: what Kakao calls.
struct KakaoWebhookRoutes: Sendable {
  let naru: Naru
  let inbox: NaruInbox
  /// Bytes of a body that is read; Kakao's are far smaller, and what is longer than `KakaoAPI` reads is refused there.
  private let limit = 1 << 20

  init(naru: Naru, inbox: NaruInbox) {
    self.naru = naru
    self.inbox = inbox
  }

  func add(to router: Router<ServerContext>) {
    router.get("/shops/:shop/webhooks/kakao/unlink") { request, context in
      try await answer(request, context) { await inbox.receiveUnlink($0, of: $1) }
    }
    router.post("/shops/:shop/webhooks/kakao/unlink") { request, context in
      try await answer(request, context) { await inbox.receiveUnlink($0, of: $1) }
    }
    router.post("/shops/:shop/webhooks/kakao/channel") { request, context in
      try await answer(request, context) { await inbox.receiveChannel($0, of: $1) }
    }
    router.post("/shops/:shop/webhooks/kakao/account") { request, context in
      try await answer(request, context) { await inbox.receiveAccount($0, of: $1) }
    }
  }

  private func answer(
    _ request: Request, _ context: ServerContext, _ receive: (WebhookRequest, ShopID) async -> WebhookAnswer
  ) async throws -> Response {
    let shop = try naru.shop(in: context).id
    let webhook = WebhookRequest(
      query: request.uri.query ?? "", headers: request.headerList,
      body: try await request.bytes(upTo: limit, context), isGet: request.method == .get)
    let answer = await receive(webhook, shop)
    var headers = HTTPFields()
    if let type = answer.contentType { headers[.contentType] = type }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: .init(byteBuffer: .init(bytes: answer.body)))
  }
}
