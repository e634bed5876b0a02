/// What `naru adapter new` writes: a small adapter that works, to be changed.
enum AdapterTemplate {
  /// The files of a new adapter.
  static func files(id: String) -> [(name: String, text: String)] {
    [
      ("adapter.yaml", manifest(id)), ("README.md", readme(id)), ("samples/members.csv", memberInput),
      ("samples/members.jsonl", memberOutput), ("samples/orders.csv", orderInput),
      ("samples/orders.jsonl", orderOutput),
    ]
  }

  private static func manifest(_ id: String) -> String {
    """
    # How the exports of a platform become members and orders. Put the labels of the platform's files in the place of these;
    # `naru adapter map FILE` proposes them from a file. Then: naru adapter test .
    # 플랫폼 내보내기 파일의 열 이름으로 바꿔 쓰십시오. naru adapter map 파일이 초안을 만들어 줍니다.
    version: 1
    id: \(id)
    release: 0.1.0
    name: { ko: "\(id)", en: "\(id)" }

    yes_words: [Y, "1", "true", 예, 동의]
    no_words: [N, "0", "false", 아니오, 거부]

    members:
      id: [회원아이디, member id]
      name: [이름, name]
      phone: [휴대폰번호, mobile]
      email: [이메일, email]
      birth_date: [생년월일, birth date]
      grade: [회원등급, grade]
      joined_at: [가입일시, joined at]
      consents:
        # One kind never stands for another, and a word that is neither yes nor no is no consent.
        sms:
          labels: [SMS 수신동의, sms consent]
          yes_date: [SMS 수신동의일, sms consented at]
        email: [이메일 수신동의, email consent]

    orders:
      id: [주문번호, order number]
      member_id: [회원아이디, member id]
      buyer:
        name: [주문자명, buyer name]
        phone: [주문자 휴대폰, buyer mobile]
      placed_at: [주문일시, ordered at]
      paid_at: [결제일시, paid at]
      status:
        labels: [주문상태, status]
        map:
          placed: [입금대기]
          paid: [결제완료]
          delivered: [배송완료]
          cancelled: [취소]
      # What was really paid, refunds aside.
      total: [결제금액, total]

    """
  }

  private static func readme(_ id: String) -> String {
    """
    # \(id)

    ## 한국어

    이 어댑터는 어떤 플랫폼의 어떤 화면에서 내려받은 파일을 읽는지 여기에 적습니다.

    1. 관리자 화면에서 어느 메뉴로 들어가 회원 목록을 내려받는지
    2. 주문 목록은 어디에서 내려받는지
    3. 어떤 항목을 골라야 하는지(아이디, 휴대폰, 수신동의와 그 날짜)

    | 항목 | 파일의 열 | 근거 |
    |---|---|---|
    | 회원 아이디 | 회원아이디 | 확인 필요 |
    | SMS 수신동의 | SMS 수신동의 | 확인 필요 |

    ## English

    Say here which files of which platform the adapter reads, and how a merchant gets them, step by step. For each field say where the fact
    comes from: verified with a real export, seen in code, or to be confirmed.

    `samples/` holds inputs beside what they must become; `naru adapter test .` compares them. Use invented people only.

    """
  }

  private static let memberInput = """
    회원아이디,이름,휴대폰번호,이메일,생년월일,회원등급,가입일시,SMS 수신동의,SMS 수신동의일,이메일 수신동의
    flower01,김하나,010-0000-1001,hana@example.com,1990-01-31,VIP,2024-03-02 10:15:00,Y,2025-06-01,N
    rose02,이둘,010-0000-1002,,,일반,2024-04-05 09:00:00,N,,?

    """

  private static let memberOutput = """
    {"kind":"member","id":"flower01","name":"김하나","phone":"+821000001001","email":"hana@example.com","birth_date":"1990-01-31","grade":"VIP","joined_at":"2024-03-02T10:15:00+09:00","consents":[{"kind":"sms","state":"granted","at":"2025-06-01T00:00:00+09:00"},{"kind":"email","state":"denied"}]}
    {"kind":"member","id":"rose02","name":"이둘","phone":"+821000001002","email":null,"birth_date":null,"grade":"일반","joined_at":"2024-04-05T09:00:00+09:00","consents":[{"kind":"sms","state":"denied"}]}

    """

  private static let orderInput = """
    주문번호,회원아이디,주문자명,주문자 휴대폰,주문일시,결제일시,주문상태,결제금액
    20261102-0000001,flower01,김하나,010-0000-1001,2026-11-02 09:00:00,2026-11-02 09:01:00,결제완료,"24,680원"
    20261102-0000002,,박셋,010-0000-1003,2026-11-02 10:00:00,,입금대기,5000

    """

  private static let orderOutput = """
    {"kind":"order","id":"20261102-0000001","member_id":"flower01","buyer":{"name":"김하나","phone":"+821000001001"},"placed_at":"2026-11-02T09:00:00+09:00","paid_at":"2026-11-02T09:01:00+09:00","status":"paid","total":"24680"}
    {"kind":"order","id":"20261102-0000002","buyer":{"name":"박셋","phone":"+821000001003"},"placed_at":"2026-11-02T10:00:00+09:00","status":"placed","total":"5000"}

    """
}
