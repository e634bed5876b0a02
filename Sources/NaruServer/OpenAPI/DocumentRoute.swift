import HTTPTypes
import Hummingbird
import Naru

/// `/openapi.json`, for whoever may ask for the metrics: the document tells whoever looks for a way in what there is.
struct DocumentRoute: Sendable {
  private let bytes: ByteBuffer
  private let token: BearerTokens?

  init(naru: Naru) {
    bytes = ByteBuffer(bytes: APIDocument.bytes(publicURL: naru.configuration.publicURL?.origin))
    token = naru.configuration.metricsToken
  }

  func add(to router: Router<ServerContext>) {
    router.read("/openapi.json") { request, context in
      try MetricsAccess(request, context, token: token).require()
      var headers = HTTPFields()
      headers[.contentType] = "application/json"
      return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
    }
  }
}
