import CommonValues
import Foundation
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct CustomerFileRequestTests {
  private let counts = #"{"file_id":15369,"request_count":1,"success_count":1}"#

  @Test("creation sends channel, name and schema as JSON with the key, and reads the number")
  func create() async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(#"{"file_id":15369}"#) }
    let made = try await client(transport).createCustomerFile(
      named: "고객 \"리스트\"", channel: "_xgTNZs", columns: [.init("생년월일", .string), .init("구매금액", .number)])
    #expect(made == CreatedCustomerFile(fileID: 15369, wasFoundByName: false))
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count == 1)
    #expect(request.method == .post && !request.isRepeatable)
    #expect(request.url == "https://kapi.kakao.com/v1/talkchannel/create/target_user_file")
    #expect(request.headers["Authorization"] == "KakaoAK marked-key")
    #expect(request.headers["Content-Type"] == "application/json")
    #expect(
      request.text
        == #"{"channel_public_id":"_xgTNZs","file_name":"고객 \"리스트\"","schema":{"생년월일":"string","구매금액":"number"}}"#)
  }

  @Test("adding by app user id sends numbers, `field` in the singular, and values by type")
  func addApp() async throws {
    let transport = ScriptedTransport { [counts] _, _ throws(HTTPTransportError) in ok(counts) }
    let rows = [
      try CustomerFileRow(
        id: .app(1_376_016_924_429_759_228),
        field: [("생년월일", .string("2000-01-01")), ("구매금액", .number("24680")), ("포인트", .integer(-5))]),
      try CustomerFileRow(id: .app(.max), encodedField: Array(#"{ "a" : 1.50 , "b":"x" }"#.utf8)),
      try CustomerFileRow(id: .app(7), field: []),
    ]
    let answer = try await client(transport).addUsers(rows, toFile: 15369, channel: "_xgTNZs")
    #expect(answer == CustomerFileCounts(fileID: 15369, requestCount: 1, successCount: 1))
    let request = try #require(transport.requests.first)
    #expect(request.url == "https://kapi.kakao.com/v1/talkchannel/update/target_users")
    #expect(request.isRepeatable)
    #expect(
      request.text == #"{"file_id":15369,"channel_public_id":"_xgTNZs","user_type":"app","users":["#
        + #"{"id":1376016924429759228,"field":{"생년월일":"2000-01-01","구매금액":24680,"포인트":-5}},"#
        + #"{"id":9223372036854775807,"field":{ "a" : 1.50 , "b":"x" }},{"id":7,"field":{}}]}"#)
    _ = try request.json()
  }

  @Test("adding and removing by phone sends digit strings")
  func phones() async throws {
    let transport = ScriptedTransport { [counts] _, _ throws(HTTPTransportError) in ok(counts) }
    let phone = try #require(PhoneNumber("010-1234-5678"))
    let id = try #require(CustomerFileUserID(phone))
    let landline = try #require(PhoneNumber("02-1234-5678"))
    _ = try await client(transport).addUsers(
      [try CustomerFileRow(id: id, field: [])], toFile: 1, channel: "_a")
    _ = try await client(transport).removeUsers([id, .phone(digits: "821000000000")], fromFile: 1, channel: "_a")
    #expect(
      transport.requests.map(\.text) == [
        #"{"file_id":1,"channel_public_id":"_a","user_type":"phone","users":[{"id":"821012345678","field":{}}]}"#,
        #"{"file_id":1,"channel_public_id":"_a","user_type":"phone","user_ids":["821012345678","821000000000"]}"#,
      ])
    #expect(transport.requests.last?.url == "https://kapi.kakao.com/v1/talkchannel/delete/target_users")
    #expect(CustomerFileUserID(landline) == nil)
  }

  @Test("removing by app user id sends a flat list of numbers")
  func removeApp() async throws {
    let transport = ScriptedTransport { [counts] _, _ throws(HTTPTransportError) in ok(counts) }
    _ = try await client(transport).removeUsers([.app(1), .app(.max)], fromFile: 2, channel: "_a")
    #expect(
      transport.requests.first?.text
        == #"{"file_id":2,"channel_public_id":"_a","user_type":"app","user_ids":[1,9223372036854775807]}"#)
  }

  @Test("2,000 people fit in a call, 0 and 2,001 are refused without a call", arguments: [0, 1, 1999, 2000, 2001])
  func size(count: Int) async throws {
    let transport = ScriptedTransport { [counts] _, _ throws(HTTPTransportError) in ok(counts) }
    let client = client(transport)
    let rows = try (0..<count).map { try CustomerFileRow(id: .app(Int64($0)), field: []) }
    if (1...2000).contains(count) {
      _ = try await client.addUsers(rows, toFile: 1, channel: "_a")
      _ = try await client.removeUsers(rows.map(\.id), fromFile: 1, channel: "_a")
      #expect((try transport.requests[0].json()["users"] as? [Any])?.count == count)
      #expect((try transport.requests[1].json()["user_ids"] as? [Any])?.count == count)
    } else {
      let add = await failure { () throws(KakaoError) in try await client.addUsers(rows, toFile: 1, channel: "_a") }
      let remove = await failure { () throws(KakaoError) in
        try await client.removeUsers(rows.map(\.id), fromFile: 1, channel: "_a")
      }
      #expect(add?.reason == .invalidRequest && remove?.reason == .invalidRequest)
      #expect(add?.retryClass == .caller && add?.mayHaveBeenProcessed == false)
      #expect(transport.requests.isEmpty)
    }
  }

  @Test("mixed kinds of id and phones that are not digits are refused without a call")
  func badIDs() async throws {
    let transport = ScriptedTransport { [counts] _, _ throws(HTTPTransportError) in ok(counts) }
    let client = client(transport)
    for ids: [CustomerFileUserID] in [
      [.app(1), .phone(digits: "821012345678")], [.phone(digits: "+821012345678")], [.phone(digits: "010-1234-5678")],
      [.phone(digits: "")], [.phone(digits: "٨٢١٠١٢٣٤٥٦٧٨")],
    ] {
      let error = await failure { () throws(KakaoError) in
        try await client.removeUsers(ids, fromFile: 1, channel: "_a")
      }
      #expect(error?.reason == .invalidRequest)
    }
    #expect(transport.requests.isEmpty)
  }

  @Test("too many columns, two of one name, an empty name and an unknown type are refused without a call")
  func badColumns() async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(#"{"file_id":1}"#) }
    let client = client(transport)
    let many = (0..<31).map { CustomerFileColumn("열\($0)", .string) }
    for columns in [
      many, [.init("a", .string), .init("a", .number)], [.init("", .string)], [.init("a", .init(rawValue: "date"))],
    ] {
      let error = await failure { () throws(KakaoError) in
        try await client.createCustomerFile(named: "n", channel: "_a", columns: columns)
      }
      #expect(error?.reason == .invalidRequest)
    }
    #expect(transport.requests.isEmpty)
    _ = try await client.createCustomerFile(named: "n", channel: "_a", columns: Array(many.prefix(30)))
    #expect(transport.requests.count == 1)
  }

  @Test("printing a row or an id shows no person")
  func redaction() throws {
    let row = try CustomerFileRow(id: .phone(digits: "821012345678"), field: [("이름", .string("김하나"))])
    for text in ["\(row)", String(reflecting: row), "\(row.id)", String(reflecting: row.id), "\([row])"] {
      #expect(!text.contains("8210") && !text.contains("김하나"))
    }
    var dumped = ""
    dump(row, to: &dumped)
    #expect(!dumped.contains("8210"))
  }
}
