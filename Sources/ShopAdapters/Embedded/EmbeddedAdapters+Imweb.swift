// Made by scripts/embed-adapters from adapters/imweb/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let imweb = #"""
# I'mweb: webhooks {eventType, eventTime, data}, the order export, the Open API's JSON as files. What is a fact and what is not: README.md.
version: 1
id: imweb
release: 1.0.0
name: { ko: 아임웹, en: I'mweb }
platform: 아임웹

yes_words: [Y]
no_words: [N]

members: &members
  id: [memberUid, uid]
  name: [name]
  phone: [callnum]
  email: [email]
  gender: { labels: [gender], map: { female: [F], male: [M] } }
  birth_date: [birth]
  grade: [grade]
  points: [point]
  joined_at: { labels: [joinTime], zone: utc }
  kakao_user_id: [socialLogin.kakaoId]
  consents:
    sms: [smsAgree]
    email: [emailAgree]
    third_party: [thirdPartyAgree]

orders:
  id: [주문번호]
  buyer: { name: [주문자 이름], phone: [주문자 번호], email: [주문자 이메일] }
  placed_at: [주문일]
  status:
    labels: [주문상태]
    map:
      placed: [PAY_WAIT, 입금대기, 결제대기]
      paid: [PAY_COMPLETE, 결제완료]
      preparing: [STANDBY, 상품준비, 배송대기, 배송준비]
      shipped: [DELIVERING, 배송중]
      delivered: [COMPLETE, 배송완료, 거래완료, 구매확정]
      cancelled: [CANCEL, 취소, 취소완료]
      returned: [RETURN, 반품, 반품완료]
  total: [최종주문금액]
  items:
    id: [주문섹션품목번호]
    name: [상품명]
    quantity: [구매수량]
    price: [판매가]

webhook:
  # Which header has the token is not confirmed. The shop's config may put it elsewhere.
  verify: { token: { query: token } }
  event: { path: eventType }
  at: { path: eventTime, zone: utc }
  payload: [data, .]

  members: *members

  orders:
    id: [orderNo]
    member_id: [memberUid]
    buyer: { name: [ordererName], phone: [ordererCall], email: [ordererEmail] }
    placed_at: { labels: [wtime], zone: utc }
    total: [totalPaymentPrice]

  routes:
    END_USER_SIGN_UP: member
    END_USER_SIGN_UP_BULK: { to: refetch, entity: member }
    END_USER_INFO_UPDATE: { to: refetch, entity: member }
    # Whether the body holds the new values is not confirmed: what is there is taken, else it is asked for.
    END_USER_AGREE_INFO_UPDATE:
      - { to: member, when: { labels: [smsAgree, emailAgree, thirdPartyAgree], is: [Y, N] } }
      - { to: refetch, entity: member, when: { labels: [smsAgree, emailAgree, thirdPartyAgree], is_not: [Y, N] } }
    END_USER_GRADE_UPDATE: { to: refetch, entity: member }
    END_USER_WITHDRAWAL: member_withdrawn
    END_USER_CART_ADD: ignore
    ORDER_CREATE: { to: order, set: { status: placed, placed_at: event_time } }
    ORDER_DEPOSIT_COMPLETE: { to: order, set: { status: paid, paid_at: event_time } }
    ORDER_PRODUCT_PREPARATION: { to: order, set: { status: preparing } }
    ORDER_SHIPPING_READY: { to: order, set: { status: preparing } }
    ORDER_SHIPPING: { to: order, set: { status: shipped } }
    ORDER_SHIPPING_COMPLETE: { to: order, set: { status: delivered } }
    ORDER_INVOICE_REGISTERED: ignore
    ORDER_CANCEL_REQUEST: ignore
    ORDER_CANCEL_COMPLETE: { to: order, set: { status: cancelled } }
    ORDER_RETURN_COMPLETE: { to: order, set: { status: returned } }
    # Of how much is not confirmed.
    ORDER_REFUND: { to: refetch, entity: order }

"""#
}
