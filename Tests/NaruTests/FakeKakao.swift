import Foundation
import HTTPTransport
import Synchronization

/// Just enough of Kakao for reconciling: users, relations, customer files; each can be made to lie or fail.
final class FakeKakao: HTTPTransport {
  struct State {
    /// Users who are joined to the app.
    var users: Set<Int64> = []
    /// Users that the list leaves out although they are joined.
    var unlisted: Set<Int64> = []
    /// Whether the list comes in no order.
    var isShuffled = false
    /// Whether many users are answered for at all.
    var answersForMany = true
    /// Users who blocked the channel.
    var blocked: Set<Int64> = []
    /// Ids of customer files.
    var files: [Int64] = []
    /// What a path answers with instead, as status and Kakao's code; once when it has a count.
    var failures: [String: (status: Int, code: Int, times: Int)] = [:]
    var calls: [String: Int] = [:]
  }

  let state: Mutex<State>

  init(users: [Int64] = []) { state = Mutex(State(users: Set(users))) }

  func calls(_ path: String) -> Int { state.withLock { $0.calls[path] ?? 0 } }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    guard let parts = URLComponents(string: request.url) else { return FakeKakao.json(400, "{}") }
    let query = Dictionary(
      (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
    return state.withLock { state in
      state.calls[parts.path, default: 0] += 1
      if let failure = state.failures[parts.path], failure.times != 0 {
        state.failures[parts.path]?.times -= 1
        return FakeKakao.json(failure.status, "{\"msg\":\"no\",\"code\":\(failure.code)}")
      }
      return FakeKakao.answer(parts.path, query, state)
    }
  }

  private static func answer(_ path: String, _ query: [String: String], _ state: State) -> HTTPResponse {
    switch path {
    case "/v1/user/ids":
      let limit = Int(query["limit"] ?? "") ?? 100
      let from = Int64(query["from_id"] ?? "") ?? .min
      let all = state.users.subtracting(state.unlisted).sorted().filter { $0 >= from }
      var page = Array(all.prefix(limit))
      let after = all.count > limit ? "\"http://kapi.kakao.com/v1/user/ids?from_id=1\"" : "null"
      if state.isShuffled { page.reverse() }
      return json(200, "{\"elements\":[\(list(page))],\"after_url\":\(after)}")
    case "/v2/app/users":
      let asked = (query["target_ids"] ?? "").filter { $0 != "[" && $0 != "]" }.split(separator: ",")
        .compactMap { Int64($0) }
      let found = state.answersForMany ? asked.filter(state.users.contains) : []
      return json(200, "[" + found.map { "{\"id\":\($0)}" }.joined(separator: ",") + "]")
    case "/v2/user/me":
      guard let user = Int64(query["target_id"] ?? ""), state.users.contains(user) else {
        return json(400, "{\"msg\":\"NotRegisteredUserException\",\"code\":-101}")
      }
      return json(200, "{\"id\":\(user)}")
    case "/v2/api/talk/channels/multi":
      let asked = (query["target_ids"] ?? "").split(separator: ",").compactMap { Int64($0) }
      let answers = asked.filter(state.users.contains).map { user in
        let relation = state.blocked.contains(user) ? "BLOCKED" : "ADDED"
        return """
          {"user_id":\(user),"channels":[{"channel_public_id":"_xgTNZs","relation":"\(relation)",\
          "updated_at":"2026-11-01T00:00:00Z"}]}
          """
      }
      return json(200, "[" + answers.joined(separator: ",") + "]")
    case "/v1/talkchannel/target_user_file":
      let files = state.files.map { "{\"file_id\":\($0),\"file_name\":\"file-\($0)\",\"schema\":{}}" }
      return json(200, "{\"results\":[\(files.joined(separator: ","))]}")
    default: return json(404, "{\"msg\":\"no such path\",\"code\":-999}")
    }
  }

  private static func list(_ ids: [Int64]) -> String { ids.map(String.init).joined(separator: ",") }

  private static func json(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
  }
}
