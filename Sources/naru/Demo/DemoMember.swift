/// One row of the sample shop's member export, as text.
struct DemoMember: Sendable, Hashable {
  var id: String
  var name: String
  var phone: String
  var email: String
  var gender: String
  var birthDate: String
  var grade: String
  var region: String
  var joinedOn: String
  var joinedTime: String
  var smsConsent: String
  var smsConsentOn: String
  var emailConsent: String
  var kakaoUserID: String
  var points: String
  var withdrawn: String
  var recommendedBy: String
  /// How the line is damaged, if it is.
  var damage: Damage?

  enum Damage: Sendable, Hashable {
    /// A comma that nobody quoted makes one cell too many.
    case unquotedComma
    /// The line ends after a few cells.
    case cutShort
    /// The name holds a byte that is no CP949.
    case brokenByte
  }

  /// The labels of the export's columns, in the order in which this merchant ticked them.
  static let labels = [
    "아이디", "이름", "휴대폰번호", "이메일", "성별", "생년월일", "회원등급", "지역", "회원 가입일", "가입시간", "SMS 수신여부",
    "SMS 수신동의일", "이메일 수신여부", "카카오 회원번호", "적립금", "탈퇴여부", "추천인",
  ]

  var cells: [String] {
    [
      id, name, phone, email, gender, birthDate, grade, region, joinedOn, joinedTime, smsConsent, smsConsentOn,
      emailConsent, kakaoUserID, points, withdrawn, recommendedBy,
    ]
  }

  /// The line without its end.
  var line: String {
    switch damage {
    case .unquotedComma:
      var cells = cells.map(DemoExport.quoted)
      cells[7] = region + ",상세주소 미입력"
      return cells.joined(separator: ",")
    case .cutShort: return cells.prefix(5).map(DemoExport.quoted).joined(separator: ",")
    case .brokenByte:
      var copy = self
      copy.name = String(name.prefix(1)) + DemoExport.brokenByte + String(name.dropFirst())
      return copy.cells.map(DemoExport.quoted).joined(separator: ",")
    case nil: return cells.map(DemoExport.quoted).joined(separator: ",")
    }
  }
}

/// How the sample's files are written.
enum DemoExport {
  /// Stands in a text for a byte that no CP949 text holds.
  static let brokenByte = "\u{1}"

  /// A cell in quotes where it needs them.
  static func quoted(_ cell: String) -> String {
    cell.contains(where: { ",\"\n\r".contains($0) }) ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }

  /// Lines with CRLF, in CP949.
  static func bytes(_ lines: [String]) throws -> [UInt8] {
    let text = lines.map { $0 + "\r\n" }.joined()
    let parts = try text.split(separator: Character(brokenByte), omittingEmptySubsequences: false)
      .map { try CP949Encoder.encode(String($0)) }
    return Array(parts.joined(separator: [0xFF]))
  }
}
