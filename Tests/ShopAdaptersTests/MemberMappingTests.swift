import CommonValues
import NaruTestSupport
import Records
import ShopAdapters
import ShopModel
import Testing

@Suite("A row of a member export becomes a member")
struct MemberMappingTests {
  @Test("Every field of the model is read")
  func everything() throws {
    let row = try Support.member([
      "이름": " 김하나 ", "휴대폰번호": "010-1234-5678", "이메일": "Hana@Example.COM", "성별": "여", "생년월일": "1990-01-31",
      "회원등급": "VIP", "지역": "서울", "사용가능 적립금": "1,200P", "회원 가입일": "2024-03-02", "가입시간": "10:15:00",
      "최종접속일": "2026-11-01 08:00", "회원상태": "정상", "카카오 회원번호": "1376016924429759228", "SMS 수신여부": "T",
      "SMS 수신동의일": "2025-06-01", "이메일 수신여부": "F", "수정일시": "2026-11-02T00:00:00+09:00",
    ])
    #expect(row.problem == nil && row.warned.isEmpty)
    var member = Member(id: "id01")
    member.name = .value("김하나")
    member.phone = Field(PhoneNumber("+821012345678"))
    member.email = .value("Hana@example.com")
    member.gender = .value(.female)
    member.birthDate = Field(CalendarDate("1990-01-31"))
    member.grade = .value("VIP")
    member.region = .value("서울")
    member.points = Field(DecimalNumber(1200))
    member.joinedAt = Field(time("2024-03-02T10:15:00+09:00"))
    member.lastLoginAt = Field(time("2026-11-01T08:00:00+09:00"))
    member.status = .value(.active)
    member.kakaoUserID = .value(1_376_016_924_429_759_228)
    member.consents = [Consent(.sms, .granted, at: time("2025-06-01T00:00:00+09:00")), Consent(.email, .denied)]
    #expect(row.member == member)
    #expect(row.time == time("2026-11-02T00:00:00+09:00"))
  }

  @Test("Columns may stand in any order, and unknown ones among them")
  func shuffled() throws {
    let first = try MappedFile("아이디,이름,휴대폰번호,SMS 수신여부,성별\r\na1,김하나,010-1234-5678,Y,여\r\n")
    var random = SplitMix64(seed: 7)
    for _ in 0..<20 {
      var cells = [
        ("아이디", "a1"), ("이름", "김하나"), ("휴대폰번호", "010-1234-5678"), ("SMS 수신여부", "Y"), ("성별", "여"), ("비고", "x"), ("", ""),
      ]
      cells.shuffle(using: &random)
      let other = try Support.row(cells, Support.shopExport)
      #expect(other.bytes == first.rows[0].bytes && other.id == "a1")
    }
  }

  @Test(
    "A blank cell empties the field, whatever the marker",
    arguments: ["", "  ", "\u{3000}", "-", "0000-00-00", "BLANK", "blank", "NULL", "N/A", "n/a", "없음"])
  func blankMarkers(marker: String) throws {
    let row = try Support.member([
      "휴대폰번호": marker, "이메일": marker, "성별": marker, "생년월일": marker, "지역": marker, "적립금": marker, "가입일": marker,
      "최종접속일": marker, "회원상태": marker, "카카오 회원번호": marker, "SMS 수신여부": marker, "SMS 수신동의일": marker, "탈퇴여부": marker,
      "탈퇴일": marker, "수정일": marker,
    ])
    var member = Member(id: "id01")
    member.phone = .empty
    member.email = .empty
    member.gender = .empty
    member.birthDate = .empty
    member.region = .empty
    member.points = .empty
    member.joinedAt = .empty
    member.lastLoginAt = .empty
    member.status = .empty
    #expect(row.member == member)
    #expect(row.warned.isEmpty && row.time == nil)
  }

  @Test("Markers are values in names, grades and attributes", arguments: ["-", "없음", "NULL"])
  func markersAsValues(marker: String) throws {
    let text = "아이디,이름,회원등급,추천인\r\na1,\(marker),\(marker),\(marker)\r\nb2,,,\r\n"
    let file = try MappedFile(text, attributes: [AttributeMapping(name: "추천인")])
    #expect(file.rows[0].member.name == .value(marker))
    #expect(file.rows[0].member.grade == .value(marker))
    #expect(file.rows[0].member.attributes == ["추천인": .value(marker)])
    #expect(file.rows[1].member.name == .empty)
    #expect(file.rows[1].member.attributes == ["추천인": .empty])
  }

  @Test("The beginning of Unix time is blank in last-seen times and nowhere else")
  func epoch() throws {
    let row = try Support.member(["최종접속일": "1970-01-01", "가입일": "1970-01-01", "생년월일": "1970-01-01"])
    #expect(row.member.lastLoginAt == .empty)
    #expect(row.member.joinedAt == Field(time("1970-01-01")))
    #expect(row.member.birthDate == .value(CalendarDate(daysSinceEpoch: 0)))
    #expect(try Support.member(["최종접속일": "1970-01-01 09:00:00"]).member.lastLoginAt == .empty)
  }

