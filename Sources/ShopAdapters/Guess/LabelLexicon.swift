import Records
import ShopModel

/// What a column's label says about it: labels that are known word for word, and the parts that labels are made of.
struct LabelLexicon: Sendable {
  /// What a label suggests.
  struct Suggestion: Sendable {
    /// Targets, each with how sure it is, 0 to 1.
    var targets: [GuessTarget: Double] = [:]
    /// Whether the column is about something that Naru does not take, such as who receives a parcel.
    var isForeign = false
  }

  /// Parts of a label and what they suggest. A rule fits when each list of `all` has a part in the label and none of `none` is there.
  private struct Rule {
    let targets: [GuessTarget]
    let all: [[String]]
    var none: [String] = []
    var score = 0.75
  }

  private let known: [String: [GuessTarget]]

  init(_ words: GuessWords) { known = words.labels }

  func suggestion(_ label: String) -> Suggestion {
    var found = Suggestion()
    let whole = LabelNormaliser.normalise(label)
    guard !whole.isEmpty else { return found }
    // Of `customer/mobile` or `buyer.phone` the last part says what it is, if the whole is not known.
    let parts = label.split { $0 == "." || $0 == "/" || $0 == ">" }
    let last = parts.count > 1 ? LabelNormaliser.normalise(String(parts[parts.count - 1])) : ""
    for target in known[whole] ?? [] { found.targets[target] = 1 }
    if LabelLexicon.foreign.contains(where: whole.contains), found.targets.isEmpty {
      found.isForeign = true
      return found
    }
    for target in known[last] ?? [] { found.targets[target] = max(found.targets[target] ?? 0, 0.85) }
    for rule in LabelLexicon.rules where LabelLexicon.fits(rule, whole) {
      for target in rule.targets { found.targets[target] = max(found.targets[target] ?? 0, rule.score) }
    }
    return found
  }

  private static func fits(_ rule: Rule, _ label: String) -> Bool {
    rule.all.allSatisfy { $0.contains { has($0, label) } } && !rule.none.contains { has($0, label) }
  }

  /// A part that begins with `^` must begin the label, one that ends with `$` must end it.
  private static func has(_ part: String, _ label: String) -> Bool {
    switch (part.hasPrefix("^"), part.hasSuffix("$")) {
    case (true, true): label == part.dropFirst().dropLast()
    case (true, false): label.hasPrefix(part.dropFirst())
    case (false, true): label.hasSuffix(part.dropLast())
    default: label.contains(part)
    }
  }

  /// The phone number of a delivery is no marketing contact (DESIGN §3.4), and neither is a guardian's or a seller's.
  private static let foreign = [
    "수취인", "수령인", "수령자", "받는", "배송지", "수신인", "받으실", "보호자", "법정대리", "추천인", "판매자", "공급사", "사업자", "송장", "운송장",
    "배송메", "배송요청", "환불계좌", "입금자", "receiver", "recipient", "shipping", "shipto", "delivery", "consignee",
    "guardian", "seller", "vendor", "tracking", "password", "비밀번호", "passwd", "주민", "계좌",
  ]

  // MARK: Rules

  private static let dateWords = ["일시", "일자", "날짜", "시각", "일$", "date", "at$", "on$", "time$"]

  private static func member(_ field: String, _ part: GuessTarget.Part = .value) -> [GuessTarget] {
    [GuessTarget(.members, field, part)]
  }

  private static func order(_ field: String, _ part: GuessTarget.Part = .value) -> [GuessTarget] {
    [GuessTarget(.orders, field, part)]
  }

  private static let rules: [Rule] = people + dates + consents + purchases

  private static let buyer = ["주문자", "구매자", "주문인", "buyer", "orderer", "purchaser", "billing", "customer"]
  private static let idWords = ["아이디", "id$", "no$", "code$", "번호$", "코드$", "key$", "uid", "seq$"]

