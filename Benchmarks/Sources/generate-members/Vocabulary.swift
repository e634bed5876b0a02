#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The words that rows are made of, in CP949.
struct Vocabulary {
  static let columns = [
    "번호", "아이디", "이름", "회원등급", "휴대폰번호", "전화번호", "이메일", "성별", "생년월일", "지역", "우편번호", "주소1", "주소2",
    "회원 가입일", "가입시간", "최종접속일", "최종주문일", "총구매금액", "누적주문건수", "총적립금", "사용가능 적립금", "SMS 수신여부",
    "SMS 수신동의일", "이메일 수신여부", "이메일 수신동의일", "카카오 회원번호", "추천인 아이디", "탈퇴여부", "회원 가입경로", "메모",
  ]

  let header: [UInt8]
  let idWords = [
    "rose", "lily", "tulip", "daisy", "peony", "iris", "camellia", "azalea", "lotus", "cosmos", "aster", "violet",
  ]
  .map { Array($0.utf8) }
  let surnames: [[UInt8]]
  let givenNames: [[UInt8]]
  let grades: [[UInt8]]
  let male: [UInt8]
  let female: [UInt8]
  let regions: [[UInt8]]
  let provinces: [[UInt8]]
  let districts: [[UInt8]]
  let streets: [[UInt8]]
  let apartments: [[UInt8]]
  let building: [UInt8]
  let room: [UInt8]
  let floor: [UInt8]
  let sources: [[UInt8]]
  let memos: [[UInt8]]
  let quotedMemos: [[UInt8]]

  init() throws {
    let cp949 = try CP949Encoder()
    func all(_ words: [String]) throws -> [[UInt8]] { try words.map(cp949.encode) }
    header = try cp949.encode(Self.columns.joined(separator: ",") + "\r\n")
    surnames = try all([
      "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황", "안", "송", "홍", "남궁",
    ])
    let syllables = [
      "하", "나", "민", "서", "지", "우", "예", "은", "도", "윤", "수", "현", "준", "아", "영", "진", "소", "연", "재", "호",
    ]
    givenNames = try all(syllables.flatMap { first in syllables.map { first + $0 } })
    grades = try all(["일반회원", "실버", "골드", "VIP", "VVIP"])
    male = try cp949.encode("남")
    female = try cp949.encode("여")
    regions = try all(["서울", "경기", "부산", "인천", "대구", "대전", "광주", "울산", "제주", "강원"])
    provinces = try all([
      "서울특별시", "경기도", "부산광역시", "인천광역시", "대구광역시", "대전광역시", "광주광역시", "울산광역시", "제주특별자치도", "강원특별자치도",
    ])
    districts = try all(["중구", "동구", "서구", "남구", "북구", "강서구", "꽃마을구", "나루구", "새벽구", "바람구", "한빛구", "푸른시"])
    streets = try all(["나루터로", "꽃길", "봄빛로", "은하수로", "새싹길", "햇살로", "강변북로", "달맞이길", "벚꽃로", "솔바람길"])
    building = try cp949.encode("동")
    room = try cp949.encode("호")
    floor = try cp949.encode("층")
    sources = try all(["PC쇼핑몰", "모바일웹", "모바일앱", "카카오싱크", "네이버페이", "오프라인"])
    apartments = try all(["나루한빛마을아파트", "꽃들마을 푸른하늘 오피스텔", "새벽강변타운", "은하수빌라", "달맞이언덕 주상복합"])
    memos = try all([
      "", "부재 시 경비실에 맡겨 주시고 문자로 알려 주시기 바랍니다. 공동 현관 비밀번호는 따로 보내 드립니다",
      "배송 전 반드시 연락 부탁드립니다 / 오후 두 시 이후 통화 가능합니다. 물에 꽂아 둘 꽃병도 함께 부탁드립니다",
      "재구매 고객 - 지난번 주문하신 꽃다발이 마음에 드셨다고 합니다. 다음 기념일에도 같은 구성으로 안내해 드리기로 했습니다",
      "선물 포장 선호 / 리본은 연분홍색으로 / 영수증은 동봉하지 말아 달라고 하셨습니다", "정기 배송 신청 문의 있었음 (매월 첫째 주 화요일 오전 희망)",
    ])
    quotedMemos = try all([
      "\"문 앞에 놓고, 벨은 누르지 말아 주세요\"", "\"이름표에 \"\"생일 축하해\"\" 라고 적어 주세요\"", "\"첫째 줄\r\n둘째 줄\"",
    ])
  }
}

/// UTF-8 to CP949 by the system's iconv. Used for the words only, never for a row.
private final class CP949Encoder {
  private let handle: iconv_t

  init() throws {
    guard let handle = iconv_open("CP949", "UTF-8"), handle != iconv_t(bitPattern: -1) else {
      throw OutputFile.Failure(call: "iconv_open CP949", code: errno)
    }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  func encode(_ text: String) throws -> [UInt8] {
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2)
    let length = try input.withUnsafeMutableBufferPointer { source in
      try output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var fromLeft = source.count
        var to = target.baseAddress
        var toLeft = target.count
        guard iconv(handle, &from, &fromLeft, &to, &toLeft) != Int.max.magnitude &* 2 &+ 1, fromLeft == 0 else {
          throw OutputFile.Failure(call: "iconv", code: errno)
        }
        return target.count - toLeft
      }
    }
    return output[..<length].map { UInt8(bitPattern: $0) }
  }
}
