import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct ManyUsersTests {
  @Test(
    "several users come as a bare array or in `elements`",
    arguments: [
      #"[{"id":9223372036854775807,"kakao_account":{"gender":"male"}},{"id":"2"},{"x":1},null]"#,
      #"{"elements":[{"id":9223372036854775807,"kakao_account":{"gender":"male"}},{"id":"2"},{"x":1},null]}"#,
    ])
  func shapes(json: String) async throws {
    let transport = always(json)
    let users = try await client(transport).users([.max, 2, .max], properties: [.gender])
    #expect(users.map(\.id) == [.max, 2])
    #expect(users[0].account?.gender == .male)
    #expect(
      transport.requests.map(\.url) == [
        "https://kapi.kakao.com/v2/app/users?target_id_type=user_id"
          + "&target_ids=%5B9223372036854775807%2C2%5D&property_keys=%5B%22kakao_account.gender%22%5D"
      ])
    #expect(transport.requests[0].headers["Authorization"] == "KakaoAK marked-key")
  }

  @Test("users who were not asked for are left out, and no users need no call")
  func strangers() async throws {
    #expect(try await client(answering: ok(#"[{"id":1},{"id":3}]"#)).users([3]).map(\.id) == [3])
    let transport = always("[]")
    let none = try await client(transport).users([])
    #expect(none.isEmpty && transport.requests.isEmpty)
  }

  @Test(
    "a call asks for 100 users, or for 20 with properties",
    arguments: [(100, false, [100]), (101, false, [100, 1]), (20, true, [20]), (41, true, [20, 20, 1])])
  func chunks(count: Int, withProperties: Bool, sizes: [Int]) async throws {
    let transport = always("[]")
    _ = try await client(transport).users(
      (1...count).map { Int64($0) }, properties: withProperties ? [.account] : [])
    #expect(transport.requests.map { $0.url.split(separator: "%2C").count } == sizes)
  }

  @Test("something else than a list is no answer", arguments: ["{}", #"{"elements":5}"#, "5", #""""#, "null"])
  func noList(json: String) async {
    let client = client(answering: ok(json))
    let error = await failure { () throws(KakaoError) in try await client.users([1]) }
    #expect(error?.reason == .unreadableAnswer)
  }
}

/// Kakao's list of users: `from_id` inclusive, at most `limit`, and addresses that nobody may follow.
private func userList(_ ids: [Int64]) -> ScriptedTransport {
  ScriptedTransport { request, _ throws(HTTPTransportError) in
    func value(_ name: String) -> String? {
      request.url.split(separator: "?").last?.split(separator: "&").map { $0.split(separator: "=") }
        .first { $0[0] == name }.map { String($0[1]) }
    }
    let limit = value("limit").flatMap { Int($0) } ?? 100
    let isAscending = value("order") != "desc"
    let all = ids.sorted(by: isAscending ? { $0 < $1 } : { $0 > $1 })
    let from = value("from_id").flatMap { Int64($0) }
    let rest = all.filter { id in from.map { isAscending ? id >= $0 : id <= $0 } ?? true }
    let page = rest.prefix(limit)
    func url(_ there: Bool) -> String { there ? #""http://kapi.kakao.com/v1/user/ids?app_key=marked""# : "null" }
    return ok(
      "{\"elements\":\(Array(page)),\"before_url\":\(url(from != nil)),\"after_url\":\(url(page.count < rest.count)),"
        + "\"total_count\":\(all.count)}")
  }
}

@Suite struct UserIDTests {
  @Test(
    "all ids come once each, in order, whatever the size of a page",
    arguments: [0, 1, 2, 5, 99, 100, 101, 250], [2, 3, 100])
  func all(count: Int, limit: Int) async throws {
    let base = Int64.max - 1000
    let ids = (0..<count).map { base + Int64($0) * 3 }
    for order in [KakaoOrder.ascending, .descending] {
      var found: [Int64] = []
      for try await page in client(userList(ids)).allUserIDs(limit: limit, order: order) {
        #expect(!page.isEmpty && page.count <= limit)
        found += page
      }
      #expect(found == (order == .ascending ? ids : ids.reversed()))
    }
  }

  @Test("a page begins behind the id that is given, also when that user has gone since")
  func border() async throws {
    let transport = userList([1, 2, 3, 4])
    let client = client(transport)
    #expect(try await client.userIDs(after: 2) == UserIDPage(ids: [3, 4], next: nil))
    #expect(try await client.userIDs(after: 2, limit: 2) == UserIDPage(ids: [3], next: 3))
    let without = KakaoAPITests.client(userList([1, 3, 4]))
    #expect(try await without.userIDs(after: 2, limit: 2) == UserIDPage(ids: [3, 4], next: 4))
    #expect(
      transport.requests.map(\.url) == [
        "https://kapi.kakao.com/v1/user/ids?limit=100&order=asc&from_id=2",
        "https://kapi.kakao.com/v1/user/ids?limit=2&order=asc&from_id=2",
      ])
  }

  @Test("the addresses in Kakao's answer are not followed")
  func addresses() async throws {
    let transport = userList([1, 2, 3, 4, 5])
    for try await _ in client(transport).allUserIDs(limit: 2) {}
    #expect(transport.requests.allSatisfy { $0.url.hasPrefix("https://kapi.kakao.com/v1/user/ids?limit=2&order=asc") })
    #expect(!transport.requests.contains { $0.url.contains("app_key") })
  }

  @Test("a server that gives the same page again does not keep the paging going")
  func standingStill() async throws {
    let transport = always(#"{"elements":[1,2],"after_url":"http://x"}"#)
    var found: [Int64] = []
    for try await page in client(transport).allUserIDs(limit: 2) { found += page }
    #expect(found.prefix(2) == [1, 2] && transport.requests.count == 2)
  }

  @Test("a list with an id that can not be read is no answer: nobody may look unlinked by mistake")
  func unreadableID() async {
    for element in ["9223372036854775808", "1.5", "\"x\"", "null"] {
      let client = KakaoAPITests.client(answering: ok("{\"elements\":[1,\(element)]}"))
      let error = await failure { () throws(KakaoError) in try await client.userIDs() }
      #expect(error?.reason == .unreadableAnswer, "\(element)")
    }
  }

  @Test("pages of 2 to 100 are asked for", arguments: [1, 2, 100, 101])
  func limits(limit: Int) async {
    let transport = userList([])
    let page = try? await client(transport).userIDs(limit: limit)
    #expect((page != nil) == (2...100).contains(limit))
    #expect(transport.requests.count == (page == nil ? 0 : 1))
  }

  @Test("an error ends the pages")
  func failing() async {
    let pages = KakaoAPITests.client(answering: refusal(400, #"{"code":-2}"#)).allUserIDs()
    var iterator = pages.makeAsyncIterator()
    await #expect(throws: KakaoError.self) { try await iterator.next() }
    let afterwards = try? await iterator.next()
    #expect(afterwards == nil)
  }
}