  private static let people: [Rule] = [
    Rule(
      targets: member("id"),
      all: [["회원", "고객", "유저", "사용자", "member", "user", "customer", "login", "account", "mem", "cust"], idWords],
      none: ["카카오", "kakao", "주문", "order", "전화", "휴대", "연락", "phone"]),
    Rule(
      targets: member("id"), all: [["^id$", "^uid$", "^userid$", "아이디"]], none: ["주문", "order", "카카오", "kakao"],
      score: 0.7),
    Rule(
      targets: member("name") + order("buyer.name"), all: [["이름", "성명", "성함", "name"]],
      none: ["상품", "product", "item", "user", "login", "file", "등급", "grade", "nick", "닉네임", "회사", "company", "옵션"]),
    Rule(targets: order("buyer.name"), all: [buyer, ["명$", "이름", "name", "성함"]], score: 0.85),
    Rule(
      targets: member("phone") + order("buyer.phone"),
      all: [["휴대", "핸드폰", "모바일", "mobile", "cell", "^hp", "hp$", "handphone"]],
      none: ["수신", "동의", "인증", "agree", "consent", "동의일"]),
    Rule(
      targets: member("phone", .second) + order("buyer.phone", .second),
      all: [["전화", "연락처", "phone", "tel", "contact"]],
      none: ["휴대", "수신", "동의", "mobile", "cell", "agree", "consent", "핸드폰"]),
    Rule(
      targets: member("email") + order("buyer.email"), all: [["이메일", "e메일", "메일", "mail"]],
      none: ["수신", "동의", "consent", "agree", "opt", "subscribe", "인증", "발송"]),
    Rule(targets: member("gender"), all: [["성별", "gender", "^sex"]], score: 0.9),
    Rule(
      targets: member("birth_date"), all: [["생년", "생일", "출생", "birth", "dob"]], none: ["음력", "lunar", "결혼"], score: 0.9),
    Rule(
      targets: member("grade"), all: [["등급", "grade", "membership", "level", "tier", "그룹", "group"]],
      none: ["id$", "코드", "code", "일시", "date", "수신", "동의"]),
    Rule(
      targets: member("region"), all: [["지역", "시도", "거주", "region", "province", "state$", "^city"]], none: ["상태", "국가"]),
    Rule(
      targets: member("points"), all: [["적립", "포인트", "마일리지", "point", "mileage", "reserve", "credit"]],
      none: ["사용한", "총사용", "누적", "used", "동의", "날짜", "일시"], score: 0.7),
    Rule(
      targets: member("status"), all: [["상태", "status", "state$"]],
      none: ["주문", "배송", "결제", "order", "pay", "ship", "수신"], score: 0.65),
    Rule(
      targets: member("kakao_user_id"), all: [["카카오", "kakao"], ["id", "아이디", "회원번호", "고유"]],
      none: ["채널", "channel", "수신"], score: 0.85),
  ]

  private static let dates: [Rule] = [
    Rule(
      targets: member("joined_at"),
      all: [["가입", "등록", "regist", "signup", "signedup", "join", "created", "subscribed"], dateWords],
      none: ["동의", "탈퇴", "consent"], score: 0.8),
    Rule(
      targets: member("joined_at", .time), all: [["가입", "등록", "join", "signup"], ["시간", "time$"]],
      none: ["일시", "datetime"], score: 0.7),
    Rule(
      targets: member("last_login_at"),
      all: [["최종", "최근", "마지막", "last", "latest"], ["접속", "로그인", "방문", "login", "visit", "seen", "access"]],
      none: ["ip", "횟수", "count"], score: 0.85),
    Rule(
      targets: member("updated_at"), all: [["수정", "변경", "갱신", "update", "modif", "changed"], dateWords],
      none: ["동의", "수신", "등급", "비밀번호", "consent", "password", "주문", "order"], score: 0.75),
    Rule(
      targets: order("updated_at"), all: [["수정", "변경", "갱신", "update", "modif", "changed"], dateWords],
      none: ["동의", "수신", "회원", "member"], score: 0.75),
    Rule(
      targets: member("withdrawn"), all: [["탈퇴", "withdraw", "leave", "secede", "quit"]],
      none: dateWords + ["사유", "reason"], score: 0.8),
    Rule(
      targets: member("withdrawn", .yesDate), all: [["탈퇴", "withdraw", "leave", "left", "quit"], dateWords], score: 0.8),
    Rule(
      targets: member("dormant"), all: [["휴면", "dormant", "sleep", "inactive"]], none: dateWords + ["해제"], score: 0.8),
    Rule(
      targets: member("dormant", .yesDate), all: [["휴면", "dormant", "sleep"], dateWords], none: ["해제"], score: 0.8),
    Rule(targets: member("dormant", .noDate), all: [["휴면"], ["해제"], dateWords], score: 0.8),
  ]

