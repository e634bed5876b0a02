// Made by scripts/embed-adapters from adapters/wisa/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let wisa = #"""
# WISA (SmartWing): the exports of members and orders. What is a fact and what is not: README.md.
version: 1
id: wisa
release: 1.0.0
name: { ko: 위사, en: WISA }
platform: 위사

yes_words: [수신함, Y]
no_words: [수신안함, N]

members:
  id: [아이디]
  name: [이름]
  phone: { first: [[휴대폰], [전화]] }
  email: [이메일]
  gender: { labels: [성별], map: { female: [여, 여자, 여성], male: [남, 남자, 남성] } }
  birth_date: [생년월일]
  grade: [회원등급]
  points: [적립금]
  joined_at: { first: [[가입일시], [가입일]] }
  last_login_at: [최근접속일]
  consents:
    sms: [SMS수신]
    email: [메일수신]
  attributes:
    추천인: [추천인]
    닉네임: [닉네임]

orders:
  id: [주문번호]
  member_id: { labels: [회원아이디], blank: [비회원] }
  buyer: { name: [구매자명], phone: { first: [[구매자 휴대폰번호], [구매자 전화번호]] }, email: [구매자 이메일] }
  placed_at: [주문일시]
  paid_at: [입금일시]
  status:
    labels: [주문상태]
    map:
      placed: [미입금, 입금대기, 입금전]
      paid: [입금완료, 결제완료]
      preparing: [상품준비중, 배송준비중]
      shipped: [배송중]
      delivered: [배송완료]
      cancelled: [취소, 주문취소, 취소완료]
      returned: [반품, 반품완료]
      refunded: [환불, 환불완료]
  total: [실결제금액]
  items:
    id: [주문상품번호]
    name: [주문상품]
    quantity: [주문수량]
    price: [상품단가]

"""#
}
