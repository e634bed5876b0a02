internal import CommonValues

extension KakaoAPIClient {
  /// The most ids that Kakao gives in one page.
  public static let userIDsPerPage = 100

  /// A page of the app user ids that are linked to the app, asked with the admin key: `GET /v1/user/ids`.
  ///
  /// Kakao allows 100 of these calls a minute for an app (since 2025-04-01) and refuses more with HTTP 429 and -10;
  /// ``RateLimiter`` keeps to that by default. The addresses of further pages in Kakao's answer are not followed.
  ///
  /// - Parameters:
  ///   - after: an id to begin behind, such as ``UserIDPage/next``; nil begins at the start.
  ///   - limit: 2 to ``userIDsPerPage``; Kakao's pages begin with `after` itself, so that one of 1 would not advance.
  public func userIDs(
    after: Int64? = nil, limit: Int = KakaoAPIClient.userIDsPerPage, order: KakaoOrder = .ascending
  ) async throws(KakaoError) -> UserIDPage {
    guard (2...KakaoAPIClient.userIDsPerPage).contains(limit) else {
      throw .invalidRequest(
        LocalizedText(
          ko: "사용자 목록은 한 번에 2명부터 \(KakaoAPIClient.userIDsPerPage)명까지 물을 수 있습니다.",
          en: "A page of user ids has 2 to \(KakaoAPIClient.userIDsPerPage) of them."))
    }
    var query = [("limit", String(limit)), ("order", order.rawValue)]
    if let after { query.append(("from_id", String(after))) }
    return try await call(.userIDs, query: query, repeatable: true) { bytes in
      decodeJSON(UserIDsAnswer.self, from: bytes).map { UserIDPage($0, after: after, limit: limit, order: order) }
    }
  }

  /// All app user ids that are linked to the app, page by page; memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - after: an id to begin behind; nil begins at the start.
  ///   - limit: ids per request, 2 to ``userIDsPerPage``.
  public func allUserIDs(
    after: Int64? = nil, limit: Int = KakaoAPIClient.userIDsPerPage, order: KakaoOrder = .ascending
  ) -> UserIDPages {
    UserIDPages(client: self, start: after, limit: limit, order: order)
  }
}