  /// One kind of consent never stands for another, so each needs its own word in the label.
  private static let consents: [Rule] = {
    let asks = ["수신", "동의", "허용", "consent", "agree", "opt", "subscribe", "accept", "allow", "receive"]
    let channels: [(ConsentKind, [String], [String])] = [
      (.sms, ["sms", "문자", "lms", "모바일메시지", "모바일메세지"], ["야간", "night"]),
      (.email, ["이메일", "e메일", "메일", "mail", "뉴스레터", "newsletter"], ["야간", "night", "sms", "문자"]),
      (.kakao, ["카카오", "카톡", "알림톡", "kakao"], ["야간", "night", "id", "아이디"]),
      (.push, ["푸시", "push", "앱알림"], ["야간", "night"]),
      (.night, ["야간", "night"], []),
      (.thirdParty, ["제3자", "3자제공", "삼자", "thirdparty", "3rdparty"], []),
      (
        .marketing, ["마케팅", "광고", "홍보", "marketing", "promotion", "^ad"],
        ["야간", "night", "sms", "문자", "메일", "mail", "푸시", "push", "카카오", "제3자"]
      ),
    ]
    var rules: [Rule] = []
    for (kind, names, none) in channels {
      let field = "consents.\(kind.rawValue)"
      let refusal = ["거부", "철회", "denied", "refused", "revoked", "optout"]
      let change = ["변경", "수정", "changed", "updated"]
      rules.append(Rule(targets: member(field), all: [names, asks], none: none + dateWords + refusal, score: 0.85))
      rules.append(
        Rule(
          targets: member(field, .yesDate), all: [names, asks, dateWords], none: none + refusal + change, score: 0.8))
      rules.append(Rule(targets: member(field, .noDate), all: [names, refusal, dateWords], none: none, score: 0.8))
      rules.append(
        Rule(targets: member(field, .changedDate), all: [names, asks, change, dateWords], none: none, score: 0.8))
    }
    return rules
  }()

  private static let purchases: [Rule] = [
    Rule(
      targets: order("id"), all: [["주문", "order", "거래", "transaction"], idWords],
      none: [
        "상품", "품목", "item", "line", "회원", "주문자", "member", "orderer", "전화", "휴대", "phone", "customer", "buyer", "user",
      ], score: 0.85),
    Rule(
      targets: order("items.id"), all: [["상품", "품목", "item", "line"], ["주문번호", "주문id", "orderno", "id$", "no$"]],
      none: ["상품번호", "상품코드", "product"], score: 0.75),
    Rule(
      targets: order("member_id"),
      all: [
        ["회원", "주문자", "구매자", "member", "user", "customer", "buyer"], ["아이디", "id$", "회원번호", "memberno", "userno"],
      ],
      none: ["카카오", "kakao"], score: 0.85),
    Rule(
      targets: order("placed_at"), all: [["주문", "order", "placed", "purchase"], dateWords],
      none: ["취소", "변경", "수정", "cancel", "paid", "결제"], score: 0.85),
    Rule(targets: order("placed_at", .time), all: [["주문", "order"], ["시간", "time$"]], none: ["일시"], score: 0.7),
    Rule(
      targets: order("paid_at"), all: [["결제", "입금", "paid", "payment"], dateWords],
      none: ["취소", "환불", "예정", "마감", "due", "cancel"], score: 0.85),
    Rule(
      targets: order("paid_at", .time), all: [["결제", "입금", "payment"], ["시간", "time$"]], none: ["일시"], score: 0.7),
    Rule(targets: order("status"), all: [["상태", "status", "state$", "단계"]], none: ["회원", "member"], score: 0.75),
    Rule(targets: order("currency"), all: [["통화", "화폐", "currency"]], none: ["환율", "rate"], score: 0.9),
    Rule(
      targets: order("total"), all: [["실결제", "실제결제", "최종결제", "paidamount", "amountpaid", "totalpaid", "결제금액", "결제액"]],
      none: ["품목", "상품별", "item", "line", "예정", "취소"], score: 0.9),
    Rule(
      targets: order("total"), all: [["금액", "합계", "총액", "total", "amount", "sum"]],
      none: [
        "상품", "품목", "item", "line", "할인", "배송", "환불", "취소", "적립", "쿠폰", "discount", "ship", "refund", "tax", "coupon",
        "공급가", "부가세", "qty", "수량",
      ],
      score: 0.65),
    Rule(
      targets: order("refunded"), all: [["환불", "취소", "refund"], ["금액", "액$", "amount", "total", "refunded$"]],
      none: dateWords, score: 0.85),
    Rule(
      targets: order("items.name"),
      all: [["상품", "품목", "제품", "product", "item", "lineitem"], ["명$", "이름", "name", "title", "^product$", "^item$"]],
      score: 0.85),
    Rule(
      targets: order("items.quantity"), all: [["수량", "개수", "quantity", "qty", "count$", "pcs"]],
      none: ["총", "total", "취소", "cancel"], score: 0.8),
    Rule(
      targets: order("items.price"), all: [["단가", "판매가", "상품가", "unitprice", "itemprice", "price"]],
      none: ["총", "total", "할인", "discount", "배송", "ship"], score: 0.75),
    Rule(
      targets: order("items.total"), all: [["상품", "품목", "item", "line"], ["결제", "합계", "total", "금액"]],
      none: ["할인", "취소", "환불", "discount", "refund"], score: 0.7),
  ]
}
