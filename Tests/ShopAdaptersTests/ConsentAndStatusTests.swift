import CommonValues
import ShopAdapters
import ShopModel
import Testing

@Suite("Consents and status")
struct ConsentAndStatusTests {
  static let yes = [
    "Y", "y", "T", "t", "O", "1", "true", "TRUE", "yes", "on", "예", "네", "동의", "동의함", "수신", "수신함", "수신 동의", "수신동의함",
    "수신허용",
    "허용", "agree", "agreed", "accepted", "granted", "subscribed", "opt-in",
  ]
  static let no = [
    "N", "n", "F", "X", "0", "false", "no", "off", "아니오", "아니요", "미동의", "비동의", "동의안함", "동의 안함", "동의하지않음", "동의거부",
    "동의철회", "거부",
    "거부함", "거절", "철회", "수신거부", "수신안함", "수신 안함", "수신하지않음", "미수신", "미허용", "차단", "disagree", "denied", "declined",
    "refused",
    "unsubscribed", "not subscribed", "opt-out",
  ]

  @Test("Every word for yes is a consent", arguments: yes)
  func granted(word: String) throws {
    #expect(try Support.member(["이메일 수신여부": " \(word) "]).member.consents == [Consent(.email, .granted)])
  }

  @Test("Every word for no is a refusal", arguments: no)
  func denied(word: String) throws {
    #expect(try Support.member(["이메일 수신여부": word]).member.consents == [Consent(.email, .denied)])
  }

  @Test("Anything else is unknown", arguments: ["M", "동의?", "YY", "2", "수신함안함", "동의예정", "Ｙ"])
  func unknown(word: String) throws {
    let row = try Support.member(["이메일 수신여부": word])
    #expect(row.member.consents.isEmpty && row.warned == ["consents.email:unknown-consent"])
  }

  @Test("Every kind has its columns, and none implies another")
  func kinds() throws {
    let labels: KeyValuePairs<String, ConsentKind> = [
      "모바일 메시지 수신여부": .sms, "e메일 수신여부": .email, "카카오톡 수신동의": .kakao, "푸시 수신여부": .push, "야간 수신동의": .night,
      "개인정보 제3자 제공 동의 여부": .thirdParty, "마케팅 목적의 개인정보 수집 및 이용 동의 여부": .marketing,
    ]
    for (label, kind) in labels {
      let row = try Support.row([("아이디", "a"), (label, "T")], Support.shopExport)
      #expect(row.member.consents == [Consent(kind, .granted)])
    }
  }

  @Test("The date of consent dates a consent and no refusal; the dates of refusal and of change do")
  func dates() throws {
    let at = time("2025-06-01")
    let labels: KeyValuePairs<String, String> = ["SMS 수신여부": "Y", "SMS 수신동의일": "2025-06-01"]
    #expect(try Support.member(labels).member.consents == [Consent(.sms, .granted, at: at)])
    let refused = try Support.member(["SMS 수신여부": "N", "SMS 수신동의일": "2025-06-01"])
    #expect(refused.member.consents == [Consent(.sms, .denied)])
    let dated = try Support.member(["SMS 수신여부": "N", "SMS 수신거부일": "2025-06-01"])
    #expect(dated.member.consents == [Consent(.sms, .denied, at: at)])
    let changed = try Support.member(["SMS 수신여부": "N", "SMS 수신여부 변경일": "2025-06-01"])
    #expect(changed.member.consents == [Consent(.sms, .denied, at: at)])
  }

  @Test("A date without a state is no consent; a bad date leaves an undated one")
  func incomplete() throws {
    #expect(try Support.member(["SMS 수신동의일": "2025-06-01"]).member.consents.isEmpty)
    let row = try Support.member(["SMS 수신여부": "Y", "SMS 수신동의일": "작년"])
    #expect(row.member.consents == [Consent(.sms, .granted)] && row.warned == ["consents.sms:bad-time"])
  }

  @Test(
    "Sexes",
    arguments: [
      ("여", Gender.female), ("F", .female), ("female", .female), ("여성", .female), ("남", .male), ("m", .male),
      ("남자", .male),
    ])
  func genders(word: String, gender: Gender) throws {
    #expect(try Support.member(["성별": word]).member.gender == .value(gender))
  }

  @Test("Who has left, and since when")
  func withdrawn() throws {
    let at = time("2026-10-01")
    let dated = try Support.member(["탈퇴여부": "T", "탈퇴일": "2026-10-01"]).member
    #expect(dated.status == .value(.withdrawn) && dated.withdrawnAt == at)
    let undated = try Support.member(["탈퇴여부": "Y"])
    #expect(undated.member.status == .value(.withdrawn) && undated.member.withdrawnAt == sourceTime)
    let byWord = try Support.member(["회원상태": "탈퇴", "탈퇴일": ""]).member
    #expect(byWord.status == .value(.withdrawn))
    #expect(try Support.member(["탈퇴일": "2026-10-01"]).member.withdrawnAt == at)
  }

  @Test("Who has not left")
  func staying() throws {
    #expect(try Support.member(["탈퇴여부": "F", "탈퇴일": "2026-10-01"]).member.withdrawnAt == nil)
    #expect(try Support.member(["회원상태": "정상", "탈퇴일": "2026-10-01"]).member.status == .value(.active))
    #expect(try Support.member(["탈퇴여부": "F"]).member.status == .unknown)
    #expect(try Support.member(["탈퇴여부": ""]).member.withdrawnAt == nil)
  }

  @Test("Who is dormant")
  func dormant() throws {
    #expect(try Support.member(["회원상태": "휴면"]).member.status == .value(.dormant))
    #expect(try Support.member(["휴면여부": "Y"]).member.status == .value(.dormant))
    #expect(try Support.member(["휴면여부": "N"]).member.status == .value(.active))
    #expect(try Support.member(["휴면처리일": "2026-01-01"]).member.status == .value(.dormant))
    let woken = try Support.member(["휴면처리일": "2026-01-01", "휴면회원 해제일": "2026-02-01"])
    #expect(woken.member.status == .value(.active))
    let again = try Support.member(["휴면처리일": "2026-03-01", "휴면회원 해제일": "2026-02-01"])
    #expect(again.member.status == .value(.dormant))
  }
}
