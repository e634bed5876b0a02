import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct ChannelTests {
  private let one = #"""
    {"user_id":1376016924429759228,"channels":[
      {"channel_uuid":"@name","channel_public_id":"_ZeUTxl","relation":"ADDED","created_at":"2024-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"},
      {"channel_public_id":"","relation":"NONE"},{"channel_public_id":"_b","relation":"SNOOZED"},
      {"channel_public_id":"_c"},{"relation":"ADDED"},5],"later":1}
    """#

  @Test("one user's relations are read, ids exactly, unknown relations kept, entries without a channel left out")
  func oneUser() async throws {
    let transport = ScriptedTransport { [one] _, _ throws(HTTPTransportError) in ok(one) }
    let answer = try await client(transport).channels(ofUser: 1_376_016_924_429_759_228, channels: ["_ZeUTxl", "_b"])
    #expect(answer.userID == 1_376_016_924_429_759_228)
    #expect(
      answer.channels == [
        UserChannel(
          publicID: "_ZeUTxl", uuid: "@name", relation: .added, createdAt: "2024-01-02T03:04:05Z",
          updatedAt: "2026-01-02T03:04:05Z"),
        UserChannel(publicID: "", relation: UserChannel.Relation.none),
        UserChannel(publicID: "_b", relation: .init(rawValue: "SNOOZED")), UserChannel(publicID: "_c", relation: nil),
      ])
    #expect(answer.channel("_b")?.relation?.rawValue == "SNOOZED")
    let request = try #require(transport.requests.first)
    #expect(
      request.url == "https://kapi.kakao.com/v2/api/talk/channels?target_id_type=user_id"
        + "&target_id=1376016924429759228&channel_ids=_ZeUTxl%2C_b&channel_id_type=channel_public_id")
    #expect(request.headers["Authorization"] == "KakaoAK marked-key")
  }

  @Test("the old endpoint takes a JSON array of channels; names from before the renaming are read")
  func legacy() async throws {
    let old =
      #"{"user_id":7,"plus_friends":[{"plus_friend_uuid":"@n","plus_friend_public_id":"_a","relation":"BLOCKED","updated_at":"2020-04-29T05:34:57Z"}]}"#
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(old) }
    let answer = try await client(transport).legacyChannels(.user(7), channels: ["_a", "_b"])
    #expect(
      answer.channels == [
        UserChannel(publicID: "_a", uuid: "@n", relation: .blocked, updatedAt: "2020-04-29T05:34:57Z")
      ])
    #expect(
      transport.requests.first?.url == "https://kapi.kakao.com/v1/api/talk/channels?target_id_type=user_id&target_id=7"
        + "&channel_public_ids=%5B%22_a%22%2C%22_b%22%5D")
    let other = await failure { () throws(KakaoError) in try await client(transport).legacyChannels(.user(8)) }
    #expect(other?.reason == .unreadableAnswer)
  }

  @Test("a channel's pages are made of its public id alone, and of nothing else")
  func links() {
    let links = ChannelLinks(publicID: "_xgTNZs")
    #expect(links?.home == "https://pf.kakao.com/_xgTNZs")
    #expect(links?.add == "https://pf.kakao.com/_xgTNZs/friend" && links?.chat == "https://pf.kakao.com/_xgTNZs/chat")
    let longest = "_" + String(repeating: "a", count: 63)
    #expect(ChannelLinks(publicID: longest) != nil && ChannelLinks(publicID: longest + "a") == nil)
    for bad in ["", "_", "xgTNZs", "@name", "_a/b", "_a?x", "_a#", "_a b", "_a\n", "_가", "_../x", "_a%2F"] {
      #expect(ChannelLinks(publicID: bad) == nil, "\(bad)")
    }
  }

  @Test("with an access token the user is not named")
  func bearer() async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(#"{"channels":null}"#) }
    let answer = try await client(transport).channels(accessToken: Secret("marked-token"))
    #expect(answer == UserChannels(userID: nil, channels: []))
    let request = try #require(transport.requests.first)
    #expect(request.url == "https://kapi.kakao.com/v2/api/talk/channels")
    #expect(request.headers["Authorization"] == "Bearer marked-token")
  }

  @Test("several users: a bare array, ids exactly as numbers or strings, entries without an id left out")
  func manyUsers() async throws {
    let json = #"""
      [{"user_id":9223372036854775807,"channels":[{"channel_public_id":"_a","relation":"BLOCKED"}]},
       {"user_id":"1376016924429759228","channels":[]},{"user_id":3},{"channels":[]},null]
      """#
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(json) }
    let answer = try await client(transport).channels(ofUsers: [3, .max, 1_376_016_924_429_759_228])
    #expect(answer.map(\.userID) == [.max, 1_376_016_924_429_759_228, 3])
    #expect(answer.first?.channel("_a")?.relation == .blocked)
    #expect(
      transport.requests.first?.url == "https://kapi.kakao.com/v2/api/talk/channels/multi?target_id_type=user_id"
        + "&target_ids=3%2C9223372036854775807%2C1376016924429759228")
  }

  @Test("200 users fit in a call, 0 and 201 are refused without a call", arguments: [0, 1, 200, 201])
  func size(count: Int) async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok("[]") }
    let ids = (0..<count).map { Int64($0) }
    let client = client(transport)
    if (1...200).contains(count) {
      let answer = try await client.channels(ofUsers: ids)
      #expect(answer.isEmpty && transport.requests.count == 1)
    } else {
      let error = await failure { () throws(KakaoError) in try await client.channels(ofUsers: ids) }
      #expect(error?.reason == .invalidRequest && transport.requests.isEmpty)
    }
  }

  @Test(
    "a number that is no 64-bit integer is no id",
    arguments: ["9223372036854775808", "1.5", "1e30", "true", "\"a\"", "{}"])
  func badIDs(text: String) async throws {
    let answer = try await client(answering: ok("[{\"user_id\":\(text)},{\"user_id\":1}]")).channels(ofUsers: [1])
    #expect(answer.map(\.userID) == [1])
  }

  @Test("a time without an offset is UTC, as all of Kakao's")
  func times() {
    let added = UserChannel(
      publicID: "_a", relation: .added, createdAt: "2026-03-01T00:00:00", updatedAt: "2026-03-02T00:00:00")
    #expect(added.updated?.milliseconds == 1_772_409_600_000 && added.changed == added.updated)
    let never = UserChannel(publicID: "_a", relation: .added, createdAt: "2026-03-01T00:00:00Z")
    #expect(never.updated == nil && never.changed?.milliseconds == 1_772_323_200_000)
    #expect(UserChannel(publicID: "_a", relation: .added, updatedAt: "soon").changed == nil)
  }
}
