// Made by scripts/embed-adapters from adapters/shop-export/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let shopExport = #"""
# Exports of any shop, by the labels of their columns. A label is compared without blanks, case, `_`, `-` and a leading `*`.
# Of the lists under `first`, the first column that is not blank counts; of the labels in one list, a file may have one.
version: 1
id: shop-export
release: 1.1.0
name: { ko: 쇼핑몰 내보내기 파일, en: Shop export files }

yes_words:
  - Y
  - T
  - O
  - "1"
  - "true"
  - "yes"
  - "on"
  - 예
  - 네
  - 동의
  - 동의함
  - 수신
  - 수신함
  - 수신동의
  - 수신동의함
  - 수신허용
  - 허용
  - agree
  - agreed
  - accepted
  - granted
  - subscribed
  - opt-in
no_words:
  - N
  - F
  - X
  - "0"
  - "false"
  - "no"
  - "off"
  - 아니오
  - 아니요
  - 미동의
  - 비동의
  - 동의안함
  - 동의하지않음
  - 동의거부
  - 동의철회
  - 거부
  - 거부함
  - 거절
  - 철회
  - 수신거부
  - 수신안함
  - 수신하지않음
  - 미수신
  - 미허용
  - 차단
  - disagree
  - denied
  - declined
  - refused
  - unsubscribed
  - not subscribed
  - opt-out

