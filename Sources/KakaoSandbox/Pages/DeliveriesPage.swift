/// `/sandbox/deliveries`: webhooks sent.
struct DeliveriesPage {
  let state: SandboxState
  let page: Int
  let reveals: Bool

  static let perPage = 50

  var content: HTML {
    let count = state.webhooks.deliveries.count
    let pages = (count + Self.perPage - 1) / Self.perPage
    let page = min(page, max(pages, 1))
    let list = state.webhooks.newest(offset: (page - 1) * Self.perPage, limit: Self.perPage)
    let items: HTML =
      list.isEmpty
      ? """
      <div class="box"><p class="none">보낸 웹훅이 없습니다. 앱에 주소를 설정하고 사람 화면에서 채널을 차단해 보십시오.</p></div>
      """
      : HTML(joining: list.map(item))
    return """
      <h1>웹훅</h1>
      <p class="sub">웹훅 \(PageParts.number(state.webhooks.total))건 중 최근 \(PageParts.number(count))건, 새것부터. \
      실패해도 다시 보내지 않습니다.</p>
      <div class="tools">\(PageParts.paging("/sandbox/deliveries", page: page, of: pages, reveals: reveals))\
      \(PageParts.revealing("/sandbox/deliveries", page: page, reveals: reveals))</div>
      \(items)
      """
  }

  private func item(_ delivery: SandboxDelivery) -> HTML {
    let kind =
      switch delivery.request.kind {
      case .unlink: "연결 해제"
      case .channel: "채널"
      case .account: "계정 상태"
      }
    let fault: HTML = delivery.fault.map { "<span class=\"tag bad\">장애 #\($0)</span>" } ?? ""
    let about = reveals ? delivery.about.ko : Masking.numbers(delivery.about.ko)
    let url = reveals ? delivery.request.url : Masking.numbers(delivery.request.url)
    var body = String(decoding: delivery.request.body, as: UTF8.self)
    if !reveals { body = delivery.request.kind == .channel ? Masking.json(body) : Masking.numbers(body) }
    if delivery.request.kind == .account, !reveals { body = String(body.prefix(40)) + (body.isEmpty ? "" : "…") }
    let headers = delivery.request.headers.sorted { $0.key < $1.key }.map { name, value in
      "\(name): \(name == "Authorization" ? state.label(of: delivery) : value)"
    }.joined(separator: "\n")
    let late: HTML = delivery.due > delivery.time ? " · 보낼 시각 \(delivery.due.seoul)" : ""
    return """
      <details><summary><span class="soft nw">#\(delivery.number)</span>\(Self.tag(delivery.outcome))<b>\(kind)</b>\
      <span>\(about)</span><span class="soft nw">\(delivery.time.seoul)</span>\(fault)</summary><div>
      <p class="soft"><small>\(delivery.request.method) \(url)\(late)</small></p>\(Self.reason(delivery.outcome))
      <small class="soft">헤더</small><pre>\(headers)</pre><small class="soft">본문</small><pre>\(body)</pre>
      <form method="post" action="/sandbox/deliveries/\(delivery.number)" class="acts"><button>다시 보내기</button></form>
      </div></details>
      """
  }

  private static func tag(_ outcome: SandboxDelivery.Outcome) -> HTML {
    switch outcome {
    case .waiting: "<span class=\"tag\">대기</span>"
    case .sending: "<span class=\"tag\">전송 중</span>"
    case .accepted(let status): "<span class=\"tag good\">\(status)</span>"
    case .refused(let status): "<span class=\"tag bad\">\(status)</span>"
    case .failed: "<span class=\"tag bad\">실패</span>"
    case .lost: "<span class=\"tag bad\">유실</span>"
    }
  }

  private static func reason(_ outcome: SandboxDelivery.Outcome) -> HTML {
    guard case .failed(let text) = outcome else { return "" }
    return "<ul class=\"remarks\"><li class=\"bad\">\(text.ko)</li></ul>"
  }
}
