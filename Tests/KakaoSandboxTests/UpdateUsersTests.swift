import KakaoSandbox
import Testing

@Suite struct UpdateUsersTests {
  @Test("rows are stored and counted")
  func stores() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let answer = try await bench.update(
      file, users: #"[{"id":1376016924429759228,"field":{"성별":"여자","구매금액":24680}},{"id":2,"field":{"구매금액":1.50}}]"#)
    #expect(answer.status == 200)
    #expect(answer.text == #"{"file_id":\#(file),"request_count":2,"success_count":2}"#)
    let rows = try bench.sandbox.rows(of: file)
    #expect(rows.map(\.id) == ["1376016924429759228", "2"])
    #expect(rows[0].fields == ["성별": "\"여자\"", "구매금액": "24680"])
    #expect(rows[1].fields == ["구매금액": "1.50"])
  }

  @Test("19 digits stay as they are, and numbers keep their literal")
  func bigNumbers() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let ids = [Int64.max, 9_007_199_254_740_993, 1_376_016_924_429_759_229]
    let users = "[" + ids.map { #"{"id":\#($0),"field":{"구매금액":9007199254740993}}"# }.joined(separator: ",") + "]"
    _ = try await bench.update(file, users: users)
    let rows = try bench.sandbox.rows(of: file)
    #expect(rows.map(\.id) == ids.map(String.init))
    #expect(rows.allSatisfy { $0.fields["구매금액"] == "9007199254740993" })
    let page = try await bench.control("GET", "files/\(file)")
    #expect(page.text.contains(#""id":9223372036854775807,"field":{"구매금액":9007199254740993}"#))
  }

