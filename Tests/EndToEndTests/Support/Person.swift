/// An invented member: what the shop's export says, and what therefore should stand at Kakao.
struct Person: Sendable {
  let number: Int
  var points: Int
  var region: String
  var isVIP: Bool
  var smsConsent: Bool?
  var hasKakaoUser: Bool

  init(_ number: Int) {
    self.number = number
    points = number * 10
    region = number % 2 == 0 ? "서울" : "제주"
    isVIP = number % 3 == 0
    smsConsent = number % 4 == 0 ? false : true
    hasKakaoUser = number % 5 != 0
  }

  var id: String { "member" + padded(5) }
  /// Marked: `가명` and the number stand nowhere else.
  var name: String { "가명" + padded(5) }
  var localPhone: String { "010-" + padded(8).prefix(4) + "-" + padded(8).suffix(4) }
  var phone: String { "8210" + padded(8) }
  var email: String { "marked" + padded(5) + "@example.com" }
  var kakaoUser: Int64 { 7_000_000_000 + Int64(number) }

  /// A row of the export, without its line end.
  var line: String {
    [
      id, name, localPhone, email, region, isVIP ? "VIP" : "일반", "\"\(points)\"",
      smsConsent.map { $0 ? "Y" : "N" } ?? "", hasKakaoUser ? "\(kakaoUser)" : "",
    ].joined(separator: ",")
  }

  static let header = "아이디,이름,휴대폰번호,이메일,지역,회원등급,사용가능 적립금,SMS 수신여부,카카오 회원번호"

  /// The row of the file of app users; nil for who does not belong in it.
  var appRow: KakaoRow? {
    guard smsConsent == true, hasKakaoUser else { return nil }
    return KakaoRow(userType: "app", id: "\(kakaoUser)", fields: ["포인트": "\(points)", "지역": "\"\(region)\""])
  }

  /// The row of the file by phone; nil for who does not belong in it.
  var phoneRow: KakaoRow? {
    guard smsConsent == true, isVIP else { return nil }
    return KakaoRow(userType: "phone", id: phone, fields: ["이름": "\"\(name)\"", "지역": "\"\(region)\""])
  }

  private func padded(_ digits: Int) -> String {
    String(repeating: "0", count: max(0, digits - "\(number)".count)) + "\(number)"
  }
}

extension [Person] {
  static func numbered(_ numbers: ClosedRange<Int>) -> [Person] { numbers.map { Person($0) } }

  /// The export as the shop would give it.
  var export: [UInt8] {
    [UInt8](([Person.header] + map(\.line)).map { $0 + "\r\n" }.joined().utf8)
  }
}
