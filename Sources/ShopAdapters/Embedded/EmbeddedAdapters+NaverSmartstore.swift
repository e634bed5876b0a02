// Made by scripts/embed-adapters from adapters/naver-smartstore/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let naverSmartstore = #"""
# Naver Smart Store: orders only. Its buyers are no members of the shop and have agreed to nothing. README.md.
version: 1
id: naver-smartstore
release: 1.0.0
name: { ko: 네이버 스마트스토어, en: Naver Smart Store }
platform: 네이버 스마트스토어

members: unsupported

orders:
  # A notice stands in the first row.
  header_row: 2
  id: [주문번호]
  # For the delivery of this one order: never a marketing contact.
  contacts: delivery_only
  buyer: { name: [구매자명], phone: [구매자연락처] }
  placed_at: [주문일시]
  paid_at: [결제일]
  status:
    labels: [주문상태]
    map:
      placed: [결제대기, 입금대기]
      paid: [결제완료, 신규주문]
      preparing: [발주확인, 상품준비중]
      shipped: [배송중, 발송완료]
      delivered: [배송완료, 구매확정]
      cancelled: [취소, 취소완료]
      returned: [반품, 반품완료]
  items:
    id: [상품주문번호]
    name: [상품명]
    quantity: [수량]
    total: [상품별 총 주문금액]

"""#
}