  @Test("2,000 people pass, 2,001 do not", arguments: [1999, 2000, 2001])
  func limit(count: Int) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let answer = try await bench.update(file, users: Bench.users(count))
    #expect(answer.code == (count > 2000 ? -2 : nil))
    #expect(answer.success == (count > 2000 ? nil : count))
    #expect(bench.sandbox.files().first?.registered == (count > 2000 ? 0 : count))
  }

  @Test("field_data is answered with 200 and a success_count of 0")
  func fieldData() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let answer = try await bench.update(file, users: #"[{"id":1,"field_data":{"성별":"여자"}},{"id":2}]"#)
    #expect(answer.status == 200)
    #expect(answer.text == #"{"file_id":\#(file),"request_count":2,"success_count":0}"#)
    #expect(bench.sandbox.files().first?.registered == 0)
    #expect(bench.faults.contains { $0.contains("field_data") })
    #expect(bench.faults.count == 2)
  }

  @Test("an unknown file, or another channel's, is -816")
  func unknownFile() async throws {
    let bench = try Bench()
    try bench.sandbox.createChannel(SandboxChannel(publicID: "_b"))
    let file = try await bench.file()
    #expect(try await bench.update(file + 1, users: Bench.users(1)).code == -816)
    #expect(try await bench.update(file, users: Bench.users(1), channel: "_b").code == -816)
    #expect(try await bench.delete(file + 1, ids: "[1]").code == -816)
  }

  @Test("user_type is app or phone and nothing else", arguments: ["app_user_id", "APP", "", "phones"])
  func userType(type: String) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    #expect(try await bench.update(file, type: type, users: Bench.users(1)).code == -2)
    #expect(try await bench.delete(file, type: type, ids: "[1]").code == -2)
  }

  @Test(
    "rows that are no rows refuse the call and store nothing",
    arguments: [
      #"{"id":"2","field":{"성별":"여자"}}"#, #"{"id":1.5,"field":{"성별":"여자"}}"#, #"{"id":1e3,"field":{"성별":"여자"}}"#,
      #"{"id":-1,"field":{"성별":"여자"}}"#, #"{"id":0,"field":{"성별":"여자"}}"#,
      #"{"id":99999999999999999999,"field":{"성별":"여자"}}"#, #"{"id":null,"field":{"성별":"여자"}}"#,
      #"{"field":{"성별":"여자"}}"#, #"{"id":2,"field":[]}"#, #"{"id":2,"field":"a"}"#, "2", "null", "[]",
      #"{"id":2,"field":{"성별":"여자"},"memo":1}"#, #"{"id":2,"id":3,"field":{"성별":"여자"}}"#,
      #"{"id":2,"field":{"성별":"여자","성별":"남자"}}"#, #"{"id":2,"field":{"a":1,"a":2}}"#,
    ])
  func badRows(row: String) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let answer = try await bench.update(file, users: #"[{"id":1,"field":{"성별":"여자"}},\#(row)]"#)
    #expect(answer.status == 400)
    #expect(answer.code == -2)
    #expect(bench.sandbox.files().first?.registered == 0)
    #expect(bench.faults.count == 1)
  }

  @Test(
    "a value that is not of its column's type leaves the row out",
    arguments: [
      #"{"성별":1}"#, #"{"구매금액":"1"}"#, #"{"성별":null}"#, #"{"성별":true}"#, #"{"성별":["a"]}"#, #"{"성별":{}}"#,
      #"{"기타":null}"#, "{}",
    ])
  func valueTypes(field: String) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let answer = try await bench.update(file, users: #"[{"id":1,"field":{"성별":"여자"}},{"id":2,"field":\#(field)}]"#)
    #expect(answer.status == 200)
    #expect(answer.success == 1)
    #expect(try bench.sandbox.rows(of: file).map(\.id) == ["1"])
  }

  @Test("a key outside the schema is kept, with a hint")
  func unknownKey() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let answer = try await bench.update(file, users: #"[{"id":1,"field":{"국가":"한국","성별":"여자"}}]"#)
    #expect(answer.success == 1)
    #expect(try bench.sandbox.rows(of: file)[0].fields == ["국가": "\"한국\"", "성별": "\"여자\""])
    #expect(bench.hints.contains { $0.contains("국가") })
  }

  @Test("a value over the length limit leaves the row out")
  func longValue() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let text = String(repeating: "가", count: 1000)
    #expect(try await bench.update(file, users: #"[{"id":1,"field":{"성별":"\#(text)"}}]"#).success == 1)
    #expect(try await bench.update(file, users: #"[{"id":2,"field":{"성별":"\#(text)가"}}]"#).success == 0)
  }

  @Test("a phone number is digits with country code in a string")
  func phones() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    func send(_ id: String) async throws -> Answer {
      try await bench.update(file, type: "phone", users: #"[{"id":\#(id),"field":{"성별":"여자"}}]"#)
    }
    #expect(try await send("\"821000000001\"").success == 1)
    for id in ["01000000001", "+821000000001", "82 10-0000-0001", "", "82", "82100000000100000"] {
      #expect(try await send("\"\(id)\"").success == 0)
    }
    #expect(try await send("821000000001").code == -2)
    #expect(try bench.sandbox.rows(of: file).map(\.userType) == ["phone"])
  }

  @Test("a lenient sandbox reads other spellings of a number as the same person")
  func lenientPhones() async throws {
    let bench = try Bench(.lenient)
    let file = try await bench.file()
    for id in ["\"821000000001\"", "\"010-0000-0001\"", "\"+82 10-0000-0001\"", "821000000001"] {
      let answer = try await bench.update(file, type: "phone", users: #"[{"id":\#(id),"field":{"성별":"여자"}}]"#)
      #expect(answer.success == 1)
    }
    #expect(try bench.sandbox.rows(of: file).map(\.id) == ["821000000001"])
  }

  @Test("a person in the file already gets the new field set in place of the old one")
  func replaces() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    _ = try await bench.update(file, users: #"[{"id":1,"field":{"성별":"여자","구매금액":1}},{"id":2,"field":{"구매금액":2}}]"#)
    let answer = try await bench.update(file, users: #"[{"id":1,"field":{"구매금액":3}}]"#)
    #expect(answer.success == 1)
    let rows = try bench.sandbox.rows(of: file)
    #expect(rows.map(\.id) == ["1", "2"])
    #expect(rows[0].fields == ["구매금액": "3"])
  }

  @Test("where the setting says merge, fields that were not sent stay")
  func merges() async throws {
    var settings = SandboxSettings()
    settings.upsert = .merge
    let bench = try Bench(settings)
    let file = try await bench.file()
    _ = try await bench.update(file, users: #"[{"id":1,"field":{"성별":"여자","구매금액":1,"기타":1}}]"#)
    _ = try await bench.update(file, users: #"[{"id":1,"field":{"구매금액":3,"기타":2,"더":"x"}}]"#)
    #expect(try bench.sandbox.rows(of: file)[0].fields == ["성별": "\"여자\"", "구매금액": "3", "기타": "2", "더": "\"x\""])
  }

  @Test("where a key may come twice, the last value counts")
  func duplicateKeys() async throws {
    let bench = try Bench(.lenient)
    let file = try await bench.file()
    let field = #"{"성별":"여자","a":1,"구매금액":1,"성별":"남자","a":2}"#
    #expect(try await bench.update(file, users: #"[{"id":1,"field":\#(field)}]"#).success == 1)
    #expect(try bench.sandbox.rows(of: file)[0].fields == ["성별": "\"남자\"", "a": "2", "구매금액": "1"])
    #expect(try await bench.control("GET", "files/\(file)").text.contains(#"{"성별":"남자","a":2,"구매금액":1}"#))
  }

  @Test("30 columns and a key beside them are kept apart")
  func manyColumns() async throws {
    let bench = try Bench()
    let names = (0..<30).map { "k\($0)" }
    let file = try await bench.file(schema: "{" + names.map { #""\#($0)":"number""# }.joined(separator: ",") + "}")
    let field = "{" + names.reversed().map { #""\#($0)":\#($0.dropFirst())"# }.joined(separator: ",") + #","기타":"x"}"#
    #expect(try await bench.update(file, users: #"[{"id":1,"field":\#(field)}]"#).success == 1)
    let fields = try bench.sandbox.rows(of: file)[0].fields
    #expect(fields.count == 31)
    #expect(names.allSatisfy { fields[$0] == String($0.dropFirst()) })
  }

  @Test("removal takes a flat list and counts those who were there")
  func deletes() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    _ = try await bench.update(file, users: Bench.users(3, from: 1))
    let answer = try await bench.delete(file, ids: "[1,3,4]")
    #expect(answer.text == #"{"file_id":\#(file),"request_count":3,"success_count":2}"#)
    #expect(bench.hints.count == 1)
    #expect(try bench.sandbox.rows(of: file).map(\.id) == ["2"])
    #expect(try await bench.delete(file, ids: #"[{"id":2}]"#).code == -2)
    #expect(try await bench.delete(file, ids: #"["2"]"#).code == -2)
    #expect(try await bench.delete(file, ids: "[]").code == -2)
    #expect(try await bench.delete(file, type: "phone", ids: #"["821000000001"]"#).success == 0)
    #expect(try bench.sandbox.rows(of: file).map(\.id) == ["2"])
  }

  @Test("absent ids count where the setting says so")
  func countsAbsent() async throws {
    var settings = SandboxSettings()
    settings.countsAbsentDeletions = true
    let bench = try Bench(settings)
    let file = try await bench.file()
    #expect(try await bench.delete(file, ids: "[1,2]").success == 2)
  }

  @Test("2,000 ids can be removed in a call, 2,001 can not", arguments: [2000, 2001])
  func deleteLimit(count: Int) async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let ids = "[" + (1...count).map(String.init).joined(separator: ",") + "]"
    #expect(try await bench.delete(file, ids: ids).code == (count == 2000 ? nil : -2))
  }

  @Test("an app user id that nobody has is accepted, or not, as set", arguments: [true, false])
  func unknownUser(accepts: Bool) async throws {
    var settings = SandboxSettings()
    settings.unknownAppUser = accepts ? .accept : .skipRow
    let bench = try Bench(settings)
    let file = try await bench.file()
    let users = #"[{"id":5,"field":{"성별":"여자"}},{"id":1376016924429759228,"field":{"성별":"여자"}}]"#
    #expect(try await bench.update(file, users: users).success == (accepts ? 2 : 1))
  }

  @Test("registered and friends are different numbers")
  func friends() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let ids = [1_376_016_924_429_759_228, 1_376_016_924_429_759_229, 2_890_113_457]
    let users = "[" + ids.map { #"{"id":\#($0),"field":{"성별":"여자"}}"# }.joined(separator: ",") + "]"
    _ = try await bench.update(file, users: users)
    #expect(bench.sandbox.files().first?.registered == 3)
    #expect(bench.sandbox.files().first?.friends == 1)
    try bench.sandbox.setRelation(.added, of: 2_890_113_457, to: Bench.channel)
    #expect(bench.sandbox.files().first?.friends == 2)
  }
}
