import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

/// A transport with the same answer to everything.
func always(_ json: String) -> ScriptedTransport {
  ScriptedTransport { _, _ throws(HTTPTransportError) in ok(json) }
}

@Suite struct UserTests {
  static let full = #"""
    {"id":1376016924429759228,"has_signed_up":true,"connected_at":"2026-01-02T03:04:05Z",
     "synched_at":"2026-01-02T03:04:06.5Z","properties":{"grade":"VIP","odd":5,"nickname":"하나"},
     "kakao_account":{"profile_needs_agreement":false,"profile_nickname_needs_agreement\t":false,
      "profile":{"nickname":"하나","thumbnail_image_url":"https://img.example.com/110.jpg",
       "profile_image_url":"https://img.example.com/640.jpg","is_default_image":false,"is_default_nickname":true},
      "name_needs_agreement":true,"email_needs_agreement":false,"is_email_valid":true,"is_email_verified":true,
      "email":"hana@example.com","age_range_needs_agreement":false,"age_range":"20~29","birthyear":"2000",
      "birthday":"0229","birthday_type":"SOLAR","is_leap_month":false,"gender":"female",
      "phone_number":"+82 010-0000-0001","ci":"Q0k=","ci_authenticated_at":"2026-01-01T00:00:00Z",
      "legal_name":"김하나","legal_birth_date":"20000229","legal_gender":"FEMALE","is_korean":true,"has_email":true},
     "for_partner":{"uuid":"u-1"},"group_user_token":"g-1","later":{"x":[1]}}
    """#

  private func user(_ json: String) async throws -> KakaoUser {
    try await client(answering: ok(json)).user(.token(Secret("marked-token")))
  }

  private func account(_ fields: String) async throws -> KakaoAccount {
    try #require(try await user("{\"id\":1,\"kakao_account\":{\(fields)}}").account)
  }

  @Test("everything that Kakao documents of a user is read and normalised")
  func everything() async throws {
    let user = try await user(UserTests.full)
    #expect(user.id == 1_376_016_924_429_759_228)
    #expect(user.hasSignedUp == true)
    #expect(user.connectedAt == Timestamp("2026-01-02T03:04:05Z"))
    #expect(user.synchedAt == Timestamp("2026-01-02T03:04:06.500Z"))
    #expect(user.properties == ["grade": "VIP", "nickname": "하나"])
    #expect(user.uuid == "u-1" && user.groupUserToken == "g-1")
    let account = try #require(user.account)
    #expect(
      account.profile
        == KakaoProfile(
          nickname: "하나", thumbnailImageURL: "https://img.example.com/110.jpg",
          profileImageURL: "https://img.example.com/640.jpg", isDefaultImage: false, isDefaultNickname: true))
    #expect(account.name == nil && account.absence(of: .name) == .consentMissing)
    #expect(account.verifiedEmail == "hana@example.com")
    #expect(account.ageRange?.rawValue == "20~29")
    #expect(account.birth?.solarDate == CalendarDate(year: 2000, month: 2, day: 29))
    #expect(account.gender == .female && account.legalGender == .female)
    #expect(account.phoneNumber?.e164 == "+821000000001")
    #expect(account.ci == "Q0k=" && account.ciAuthenticatedAt == Timestamp("2026-01-01T00:00:00Z"))
    #expect(account.legalName == "김하나" && account.isKorean == true)
    #expect(account.legalBirthDate == CalendarDate(year: 2000, month: 2, day: 29))
    #expect(account.absence(of: .ageRange) == .noValue && account.absence(of: .phoneNumber) == .notRequested)
    // The tab behind the key stands in Kakao's own example.
    #expect(account.needsAgreement[.nickname] == false)
  }

  @Test("with nothing but an id a user is complete")
  func minimal() async throws {
    #expect(try await user(#"{"id":1}"#) == KakaoUser(id: 1))
    #expect(try await user(#"{"id":1,"properties":null,"kakao_account":null}"#) == KakaoUser(id: 1))
    #expect(try await user(#"{"id":1,"kakao_account":{}}"#) == KakaoUser(id: 1, account: KakaoAccount()))
    let odd = #"{"id":1,"connected_at":5,"properties":[],"kakao_account":{"email":7,"birthyear":2000,"profile":"x"}}"#
    #expect(try await user(odd) == KakaoUser(id: 1, account: KakaoAccount()))
  }

  @Test(
    "an id is a 64-bit integer, as a number or as text, and exact",
    arguments: [
      ("9223372036854775807", .max), (#""1376016924429759228""#, 1_376_016_924_429_759_228),
      ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775808", nil), ("1376016924429759.5", nil),
      (#""1.5""#, nil), (#""""#, nil), (#""１""#, nil), (#""+1""#, nil), ("null", nil), ("true", nil), ("{}", nil),
      ("[1]", nil),
    ] as [(String, Int64?)])
  func ids(text: String, id: Int64?) async {
    let user = try? await user("{\"id\":\(text)}")
    #expect(user?.id == id)
  }

  @Test(
    "an id that is written as a fraction is the same number or none, never one nearby",
    arguments: ["1376016924429759229.0", "1.376016924429759229e18", "13760169244297592290e-1"])
  func fractionalIDs(text: String) async {
    let id = (try? await user("{\"id\":\(text)}"))?.id
    #expect(id == nil || id == 1_376_016_924_429_759_229)
  }

  @Test(
    "a phone number is normalised from every shape in which Kakao has shown one",
    arguments: [
      ("+82 10-0000-0001", "+821000000001"), ("+82 010-0000-0001", "+821000000001"),
      ("+82 10 0000 0001", "+821000000001"), ("010-0000-0001", "+821000000001"), ("+1 202-555-0100", "+12025550100"),
      ("+82 00-0000-0000", nil), ("unknown", nil),
    ] as [(String, String?)])
  func phones(text: String, e164: String?) async throws {
    let account = try await account("\"phone_number\":\"\(text)\"")
    #expect(account.phoneNumber?.e164 == e164)
    #expect(account.phoneNumberText == text)
  }

  @Test(
    "an e-mail address counts only when it is valid and verified",
    arguments: [
      ("true", "true", true), ("true", "false", false), ("false", "true", false), ("null", "true", false),
      ("true", "null", false),
    ])
  func emails(valid: String, verified: String, counts: Bool) async throws {
    let account = try await account(
      "\"email\":\"hana@example.com\",\"is_email_valid\":\(valid),\"is_email_verified\":\(verified)")
    #expect((account.verifiedEmail != nil) == counts)
    #expect(account.email == "hana@example.com")
  }

  @Test("an e-mail address without either flag does not count")
  func unflaggedEmail() async throws {
    #expect(try await account(#""email":"hana@example.com""#).verifiedEmail == nil)
  }

  @Test("a lunar birthday stays lunar and is no date of the Gregorian calendar")
  func lunar() async throws {
    let account = try await account(
      #""birthyear":"1990","birthday":"0630","birthday_type":"LUNAR","is_leap_month":true"#)
    #expect(account.birth == KakaoBirth(year: 1990, month: 6, day: 30, calendar: .lunar, isLeapMonth: true))
    #expect(account.birth?.solarDate == nil)
  }

  @Test("a birth date needs year and day, and a day that exists")
  func births() async throws {
    #expect(try await account(#""birthyear":"1990""#).birth == KakaoBirth(year: 1990))
    #expect(try await account(#""birthday":"1231""#).birth?.solarDate == nil)
    #expect(try await account(#""birthyear":"2001","birthday":"0229""#).birth?.solarDate == nil)
    #expect(
      try await account(#""birthyear":"2000","birthday":"0229""#).birth?.solarDate
        == CalendarDate(year: 2000, month: 2, day: 29))
    let later = try await account(#""birthyear":"2000","birthday":"0101","birthday_type":"julian""#).birth
    #expect(later?.calendar?.rawValue == "JULIAN" && later?.solarDate == nil)
    for birthday in ["1301", "0000", "131", "0a01", "００１１", ""] {
      #expect(try await account("\"birthday\":\"\(birthday)\"").birth == nil, "\(birthday)")
    }
    #expect(try await account(#""birthyear":"0000""#).birth == nil)
  }

  @Test("sex is compared without regard to case, and a new word is kept", arguments: ["female", "FEMALE", "Female"])
  func gender(word: String) async throws {
    #expect(try await account("\"gender\":\"\(word)\"").gender == .female)
    #expect(try await account(#""gender":"X""#).gender?.rawValue == "x")
  }

  @Test(
    "an age band gives its ages, however it is written",
    arguments: [
      ("20~29", 20, 29), ("20-29", 20, 29), ("1~9", 1, 9), ("0~9", 0, 9), ("90~", 90, nil), ("90+", nil, nil),
      ("", nil, nil), ("29~20", nil, nil), ("~9", nil, nil), ("1~2~3", nil, nil),
    ] as [(String, Int?, Int?)])
  func ages(text: String, youngest: Int?, oldest: Int?) {
    let band = KakaoAgeRange(rawValue: text)
    #expect(band.ages?.youngest == youngest && band.ages?.oldest == oldest)
    if text == "20-29" { #expect(band == KakaoAgeRange(rawValue: "20~29")) }
  }

  @Test("a time without an offset is UTC")
  func times() async throws {
    let user = try await user(
      #"{"id":1,"connected_at":"2026-01-02T03:04:05","synched_at":"2026-01-02T12:04:05+09:00"}"#)
    #expect(user.connectedAt == Timestamp("2026-01-02T03:04:05Z") && user.synchedAt == user.connectedAt)
  }

  @Test("a user is asked for with the token alone, or with the key and the id")
  func requests() async throws {
    let transport = always(#"{"id":7}"#)
    let client = client(transport)
    _ = try await client.user(.token(Secret("marked-token")))
    _ = try await client.user(.user(7), properties: [.email, .properties], secureImages: false)
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v2/user/me?secure_resource=true")
    #expect(transport.requests[0].headers["Authorization"] == "Bearer marked-token")
    #expect(
      transport.requests[1].url == "https://kapi.kakao.com/v2/user/me?target_id_type=user_id&target_id=7"
        + "&secure_resource=false&property_keys=%5B%22kakao_account.email%22%2C%22properties.%22%5D")
    #expect(transport.requests[1].headers["Authorization"] == "KakaoAK marked-key")
  }

  @Test("an answer about another user than the one that was asked for is no answer")
  func otherUser() async {
    let client = client(answering: ok(#"{"id":8}"#))
    let error = await failure { () throws(KakaoError) in try await client.user(.user(7)) }
    #expect(error?.reason == .unreadableAnswer)
  }

  @Test("printing a user shows no personal data")
  func redacted() async throws {
    let user = try await user(UserTests.full)
    var dump = ""
    Swift.dump(user, to: &dump)
    Swift.dump(user.account, to: &dump)
    let birth = try #require(user.account?.birth)
    let profile = try #require(user.account?.profile)
    let text = "\(user) \(String(reflecting: user)) \(user.account as Any) \(birth) \(profile) \(dump)"
    for marked in ["hana", "하나", "0000", "2000", "Q0k=", "VIP", "img.example"] {
      #expect(!text.contains(marked), "\(marked)")
    }
  }
}
