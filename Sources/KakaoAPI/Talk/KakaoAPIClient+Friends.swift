public import CommonValues

extension KakaoAPIClient {
  /// The most friends per page.
  public static let friendsPerPage = 100

  /// A page of a user's KakaoTalk friends: `GET /v1/api/talk/friends`; needs the scope `friends`.
  ///
  /// - Parameters:
  ///   - offset: how many to pass over.
  ///   - limit: 1 to ``friendsPerPage``.
  ///   - order: the direction; nil leaves it to Kakao.
  ///   - friendOrder: what is ordered by; nil leaves it to Kakao.
  public func friends(
    token: Secret<String>, offset: Int = 0, limit: Int = KakaoAPIClient.friendsPerPage, order: KakaoOrder? = nil,
    by friendOrder: FriendOrder? = nil
  ) async throws(KakaoError) -> FriendPage {
    guard (1...KakaoAPIClient.friendsPerPage).contains(limit), offset >= 0, offset < 1 << 31 else {
      throw .invalidRequest(
        LocalizedText(
          ko: "친구는 한 번에 1명부터 \(KakaoAPIClient.friendsPerPage)명까지 물을 수 있습니다.",
          en: "A page of friends has 1 to \(KakaoAPIClient.friendsPerPage) of them."))
    }
    var query = [("offset", String(offset)), ("limit", String(limit))]
    if let order { query.append(("order", order.rawValue)) }
    if let friendOrder { query.append(("friend_order", friendOrder.rawValue)) }
    query.append(("secure_resource", "true"))
    return try await call(.friends, query: query, as: .accessToken(token), repeatable: true) { bytes in
      decodeJSON(FriendsAnswer.self, from: bytes).map { FriendPage($0, offset: offset) }
    }
  }

  /// All of a user's friends, in as many requests as it takes; each once, by ``Friend/uuid``.
  ///
  /// - Parameter most: the number of friends after which no further page is asked for.
  public func allFriends(
    token: Secret<String>, order: KakaoOrder? = nil, by friendOrder: FriendOrder? = nil, most: Int = 10_000
  ) async throws(KakaoError) -> FriendPage {
    var friends: [Friend] = []
    var seen: Set<String> = []
    var offset: Int? = 0
    var total: Int?
    var favorites: Int?
    while let start = offset, start < most {
      let page = try await self.friends(token: token, offset: start, order: order, by: friendOrder)
      friends += page.friends.filter { seen.insert($0.uuid).inserted }
      total = total ?? page.total
      favorites = favorites ?? page.favorites
      offset = page.nextOffset
    }
    return FriendPage(friends: friends, total: total, favorites: favorites, nextOffset: offset)
  }
}