  @Test(
    "Zero dates with a time are blank, too", arguments: ["0000-00-00 00:00:00", "0000.00.00", "0000-00-00T00:00:00"])
  func zeroDates(text: String) throws {
    let row = try Support.member(["가입일": text, "생년월일": text, "최종접속일": text])
    #expect(row.member.joinedAt == .empty && row.member.birthDate == .empty && row.member.lastLoginAt == .empty)
    #expect(row.warned.isEmpty)
  }

  @Test(
    "What can not be read leaves out the field alone, with a warning",
    arguments: [
      ("휴대폰번호", "전화주세요", "phone:bad-phone"), ("휴대폰번호", "010-0000-0000", "phone:bad-phone"),
      ("이메일", "hana@", "email:bad-email"), ("이메일", "hana example.com", "email:bad-email"),
      ("생년월일", "1990-02-30", "birth_date:bad-date"), ("생년월일", "2090-01-01", "birth_date:bad-date"),
      ("성별", "1", "gender:unknown-gender"), ("적립금", "많음", "points:bad-number"), ("가입일", "어제", "joined_at:bad-time"),
      ("회원상태", "?", "status:unknown-status"), ("카카오 회원번호", "1.37602E+18", "kakao_user_id:bad-kakao-user-id"),
      ("카카오 회원번호", "99999999999999999999", "kakao_user_id:bad-kakao-user-id"),
      ("SMS 수신여부", "?", "consents.sms:unknown-consent"), ("탈퇴여부", "?", "withdrawn:unknown-flag"),
      ("탈퇴일", "?", "withdrawn:bad-time"), ("수정일", "?", "updated_at:bad-time"),
    ])
  func warnings(label: String, cell: String, warning: String) throws {
    let row = try Support.row([("아이디", "id01"), (label, cell), ("이름", "김하나")], Support.shopExport)
    #expect(row.problem == nil)
    #expect(row.warned == [warning])
    var member = Member(id: "id01")
    member.name = .value("김하나")
    #expect(row.member == member)
  }

  @Test(
    "A row without a usable id is quarantined",
    arguments: [
      ("", "no-id"), (" ", "no-id"), ("-", "no-id"), ("NULL", "no-id"), ("2.02611E+15", "rounded-id"),
      (String(repeating: "가", count: 200), "id-too-long"),
    ])
  func noID(id: String, code: String) throws {
    let file = try MappedFile("아이디,이름\r\n\(id),김하나\r\nb2,이둘\r\n")
    #expect(file.rows[0].problem?.code == code)
    #expect(file.rows[0].problem?.place == Diagnostic.Place(file: "test.csv", line: 2, field: "id"))
    #expect(file.rows[0].bytes.isEmpty)
    #expect(file.rows[1].problem == nil && file.rows[1].id == "b2")
  }

  @Test("An id is trimmed and freed of the spreadsheet's wrapper, and otherwise kept as it stands")
  func ids() throws {
    #expect(try Support.row([("아이디", " 007 ")], Support.shopExport).id == "007")
    #expect(try Support.row([("아이디", "=\"007\"")], Support.shopExport).id == "007")
    #expect(try Support.row([("아이디", "12.0")], Support.shopExport).id == "12.0")
    #expect(try Support.row([("아이디", "Rose@k")], Support.shopExport).id == "Rose@k")
    #expect(try Support.member(["휴대폰번호": "=\"01012345678\""]).member.phone.value?.e164 == "+821012345678")
  }

  @Test("The mobile column comes before the other; a bad mobile number is not replaced")
  func phones() throws {
    let both = try Support.member(["전화번호": "02-123-4567", "휴대폰": "010-1234-5678"])
    #expect(both.member.phone.value?.e164 == "+821012345678")
    let other = try Support.member(["전화번호": "02-123-4567", "휴대폰": "-"])
    #expect(other.member.phone.value?.e164 == "+8221234567")
    #expect(try Support.member(["전화번호": "02-123-4567", "휴대폰": "x"]).warned == ["phone:bad-phone"])
  }

  @Test(
    "A date and a time of day in two columns are one time",
    arguments: [
      ("2024-03-02", "10:15:00", "2024-03-02T10:15:00+09:00"), ("2024.03.02", "오후 3:05", "2024-03-02T15:05:00+09:00"),
      ("20240302", "101507", "2024-03-02T10:15:07+09:00"), ("2024-03-02", "", "2024-03-02T00:00:00+09:00"),
      ("2024-03-02 09:00", "10:15", "2024-03-02T09:00:00+09:00"),
    ])
  func twoColumns(date: String, time text: String, expected: String) throws {
    let row = try Support.member(["회원 가입일": date, "가입시간": text])
    #expect(row.member.joinedAt == Field(time(expected)))
    #expect(row.warned.isEmpty)
  }

  @Test("A time of day that can not be read leaves the day")
  func badTimeOfDay() throws {
    let row = try Support.member(["회원 가입일": "2024-03-02", "가입시간": "점심"])
    #expect(row.member.joinedAt == Field(time("2024-03-02")))
    #expect(row.warned == ["joined_at:bad-time"])
    #expect(try Support.member(["회원 가입일": "", "가입시간": "10:15"]).member.joinedAt == .empty)
  }
}
