import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct FriendTests {
  private let token = Secret("marked-token")

  @Test("friends are read with what Kakao says of them, those without an address left out")
  func read() async throws {
    let transport = always(
      #"""
      {"elements":[{"id":1376016924429759228,"uuid":"u-1","favorite":true,"profile_nickname":"두리",
        "profile_thumbnail_image":"https://img.example.com/1.jpg","allowed_msg":false},
       {"uuid":"u-2","profile_thumbnail_image":""},{"id":3}],
       "total_count":3,"favorite_count":1,"before_url":null,"after_url":null,"result_id":"x"}
      """#)
    let page = try await client(transport).friends(token: token, offset: 0, limit: 10, order: .descending, by: .age)
    #expect(
      page
        == FriendPage(
          friends: [
            Friend(
              uuid: "u-1", userID: 1_376_016_924_429_759_228, isFavorite: true, nickname: "두리",
              thumbnailImageURL: "https://img.example.com/1.jpg", allowsMessages: false), Friend(uuid: "u-2"),
          ], total: 3, favorites: 1))
    #expect(
      transport.requests[0].url == "https://kapi.kakao.com/v1/api/talk/friends?offset=0&limit=10&order=desc"
        + "&friend_order=age&secure_resource=true")
    #expect(transport.requests[0].headers["Authorization"] == "Bearer marked-token")
    #expect(!"\(page.friends)".contains("두리"))
  }

  @Test("without friends the list may be missing")
  func none() async throws {
    let page = try await client(answering: ok(#"{"total_count":0,"after_url":null}"#)).friends(token: token)
    #expect(page == FriendPage(friends: [], total: 0))
    let error = await failure { () throws(KakaoError) in try await client(answering: ok("{}")).friends(token: token) }
    #expect(error?.reason == .unreadableAnswer)
  }

  @Test("all friends come once, page by page", arguments: [0, 1, 99, 100, 101, 250], [true, false])
  func all(count: Int, hasTotal: Bool) async throws {
    let transport = ScriptedTransport { request, _ throws(HTTPTransportError) in
      let offset = request.url.split(separator: "offset=").last?.split(separator: "&").first.flatMap { Int($0) } ?? 0
      let page = (0..<count).dropFirst(offset).prefix(100).map { "{\"uuid\":\"u\($0)\"}" }
      let after = offset + page.count < count ? #""https://x""# : "null"
      return ok(
        "{\"elements\":[\(page.joined(separator: ","))],\"after_url\":\(after)"
          + (hasTotal ? ",\"total_count\":\(count)}" : "}"))
    }
    let friends = try await client(transport).allFriends(token: token)
    #expect(friends.friends.map(\.uuid) == (0..<count).map { "u\($0)" } && friends.nextOffset == nil)
    #expect(transport.requests.count == max(1, (count + 99) / 100))
  }

  @Test("a total that is wrong does not keep the paging going, and a limit ends it")
  func bounded() async throws {
    let empty = always(#"{"elements":[],"total_count":999}"#)
    #expect(try await client(empty).allFriends(token: token).friends.isEmpty && empty.requests.count == 1)
    let endless = always(#"{"elements":[{"uuid":"a"}],"total_count":999999}"#)
    let some = try await client(endless).allFriends(token: token, most: 5)
    #expect(some.friends.map(\.uuid) == ["a"] && endless.requests.count == 5 && some.nextOffset == 5)
  }

  @Test("pages of 1 to 100 are asked for", arguments: [(0, 0), (0, 101), (-1, 10)])
  func limits(offset: Int, limit: Int) async {
    let transport = always("{}")
    let client = client(transport)
    let error = await failure { () throws(KakaoError) in
      try await client.friends(token: token, offset: offset, limit: limit)
    }
    #expect(error?.reason == .invalidRequest && transport.requests.isEmpty)
  }
}
