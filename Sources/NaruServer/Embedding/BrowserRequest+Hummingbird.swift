import HTTPTypes
public import Hummingbird
public import KakaoSync

extension BrowserRequest {
  /// What the flows look at of a Hummingbird request. A posted form's `return_to` goes before the query's; the form is read up to 16 KiB.
  ///
  /// - Parameter returnTo: where to come back to, when the request does not say.
  public init(_ request: Request, returnTo: String? = nil) async throws {
    try await self.init(request, returnTo: returnTo, in: nil)
  }

  /// - Parameter context: of a request of the sidecar, whose bodies have a deadline.
  init(_ request: Request, returnTo: String? = nil, in context: ServerContext?) async throws {
    let isPost = request.method == .post
    var target = request.uri.queryParameters["return_to"].map(String.init)
    if isPost, let posted = try await FormBody.read(request, context)["return_to"] { target = posted }
    self.init(request, returnTo: target ?? returnTo, isPost: isPost)
  }

  /// Of a request whose form, if any, somebody else has read.
  init(_ request: Request, returnTo: String?, isPost: Bool) {
    self.init(
      returnTo: returnTo, cookies: request.cookieText, userAgent: request.headers[.userAgent] ?? "",
      isPost: isPost, fetchSite: request.headers[.fetchSite], origin: request.headers[.origin],
      referer: request.headers[.referer])
  }
}

extension CallbackRequest {
  /// Kakao's answer in a Hummingbird request.
  public init(_ request: Request) {
    self.init(query: request.uri.query ?? "", cookies: request.cookieText)
  }
}
