// Made by scripts/embed-adapters from adapters/sixshop/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let sixshop = #"""
# sixshop: a template to fill. Of its exports hardly anything is known: put the labels of your file in the place of these, then
# `naru adapter test`. 식스샵 내보내기 파일의 열 이름은 거의 알려져 있지 않습니다. 파일의 열 이름으로 바꿔 쓰십시오.
version: 1
id: sixshop
release: 0.1.0
name: { ko: 식스샵 (채워 쓰는 틀), en: sixshop (a template to fill) }
platform: 식스샵

yes_words: [Y, 동의]
no_words: [N, 거부, 미동의]

members:
  # sixshop Pro does not show its members' ids; the e-mail address stands for them.
  id: [이메일]
  name: [이름]
  phone: [휴대폰 번호]
  email: [이메일]
  # To be filled, if the export has them:
  # joined_at: [가입일]
  # consents:
  #   sms: { labels: [SMS 수신동의], yes_date: [SMS 수신동의일] }
  #   email: { labels: [이메일 수신동의], yes_date: [이메일 수신동의일] }
  attributes:
    최근 주문 시간: [최근 주문 시간]

# orders:
#   id: [주문번호]
#   buyer: { name: [주문자], phone: [주문자 연락처], email: [주문자 이메일] }
#   placed_at: [주문일시]
#   total: [결제금액]

"""#
}
