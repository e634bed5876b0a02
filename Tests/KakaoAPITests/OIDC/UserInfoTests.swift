import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct UserInfoTests {
  private func read(_ json: String) async throws(KakaoError) -> UserInfo {
    try await client(answering: ok(json)).userInfo(accessToken: Secret("marked-token"))
  }

  @Test("every claim is read and normalised, and none is printed")
  func everything() async throws {
    let info = try await read(
      #"""
      {"sub":"1376016924429759228","name":"김하나","nickname":"marked","picture":"http://k.kakaocdn.net/x.jpg",
      "email":"hana@example.com","email_verified":true,"gender":"MALE","birthdate":"2002-11-30",
      "phone_number":"+82 00 0000 0000","phone_number_verified":true,"later":1}
      """#)
    #expect(info.userID == 1_376_016_924_429_759_228 && info.name == "김하나" && info.isEmailVerified == true)
    #expect(info.gender == .male && info.birthdate?.date == CalendarDate(year: 2002, month: 11, day: 30))
    #expect(info.isPhoneVerified == true)
    #expect(try await read(#"{"sub":"1","gender":"female"}"#).gender == .female)
    #expect(try await read(#"{"sub":"1","gender":"Other"}"#).gender?.rawValue == "other")
    for number in ["+82 10-0000-0001", "+82 010-0000-0001", "+82 10 0000 0001"] {
      #expect(try await read(#"{"sub":"1","phone_number":"\#(number)"}"#).phone?.e164 == "+821000000001")
    }
    var text = "\(info)"
    dump(info, to: &text)
    #expect(!text.contains("marked") && !text.contains("hana"))
  }

  @Test("the call is a GET with the user's token")
  func request() async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(#"{"sub":"5"}"#) }
    let info = try await client(transport).userInfo(accessToken: Secret("marked-token"))
    #expect(info.userID == 5 && info.email == nil && info.birthdate == nil)
    #expect(transport.requests[0].method == .get)
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v1/oidc/userinfo")
    #expect(transport.requests[0].headers["Authorization"] == "Bearer marked-token")
  }

  @Test(
    "a day of birth is as much as is known",
    arguments: [
      ("2002-11-30", 2002, 11, 30), ("0000-02-29", nil, 2, 29), ("2002", 2002, nil, nil), ("2004-02-29", 2004, 2, 29),
    ] as [(String, Int?, Int?, Int?)])
  func birthdate(text: String, year: Int?, month: Int?, day: Int?) throws {
    let date = try #require(UserInfo.Birthdate(text))
    #expect(date.year == year && date.month == month && date.day == day)
    #expect((date.date != nil) == (year != nil && day != nil))
  }

  @Test(
    "what is no day of birth is none",
    arguments: [
      "", "0000", "2002-11", "2002-13-01", "2003-02-29", "02-11-30", "2002-1-1", "2002-11-30-", "+002-11-30", "20O2",
    ])
  func noBirthdate(text: String) { #expect(UserInfo.Birthdate(text) == nil) }

  @Test(
    "an answer without the user's id is none", arguments: ["{}", #"{"sub":5}"#, #"{"sub":"x"}"#, #"{"sub":"1.0"}"#])
  func withoutSubject(json: String) async {
    let error = await failure { () throws(KakaoError) in try await read(json) }
    #expect(error?.reason == .unreadableAnswer)
  }
}
