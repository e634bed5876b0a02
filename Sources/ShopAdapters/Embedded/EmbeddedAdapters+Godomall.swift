// Made by scripts/embed-adapters from adapters/godomall/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let godomall = #"""
# GodoMall (NHN Commerce): the export of members, the order API's XML as a file. What is a fact and what is not: README.md.
version: 1
id: godomall
release: 1.0.0
name: { ko: 고도몰, en: GodoMall }
platform: 고도몰

yes_words: [y]
no_words: [n]

members:
  id: { first: [[아이디], [mem_id], [m_id]] }
  name: [이름, mem_name]
  phone: { first: [[휴대폰, cell_phone], [전화번호, phone]] }
  email: [이메일, email]
  gender: { labels: [성별, sex_fl], map: { female: [w, 여, 여자], male: [m, 남, 남자] } }
  # A day of the lunar calendar is another day each year.
  birth_date: { labels: [생일, birth_dt], when: { labels: [양력/음력, calendar_fl], is_not: [l, 음력] } }
  grade: [등급, group_sno]
  joined_at: [회원가입일, entry_dt]
  last_login_at: [최종로그인, last_login_dt]
  dormant: { labels: [휴면회원여부, sleep_fl] }
  # Shops on e-namoo with a Kakao Sync of their own write kakao_<Kakao user id> into m_id. Elsewhere an id proves nothing.
  kakao_user_id: { labels: [m_id], prefix: kakao_, only: digits }
  consents:
    sms: { labels: [SMS수신동의, sms_fl, sms], yes_date: [sms_agree_date] }
    email: { labels: [메일수신동의, mailling_fl, mailling], yes_date: [mailling_agree_date] }
    push: { labels: [app_push], yes_date: [app_push_agree_date] }
  attributes:
    닉네임: [닉네임, nick_name]

orders:
  records: orderData
  id: [orderNo]
  member_id: [memId]
  placed_at: [orderDate]
  total: [settlePrice]

"""#
}
