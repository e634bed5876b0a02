import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct CustomerFileAnswerTests {
  @Test("the list is read with its schema as JSON text or as an object, and whatever is missing or new")
  func list() async throws {
    let json = #"""
      {"results":[
        {"file_id":15369,"file_name":"전체회원","status":"using","update_at":"2026-11-01T00:00:00Z","schema":"{\"생년월일\":\"string\",\"구매금액\":\"number\"}"},
        {"file_id":"9223372036854775807","file_name":"빈 파일","schema":"{}","new_field":{"a":[1,2]}},
        {"file_id":3,"file_name":"객체","schema":{"나이":"number","날짜":"date","이상":5},"status":7,"update_at":1700000000},
        {"file_id":4,"file_name":"깨진","schema":"{not json"},
        {"file_name":"번호 없음"},{"file_id":6},null,"x"],
       "using_slot":4,"empty_slot":"26","other":null}
      """#
    let list = try await client(answering: ok(json)).customerFiles(channel: "_a")
    #expect(
      list.files == [
        CustomerFile(
          fileID: 15369, name: "전체회원", status: "using", updatedAt: "2026-11-01T00:00:00Z",
          schema: ["생년월일": .string, "구매금액": .number]),
        CustomerFile(fileID: .max, name: "빈 파일"),
        CustomerFile(
          fileID: 3, name: "객체", updatedAt: "1700000000", schema: ["나이": .number, "날짜": .init(rawValue: "date")]),
        CustomerFile(fileID: 4, name: "깨진"),
      ])
    #expect(list.unreadable == 4)
    #expect(list.usedSlots == 4 && list.freeSlots == 26)
    #expect(list.file(named: "빈 파일")?.fileID == .max)
    #expect(list.file(named: "없는 파일") == nil)
  }

  @Test("the list is asked for by channel")
  func listRequest() async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(#"{"results":[]}"#) }
    let list = try await client(transport).customerFiles(channel: "_a&b=c")
    #expect(list.files.isEmpty && list.usedSlots == nil)
    let request = try #require(transport.requests.first)
    #expect(
      request.url == "https://kapi.kakao.com/v1/talkchannel/target_user_file?channel_public_id=_a%26b%3Dc")
    #expect(request.method == .get && request.body == nil && request.headers["Content-Type"] == nil)
  }

  @Test(
    "counts are read as far as they are there",
    arguments: [
      (
        #"{"file_id":1,"request_count":165,"success_count":0}"#,
        CustomerFileCounts(fileID: 1, requestCount: 165, successCount: 0)
      ),
      (
        #"{"file_id":"1","request_count":"165","success_count":null,"extra":[]}"#,
        CustomerFileCounts(fileID: 1, requestCount: 165, successCount: nil)
      ),
      (#"{}"#, CustomerFileCounts(fileID: nil, requestCount: nil, successCount: nil)),
      (
        #"{"request_count":1.5,"success_count":true}"#,
        CustomerFileCounts(fileID: nil, requestCount: nil, successCount: nil)
      ),
    ])
  func counts(json: String, expected: CustomerFileCounts) async throws {
    let counts = try await client(answering: ok(json)).removeUsers([.app(1)], fromFile: 1, channel: "_a")
    #expect(counts == expected)
  }

  @Test(
    "a success that can not be read is ambiguous",
    arguments: ["", "<html></html>", "[", "[]", "null", "1", #"{"file_id":"#])
  func unreadable(body: String) async {
    let error = await failure { () throws(KakaoError) in
      try await client(answering: ok(body)).removeUsers([.app(1)], fromFile: 1, channel: "_a")
    }
    #expect(error?.reason == .unreadableAnswer)
    #expect(error?.retryClass == .ambiguous && error?.mayHaveBeenProcessed == true)
  }

  @Test(
    "another address is used as given, without a second slash",
    arguments: ["http://127.0.0.1:9/", "http://127.0.0.1:9"])
  func baseURL(base: String) async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(#"{"results":[]}"#) }
    let client = KakaoAPIClient(baseURL: base, key: .init("k"), transport: transport)
    _ = try await client.customerFiles(channel: "_a")
    #expect(transport.requests.first?.url.hasPrefix("http://127.0.0.1:9/v1/talkchannel/") == true)
  }
}
