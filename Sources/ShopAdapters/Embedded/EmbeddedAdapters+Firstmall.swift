// Made by scripts/embed-adapters from adapters/firstmall/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let firstmall = #"""
# gabia FirstMall: the exports of members and orders, HTML tables that call themselves .xls. What is a fact and what is not: README.md.
version: 1
id: firstmall
release: 1.0.0
name: { ko: 퍼스트몰, en: FirstMall }
platform: 퍼스트몰

yes_words: [y]
no_words: [n]

members:
  id: ["*아이디"]
  name: [이름]
  # Of a business member the numbers are the company's.
  phone:
    first:
      - { labels: [핸드폰], when: { labels: ["*유형"], is_not: [기업] } }
      - { labels: [전화번호], when: { labels: ["*유형"], is_not: [기업] } }
  email: [이메일]
  gender: { labels: [성별], map: { female: [여], male: [남] } }
  birth_date: [생일]
  grade: ["*등급"]
  points: [적립금]
  joined_at: [가입일]
  last_login_at: [최종방문일]
  consents:
    sms: [SMS 수신]
    email: [이메일 수신]
  attributes:
    추천인: [추천인]
    유형: ["*유형"]
    # The letters say that a member signed up with Kakao, not which Kakao user it is.
    카카오 회원: { labels: [연동], map: { 예: ["K", "K/*", "*/K", "*/K/*"] }, others: blank }

orders:
  id: ["*주문번호"]
  member_id: [주문자아이디]
  buyer: { name: [주문자명], phone: { first: [[주문자휴대폰], [주문자연락처]] }, email: [주문자이메일] }
  placed_at: [주문일]
  paid_at: [결제일]
  total: [결제금액]
  items: { name: [상품명], price: [할인가], joined: ", " }

"""#
}