members:
  id:
    first:
      - [아이디, 회원아이디, 회원 ID, 사용자 아이디, 유저 아이디, 로그인 아이디, ID, member id, user id, login id]
      - [회원번호, 회원코드, 고객번호, member no, member number, member code, customer id, customer number]
  name: [이름, 성명, 회원명, 회원 이름, 회원 성명, 고객명, name, member name, full name, customer name]
  phone:
    first:
      - [휴대폰번호, 휴대폰, 핸드폰, 핸드폰번호, 휴대전화, 휴대전화번호, 모바일, 모바일 번호, 회원 휴대폰번호, 휴대폰 연락처,
         mobile, mobile phone, mobile number, cell phone, cell, hp]
      - [전화번호, 전화, 연락처, 유선전화, 일반전화, 집전화, 자택전화, phone, phone number, telephone, tel]
  email: [이메일, 이메일 주소, e메일, 전자우편, 메일, 메일주소, email, email address]
  gender:
    labels: [성별, gender, sex]
    map:
      female: [여, 여자, 여성, F, W, female, woman]
      male: [남, 남자, 남성, M, male, man]
    blank: [선택안함, 미선택, 미입력, 알수없음, unknown, none]
  birth_date: [생년월일, 생일, 출생일, birth date, birthday, birth, date of birth, dob]
  grade:
    first:
      - [회원등급, 회원등급명, 등급명, 멤버십 등급, grade, member grade, membership, membership level, customer group]
      - [등급, 회원그룹, 그룹, level, tier]
  region: [지역, 거주지역, 거주지, 시도, 시/도, region, province]
  points:
    first:
      - [사용가능 적립금, 가용 적립금, 보유 적립금, 현재 적립금, 잔여 적립금, available points]
      - [적립금, 마일리지, mileage]
      - [포인트, 보유 포인트, points, point]
  joined_at:
    first:
      - [회원 가입일시, 가입일시, 등록일시, joined at, signed up at, registered at, created at]
      - labels: [회원 가입일, 가입일, 회원 가입일자, 가입일자, 가입 날짜, 등록일, 등록일자, join date, joined on, date joined,
                 signup date, registration date, created date]
        time: [가입시간, 가입시각, 회원 가입시간, join time, signup time]
  last_login_at:
    first:
      - [최종접속일시, 최근접속일시, 최종 로그인 일시, 최근 로그인 일시, 마지막 로그인 일시, last login at, last visit at,
         last seen at]
      - labels: [최종접속일, 최근접속일, 마지막 접속일, 최종로그인, 최종로그인일, 최근로그인, 최근 로그인일, 마지막 로그인,
                 마지막 로그인일, 최종방문일, 최근방문일, 마지막 방문일, last login, last login date, last visit, last visit date,
                 last seen]
        time: [최종접속시간, 최근접속시간, 최종 로그인 시간, last login time]
  status:
    labels: [회원상태, 상태, 계정상태, status, member status, account status]
    map:
      active: [정상, 정상회원, 활성, 활동, 활동중, 가입, 가입중, 사용중, active, normal, enabled]
      dormant: [휴면, 휴면회원, 휴면계정, 휴면상태, dormant, inactive, sleep]
      withdrawn: [탈퇴, 탈퇴회원, 탈퇴완료, 탈퇴처리, withdrawn, deleted, closed, left]
  withdrawn:
    labels: [탈퇴여부, 탈퇴 유무, 회원탈퇴여부, 탈퇴, withdrawn, is withdrawn]
    yes_words: [Y, T, O, "1", "true", "yes", 예, 네, 탈퇴, 탈퇴함, 탈퇴회원, 탈퇴완료, withdrawn]
    no_words: [N, F, X, "0", "false", "no", 아니오, 아니요, 정상, 정상회원, 가입, 가입중, 미탈퇴, 탈퇴안함, active]
    yes_date: [탈퇴일, 탈퇴일시, 탈퇴일자, 탈퇴 날짜, withdrawn at, withdrawal date, left at]
  dormant:
    labels: [휴면여부, 휴면회원여부, 휴면회원, 휴면계정여부, dormant, is dormant]
    yes_words: [Y, T, O, "1", "true", "yes", 예, 네, 휴면, 휴면회원, 휴면계정, dormant]
    no_words: [N, F, X, "0", "false", "no", 아니오, 아니요, 정상, 정상회원, 휴면아님, active]
    yes_date: [휴면처리일, 휴면처리일시, 휴면전환일, 휴면일, dormant at]
    no_date: [휴면회원 해제일, 휴면해제일, 휴면해제일시, 휴면 해제 일자]
  kakao_user_id: [카카오 회원번호, 카카오 회원 ID, 카카오 앱유저아이디, 카카오 앱유저 ID, 카카오 유저 ID, 카카오 유저아이디,
                  카카오 사용자 ID, 카카오 고유번호, 앱유저아이디, 앱유저 ID, kakao user id, kakao app user id, app user id,
                  kakao id]
  consents:
    sms:
      labels: [SMS 수신여부, SMS 수신, SMS 수신동의, SMS 수신동의여부, SMS 동의, SMS 동의여부, 문자 수신여부, 문자수신, 문자 수신동의,
               문자 수신동의여부, 모바일 메시지 수신여부, 모바일 메시지 수신동의, SMS, sms consent, sms agree, sms opt in,
               accepts sms marketing, consents.sms]
      yes_date: [모바일 메시지 최근 수신 동의 일자, SMS 수신동의일, SMS 수신동의일자, SMS 수신동의일시, SMS 동의일, SMS 동의일시, 문자 수신동의일,
                 문자 수신동의일시, sms consent date, sms consented at, sms agreed at]
      no_date: [SMS 수신거부일, SMS 수신거부일자, SMS 수신거부일시, 문자 수신거부일, sms denied at, sms refused at]
      changed_date: [SMS 수신여부 변경일, SMS 수신여부 변경일시, 문자 수신여부 변경일, sms consent changed at]
    email:
      labels: [이메일 수신여부, 이메일 수신, 이메일 수신동의, 이메일 수신동의여부, 이메일 동의, e메일 수신여부, e메일 수신동의, 메일수신, 메일 수신여부,
               메일 수신동의, 메일 수신동의여부, 뉴스레터, 뉴스레터 수신여부, email consent, email agree, email opt in, newsletter,
               accepts email marketing, consents.email]
      yes_date: [e메일 최근 수신 동의 일자, 이메일 수신동의일, 이메일 수신동의일자, 이메일 수신동의일시, 이메일 동의일, e메일 수신동의일, 메일 수신동의일,
                 메일 수신동의일시, email consent date, email consented at, email agreed at]
      no_date: [이메일 수신거부일, 이메일 수신거부일자, 이메일 수신거부일시, 메일 수신거부일, email denied at, email refused at]
      changed_date: [이메일 수신여부 변경일, 이메일 수신여부 변경일시, 메일 수신여부 변경일, email consent changed at]
    kakao:
      labels: [카카오톡 수신여부, 카카오톡 수신동의, 카카오톡 수신동의여부, 카카오 수신여부, 카카오 수신동의, 카카오톡 메시지 수신동의, 카카오톡 광고 수신동의,
               카카오톡 채널 수신동의, kakao consent, kakaotalk consent, kakao agree, kakao opt in,
               consents.kakao]
      yes_date: [카카오톡 수신동의일, 카카오톡 수신동의일시, 카카오 수신동의일, kakao consent date, kakao consented at, kakao agreed at]
      no_date: [카카오톡 수신거부일, 카카오톡 수신거부일시, 카카오 수신거부일, kakao denied at, kakao refused at]
      changed_date: [카카오톡 수신여부 변경일, 카카오톡 수신여부 변경일시, kakao consent changed at]
    push:
      labels: [푸시 수신여부, 푸시 수신동의, 푸시 수신동의여부, 앱푸시 수신여부, 앱푸시 수신동의, 앱푸시 수신동의여부, PUSH 수신여부, PUSH 수신동의,
               푸시 알림 수신동의, 앱 알림 수신동의, push consent, app push, push agree, push opt in,
               consents.push]
      yes_date: [푸시 수신동의일, 푸시 수신동의일시, 앱푸시 수신동의일, 앱푸시 수신동의일시, push consent date, push consented at, push agreed at]
      no_date: [푸시 수신거부일, 푸시 수신거부일시, 앱푸시 수신거부일, push denied at, push refused at]
      changed_date: [푸시 수신여부 변경일, 앱푸시 수신여부 변경일, push consent changed at]
    night:
      labels: [야간 수신여부, 야간 수신동의, 야간 수신동의여부, 야간 광고 수신동의, 야간 광고 수신여부, 야간 광고성 정보 수신동의, 야간 마케팅 수신동의,
               night consent, night agree, night opt in, consents.night]
      yes_date: [야간 수신동의일, 야간 수신동의일시, 야간 광고 수신동의일, night consent date, night consented at, night agreed at]
      no_date: [야간 수신거부일, 야간 수신거부일시, night denied at, night refused at]
      changed_date: [야간 수신여부 변경일, night consent changed at]
    third_party:
      labels: [개인정보 제3자 제공 동의 여부, 개인정보 제3자 제공 동의, 제3자 제공 동의, 제3자 제공 동의 여부, 제3자 정보제공 동의, third party consent,
               third party agree, consents.third_party]
      yes_date: [개인정보 제3자 제공 동의 일자, 개인정보 제3자 제공 동의일, 제3자 제공 동의일, 제3자 제공 동의일시, third party consent date,
                 third party consented at]
      no_date: [제3자 제공 거부일, 제3자 제공 동의 철회일, third party denied at]
      changed_date: [제3자 제공 동의 변경일, third party consent changed at]
    marketing:
      labels: [마케팅 목적의 개인정보 수집 및 이용 동의 여부, 마케팅 수신동의, 마케팅 수신동의여부, 마케팅 수신여부, 마케팅 동의, 마케팅 동의 여부, 마케팅 활용 동의,
               마케팅 정보 수신동의, 마케팅 이용 동의, 광고성 정보 수신동의, 광고 수신동의, 광고 수신여부, marketing consent,
               marketing agree, marketing opt in, accepts marketing, consents.marketing]
      yes_date: [마케팅 목적의 개인정보 수집 및 이용 동의 일자, 마케팅 수신동의일, 마케팅 수신동의일시, 마케팅 동의일, 마케팅 동의일자, 마케팅 동의일시,
                 광고 수신동의일, 광고성 정보 수신동의일, marketing consent date, marketing consented at, marketing agreed at]
      no_date: [마케팅 수신거부일, 마케팅 수신거부일시, 마케팅 동의 철회일, 광고 수신거부일, marketing denied at, marketing refused at]
      changed_date: [마케팅 수신여부 변경일, 마케팅 동의 변경일, marketing consent changed at]
  updated_at: [수정일시, 수정일, 최종수정일, 최종수정일시, 변경일시, 회원정보 수정일, 정보수정일, 정보변경일, updated at, last updated, modified at,
               last modified]

