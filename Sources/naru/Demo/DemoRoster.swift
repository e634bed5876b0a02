import CommonValues

/// The members of the sample shop.
///
/// Invented people, every number and address reserved for examples. Sixty rows; these are not as they should be, and this is what
/// must happen to each (by the member's id, or by its place when it has none):
///
/// | row | fault | what must happen |
/// |---|---|---|
/// | `lily03` | Excel ate the zero of the phone number (`1012341003`) | taken as +821012341003 |
/// | `tulip04` | full-width digits in the phone number | taken as an ordinary number |
/// | 7th | no id | the row is quarantined |
/// | `daisy10` | an unquoted comma, one cell too many | the row is quarantined |
/// | `rose13` | the line ends after five cells | the row is quarantined |
/// | `lily15` | a byte that is no CP949 in the name | the row is quarantined |
/// | `iris17` twice | the same id twice | the last row (grade VIP) wins; reported |
/// | `peony20` | birth date 1990-02-30 | the field alone is left out, with a warning |
/// | `rose21` | the SMS consent is blank | not a consent: in no customer file that asks for one |
/// | `lily23` | the SMS consent says `확인중` | unknown, so not a consent |
/// | `tulip24` | a landline as mobile number | kept, never sent as a phone id |
/// | `iris25`, `daisy26` | one phone number for two members | one row in a phone file; the other is explained |
/// | `violet27` | withdrawn | in no customer file |
/// | `peony28` | blocked the channel (see ``DemoShop/kakaoUsers``) | in no file that asks `not_blocked` |
/// | `rose29` | consented without a date | counts, reported as undated |
/// | `daisy30` | `0000-00-00` as birth date, `-` as Kakao user id | both unknown, no warning |
/// | `lily31` | the e-mail is no address | the field alone is left out, with a warning |
/// | `tulip32` | a line break and quotes in one cell | one row like any other |
/// | `iris33` | points as `12,500원` | 12500 |
/// | `violet35` | a sex that says `기타` | the field alone is left out, with a warning |
enum DemoRoster {
  private static let stems = ["rose", "rose", "lily", "tulip", "iris", "daisy", "violet", "peony"]
  private static let surnames = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오"]
  private static let givenNames = [
    "하나", "서연", "민준", "지우", "도윤", "예린", "시우", "수아", "지호", "하린", "준서", "유나", "건우", "다은", "현우", "채원", "우진", "소율", "선우",
    "지안", "연우", "나은", "정우", "아린", "승현",
  ]
  private static let regions = ["서울", "부산", "대구", "인천", "광주", "대전", "경기", "강원", "전남", "제주"]
  private static let grades = ["일반", "일반", "실버", "골드", "VIP"]

  /// How many rows the export has, one more than members because `iris17` stands there twice.
  static let count = 60

  /// The rows in the order of the export.
  static func rows() -> [DemoMember] {
    var rows = (1...count).map(plain)
    damage(&rows)
    var again = rows[16]
    again.grade = "VIP"
    rows.append(again)
    return rows
  }

  /// A member without a fault.
  static func plain(_ number: Int) -> DemoMember {
    let two = number < 10 ? "0\(number)" : "\(number)"
    let id = stems[number % stems.count] + two
    let agrees = number % 5 != 0
    return DemoMember(
      id: id, name: surnames[number * 7 % surnames.count] + givenNames[number * 3 % givenNames.count],
      phone: "010-1234-10\(two)", email: "\(id)@example.com", gender: number % 3 == 0 ? "남" : "여",
      birthDate: date(year: 1962 + number * 11 % 45, month: 1 + number % 12, day: 1 + number * 5 % 28),
      grade: grades[number % grades.count], region: regions[number % regions.count],
      joinedOn: date(year: 2019 + number % 7, month: 1 + number * 7 % 12, day: 1 + number * 3 % 28),
      joinedTime: "\(10 + number % 12):\(10 + number % 50):00", smsConsent: agrees ? "T" : "F",
      smsConsentOn: agrees ? date(year: 2025, month: 1 + number % 12, day: 1 + number % 28) : "",
      emailConsent: number % 4 == 0 ? "F" : "T", kakaoUserID: number % 6 == 5 ? "" : "\(kakaoUserID(number))",
      points: "\(number * 350 % 9_000)", withdrawn: "F", recommendedBy: number % 9 == 0 ? "rose01" : "", damage: nil)
  }

  /// The Kakao user of a member: ids as long as Kakao's, beyond what a `Double` holds exactly.
  static func kakaoUserID(_ number: Int) -> Int64 { 4_376_016_924_429_700_001 + Int64(number) * 2 }

  private static func damage(_ rows: inout [DemoMember]) {
    func change(_ number: Int, _ id: String, _ edit: (inout DemoMember) -> Void) {
      rows[number - 1].id = id
      rows[number - 1].email = "\(id)@example.com"
      edit(&rows[number - 1])
    }
    change(3, "lily03") {
      $0.phone = "1012341003"
    }
    change(4, "tulip04") {
      $0.phone = "０１０－１２３４－１００４"
    }
    rows[6].id = ""
    change(10, "daisy10") {
      $0.damage = .unquotedComma
    }
    change(13, "rose13") {
      $0.damage = .cutShort
    }
    change(15, "lily15") {
      $0.damage = .brokenByte
    }
    change(17, "iris17") { _ in }
    change(20, "peony20") {
      $0.birthDate = "1990-02-30"
    }
    change(21, "rose21") {
      $0.smsConsent = ""
      $0.smsConsentOn = ""
    }
    change(23, "lily23") {
      $0.smsConsent = "확인중"
    }
    change(24, "tulip24") {
      $0.phone = "02-123-4567"
    }
    change(25, "iris25") {
      $0.smsConsent = "T"
      $0.smsConsentOn = "2025-03-02"
    }
    change(26, "daisy26") {
      $0.phone = "010-1234-1025"
    }
    change(27, "violet27") {
      $0.withdrawn = "T"
    }
    change(28, "peony28") { _ in }
    change(29, "rose29") {
      $0.smsConsentOn = ""
    }
    change(30, "daisy30") {
      $0.birthDate = "0000-00-00"
      $0.kakaoUserID = "-"
    }
    change(31, "lily31") {
      $0.email = "lily31(골뱅이)example.com"
    }
    change(32, "tulip32") {
      $0.recommendedBy = "친구 \"하나\"\n소개"
    }
    change(33, "iris33") {
      $0.points = "12,500원"
    }
    change(35, "violet35") {
      $0.gender = "기타"
    }
  }

  private static func date(year: Int, month: Int, day: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
