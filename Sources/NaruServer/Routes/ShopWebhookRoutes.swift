import CommonValues
import HTTPTransport
import HTTPTypes
import Hummingbird
import Naru
import ShopModel

/// `/shops/{s}/webhooks/shop`: what a shop's platform calls.
struct ShopWebhookRoutes: Sendable {
  let naru: Naru
  let inbox: NaruInbox
  /// Bytes of a body.
  private let limit = 1 << 20

  init(naru: Naru, inbox: NaruInbox) {
    self.naru = naru
    self.inbox = inbox
  }

  func add(to router: Router<ServerContext>) {
    router.post("/shops/:shop/webhooks/shop") { request, context in
      let shop = try naru.shop(in: context).id
      let webhook = WebhookRequest(
        query: request.uri.query ?? "", headers: request.headerList,
        body: try await request.bytes(upTo: limit, context), path: request.uri.path,
        remoteAddress: context.senderAddress)
      let answer = await inbox.receiveShop(webhook, of: shop)
      if let refusal = answer.refusal {
        var problem = Problem(refusal.name, HTTPResponse.Status(code: answer.status), refusal.detail)
        if answer.status == 503 { problem.headers = [(.retryAfter, "10")] }
        throw problem
      }
      return Response(status: HTTPResponse.Status(code: answer.status))
    }
  }
}

extension Request {
  /// Header fields in their order, their names in lower case.
  var headerList: HTTPHeaders {
    HTTPHeaders(headers.map { HTTPHeaders.Field($0.name.canonicalName, $0.value) })
  }
}
