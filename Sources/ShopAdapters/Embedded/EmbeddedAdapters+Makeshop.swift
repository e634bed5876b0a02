// Made by scripts/embed-adapters from adapters/makeshop/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let makeshop = #"""
# MakeShop: the legacy open API's JSON as files, exports by likely labels, webhooks by name. What is a fact and what is not: README.md.
version: 1
id: makeshop
release: 1.0.0
name: { ko: 메이크샵, en: MakeShop }
platform: 메이크샵

yes_words: [Y, 동의, 수신]
no_words: [N, 거부, 수신거부]

members:
  id: { first: [[id], [아이디, 회원아이디]] }
  name: { first: [[hname], [이름, 회원명]] }
  phone: { first: [[mobile], [휴대폰, 휴대폰번호, 핸드폰], [phone], [전화번호]] }
  email: { first: [[email], [이메일]] }
  gender: { labels: [sex, 성별], map: { female: [F, 여, 여자, 여성], male: [M, 남, 남자, 남성] } }
  birth_date: [birth_day, 생년월일]
  grade: { first: [[group_name], [회원그룹, 회원등급]] }
  points: [reserve, 적립금]
  joined_at: [reg_date, 가입일, 가입일시]
  last_login_at: [login_date, 최근접속일, 최종접속일]
  consents:
    sms: [sms_receive, SMS수신, SMS 수신여부]
    email: [email_receive, 메일수신, 이메일 수신여부]
    push: [push_receive]
  attributes:
    추천인: [recommand_id]

orders:
  id: [ordernum, 주문번호]
  member_id: [주문자아이디, 회원아이디]
  buyer: { name: [주문자명, 주문자], phone: [주문자 휴대폰], email: [주문자 이메일] }
  placed_at: [주문일, 주문일시, 주문일자]
  paid_at: [결제일, 결제일시, 입금일]
  status:
    labels: [주문상태]
    map:
      placed: [입금대기, 미입금]
      paid: [결제완료, 입금완료]
      shipped: [배송중]
      delivered: [배송완료]
      cancelled: [취소, 주문취소, 취소완료]
      returned: [반품, 반품완료]
      refunded: [환불, 환불완료]
  total: [결제금액, 실결제금액]

webhook:
  # How MakeShop proves a call is not known. The shop's config puts a token of its own into the URL, or where it has to be.
  verify: { token: { query: token } }
  event: [{ path: event_code }, { path: event }]
  payload: [data, .]
  # Where the order's number stands in the body is not known: the places are those that others use.
  orders: { id: [ordernum, order_num, order_no, orderNo] }
  routes:
    ORDER_PAID: { to: refetch, entity: order }
    ORDER_CANCEL: { to: refetch, entity: order }
    ORDER_REFUND: { to: refetch, entity: order }
    DELIVERY_READY: ignore
    DELIVERY: ignore
    DELIVERY_COMPLETE: ignore
    PRODUCT_ADD: ignore
    PRODUCT_STATUS: ignore
    PRODUCT_DELETE: ignore
    CATEGORY_CHANGE: ignore

"""#
}
