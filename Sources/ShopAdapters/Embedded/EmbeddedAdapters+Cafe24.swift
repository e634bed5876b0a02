// Made by scripts/embed-adapters from adapters/cafe24/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let cafe24 = #"""
# cafe24: webhooks {event_no, resource}, and the exports of members and orders. What is a fact and what is not: README.md.
version: 1
id: cafe24
release: 1.0.0
name: { ko: 카페24, en: cafe24 }
platform: 카페24

yes_words: [T, Y, 동의, 동의함, 수신, 수신함, 수신동의]
no_words: [F, N, 미동의, 동의안함, 거부, 수신거부, 수신안함, 미수신]

members:
  id: [아이디]
  name: [이름]
  phone: { first: [[휴대폰번호], [전화번호]] }
  email: [이메일]
  gender: { labels: [성별], map: { female: [여, 여자, 여성, F], male: [남, 남자, 남성, M] } }
  # A day of the lunar calendar is another day each year.
  birth_date: { labels: [생년월일], when: { labels: [양력(T)/음력(F)], is_not: [F, 음력] } }
  grade: [회원등급]
  region: [지역]
  points: [사용가능 적립금]
  joined_at: { labels: [회원 가입일], time: [가입시간] }
  last_login_at: [최종접속일]
  withdrawn:
    labels: [탈퇴여부]
    yes_words: [T, Y, 탈퇴, 탈퇴회원]
    no_words: [F, N, 정상, 미탈퇴]
    yes_date: [탈퇴일]
  dormant: { yes_date: [휴면처리일], no_date: [휴면회원 해제일] }
  consents:
    sms: { labels: [모바일 메시지 수신여부], yes_date: [모바일 메시지 최근 수신 동의 일자] }
    email: { labels: [e메일 수신여부], yes_date: [e메일 최근 수신 동의 일자] }
    marketing:
      labels: [마케팅 목적의 개인정보 수집 및 이용 동의 여부]
      yes_date: [마케팅 목적의 개인정보 수집 및 이용 동의 일자]
    third_party: { labels: [개인정보 제3자 제공 동의 여부], yes_date: [개인정보 제3자 제공 동의 일자] }
  attributes:
    추천인: [추천인 아이디]
    연동 SNS: [연동중인 SNS]

orders:
  id: [주문번호]
  member_id: { labels: [회원아이디, 주문자 아이디, 주문자ID], blank: [비회원] }
  buyer: { name: [주문자명], phone: [주문자 휴대전화], email: [주문자 이메일] }
  placed_at: [주문일시]
  paid_at: [결제일시, 결제일]
  status:
    labels: [주문상태]
    map:
      placed: [N00, 입금전, 입금대기]
      paid: [N10, N20, N21, N22, N30, N40, N50, 결제완료]
      preparing: [상품준비중, 배송준비중]
      shipped: [배송중]
      delivered: [배송완료]
      cancelled: [C40, C41, C42, C43, C44, C45, C46, C47, C48, C49, 취소완료]
      returned: [R40, R41, R42, R43, 반품완료]
  total: [실결제금액]
  items:
    id: [품목별 주문번호]
    name: [상품명]
    quantity: [수량]
    price: [판매가]

webhook:
  verify: { header: X-API-Key }
  event: { path: event_no }
  payload: [resource, .]

  members:
    id: [member_id]
    name: [name]
    phone: { first: [[cellphone], [phone]] }
    email: [email]
    gender: { labels: [gender], map: { female: [F], male: [M] } }
    birth_date: [birthday]
    points: [available_mileage]
    joined_at: [created_date]
    consents: { sms: [sms], email: [news_mail] }

  orders:
    id: { labels: [order_id], separator: "," }
    member_id: [member_id]
    buyer: { name: [buyer_name], phone: { first: [[buyer_cellphone], [buyer_phone]] }, email: [buyer_email] }
    placed_at: [order_date]
    paid_at: [payment_date]
    currency: [currency]
    total: [actual_payment_amount]

  routes:
    # Members
    "90032": member
    "90063":
      to: link
      when: { labels: [social_name], is: [kakao] }
      kakao_user_id: [social_member_code]
    "90080": { to: refetch, entity: member }
    "90143": ignore
    "90144": { to: refetch, entity: member }
    "90145": { to: member, ids: { labels: [member_id], separator: "," }, set: { status: dormant } }
    "90146": { to: member, ids: { labels: [member_id], separator: "," }, set: { status: active } }
    "90147": { to: member_withdrawn, ids: { labels: [member_id], separator: "," } }
    "90148": { to: refetch, entity: member }

    # Orders. `paid` T is paid; there is no event of its own for it. What is neither T nor F says nothing.
    "90023": &paid
      - { to: order, when: { labels: [paid], is: [T] }, set: { status: paid } }
      - { to: order, when: { labels: [paid], is: [F] }, set: { status: placed } }
      - { to: order, when: { labels: [paid], is_not: [T, F] } }
    "90025": *paid
    # A cancellation, return or refund may be of a part of the order: only the order itself says what is left.
    "90024": { to: refetch, entity: order }
    "90026": { to: refetch, entity: order }
    "90027": { to: refetch, entity: order }
    "90028": { to: refetch, entity: order }
    "90029": { to: refetch, entity: order }
    "90031": { to: refetch, entity: order }
    "90071": { to: refetch, entity: order }
    "90072": { to: refetch, entity: order }
    "90073": { to: refetch, entity: order }
    "90074": { to: refetch, entity: order }
    "90160": { to: refetch, entity: order }
    "90064": ignore
    "90070": ignore
    "90084": ignore
    "90162": ignore

    # The Kakao Sync settings: which Kakao app the shop's user ids belong to.
    "90142":
      to: kakao_app
      when: { labels: [kakaosync_used], is: [T] }
      app: [client_id]

"""#
}