orders:
  rows: items.item # XML: each item of an order is a row
  id:
    first:
      - [주문번호, 주문 ID, 주문코드, order id, order number, order no]
      - [ID] # XML and JSON with the fields of canonical JSON
  member_id:
    first:
      - [회원아이디, 회원 ID, 주문자 회원아이디, 구매자 회원아이디, member id, user id, customer id]
      - [주문자아이디, 주문자 ID]
      - [아이디]
      - [회원번호, member no]
    blank: [비회원, 비회원주문, 비회원구매, (비회원), guest, non-member]
  buyer:
    name: [주문자명, 주문자 이름, 주문자 성명, 주문자, 구매자명, 구매자 이름, 구매자, buyer name, buyer.name, orderer name,
           customer name, billing name]
    phone:
      first:
        - [주문자 휴대전화, 주문자 휴대전화번호, 주문자 휴대폰, 주문자 휴대폰번호, 주문자 핸드폰, 구매자 휴대폰, 구매자 휴대폰번호, 구매자 휴대전화,
           buyer mobile]
        - [주문자 번호, 주문자 연락처, 주문자 전화번호, 주문자 전화, 구매자 전화번호, 구매자 연락처, buyer phone, buyer.phone,
           orderer phone, billing phone]
    email: [주문자 이메일, 주문자 이메일 주소, 주문자 메일, 구매자 이메일, buyer email, buyer.email,
            orderer email, billing email]
  placed_at:
    first:
      - labels: [주문일시, 주문시각, ordered at, placed at, order date, order created at]
        time: [주문시간, order time]
      - labels: [주문일, 주문일자, 주문날짜]
        time: [주문시간, order time]
  paid_at:
    first:
      - labels: [결제일시, 결제완료일시, 입금일시, 입금확인일시, paid at, payment date, date paid]
        time: [결제시간, 입금시간, payment time]
      - labels: [결제일, 결제일자, 결제완료일, 입금일, 입금일자, 입금확인일]
        time: [결제시간, 입금시간, payment time]
  status:
    labels: [주문상태, 주문처리상태, 주문진행상태, 처리상태, 진행상태, order status, status]
    map:
      placed: [주문접수, 접수, 접수완료, 입금대기, 입금대기중, 입금전, 입금예정, 미입금, 결제대기, 결제대기중, 결제전, placed, pending, unpaid, on-hold,
               pay_wait]
      paid: [결제완료, 결제확인, 입금완료, 입금확인, paid, processing, pay_complete]
      preparing: [상품준비, 상품준비중, 배송준비, 배송준비중, 배송준비완료, 배송대기, 출고준비, 출고준비중, 출고대기, 발주확인, preparing, standby,
                  ready to ship]
      shipped: [배송중, 배송시작, 출고, 출고완료, 발송, 발송완료, 발송처리, shipped, shipping, in transit, delivering]
      delivered: [배송완료, 구매확정, 거래완료, 거래종료, 수취확인, delivered, completed, complete]
      cancelled: [취소, 취소완료, 취소처리, 취소됨, 주문취소, 결제취소, 입금전취소, 구매취소, 자동취소, 판매취소, 결제실패, cancelled, canceled, cancel,
                  voided, failed]
      returned: [반품, 반품완료, 반품처리, 반송, 반송완료, returned, return]
      refunded: [환불, 환불완료, 환불처리, 전액환불, refunded, refund]
  currency:
    labels: [통화, 결제통화, 주문통화, 화폐단위, currency, order currency]
    map:
      KRW: [원, 원화, 대한민국원, ₩, won]
  total:
    first:
      - [실결제금액, 실제결제금액, 실결제액, 최종결제금액, 최종주문금액, 총 실결제금액, amount paid, total paid, paid amount]
      - [결제금액, 결제액, 입금금액, payment amount]
      - [총결제금액, 총 결제액, 주문금액, 총주문금액, 총액, order total, grand total, total price, total]
  refunded: [부분취소금액, 환불금액, 환불액, refunded amount, refund amount, amount refunded]
  items:
    id: [품목별 주문번호, 품목주문번호, 상품주문번호, 주문상품번호, 주문섹션품목번호, order item id, line item id,
         items.item.id]
    name: [상품명, 주문상품, 주문상품명, 품목명, product name, item name, lineitem name, product,
           items.item.name]
    quantity: [수량, 주문수량, 구매수량, 상품수량, quantity, qty, lineitem quantity, items.item.quantity]
    price: [판매가, 판매가격, 판매단가, 상품단가, 단가, 상품가격, unit price, item price, lineitem price, price,
            items.item.price]
    total: [품목실결제가, 품목실결제금액, 품목별 실결제금액, 품목 결제금액, 상품별 결제금액, item total, line total,
            items.item.total]
  updated_at: [수정일시, 수정일, 최종수정일, 최종수정일시, 변경일시, 주문 수정일, updated at, last updated, modified at, last modified]

"""#
}
