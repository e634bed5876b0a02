/// `/sandbox/faults`: the fault rules in force.
struct FaultsPage {
  let state: SandboxState

  var content: HTML {
    let entries = state.faults.entries
    let clear: HTML =
      entries.isEmpty
      ? "" : "<form method=\"post\" action=\"/sandbox/faults/clear\"><button>모두 지우기</button></form>"
    return """
      <div class="tools"><h1>장애 설정</h1>\(clear)</div>
      <p class="sub">규칙에 맞는 요청을 일부러 실패시킵니다. 추가는 <code>POST /sandbox/api/faults</code></p>
      \(table(entries))
      """
  }

  private func table(_ entries: [FaultBook.Entry]) -> HTML {
    guard !entries.isEmpty else { return "<div class=\"box\"><p class=\"none\">설정된 장애가 없습니다.</p></div>" }
    let rows = entries.map { entry -> HTML in
      let fault = entry.fault
      let target = (fault.method.map { $0 + " " } ?? "") + fault.path
      let times = fault.times.map { "\(fault.skip + 1)번째부터 \($0)번" } ?? "\(fault.skip + 1)번째부터 계속"
      return """
        <tr><td data-label="번호">\(entry.id)</td><td data-label="대상"><code>\(target)</code></td>
        <td data-label="동작">\(Self.text(fault))</td>
        <td data-label="처리">\(fault.effect.isOnWebhooks ? "–" : fault.processed ? "처리 후" : "처리 전")</td>
        <td data-label="적용">\(times)</td><td data-label="일어난 횟수" class="n">\(PageParts.number(entry.harmed))</td></tr>
        """
    }
    return """
      <div class="box"><table class="stack"><thead><tr><th>번호</th><th>대상</th><th>동작</th><th>처리</th><th>적용</th>
      <th class="n">일어난 횟수</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private static func text(_ fault: SandboxFault) -> String {
    let effect =
      switch fault.effect {
      case .delay: "지연"
      case .quota: "쿼터 초과(HTTP 400, -10)"
      case .error(let status, let code, _): "오류(HTTP \(status), \(code))"
      case .loginError(let status, _, let code, _): "로그인 오류(HTTP \(status), \(code))"
      case .emptyBody(let status): "빈 본문(HTTP \(status))"
      case .truncatedBody: "본문 잘림"
      case .htmlBody(let status): "HTML 응답(HTTP \(status))"
      case .drop: "연결 끊기"
      case .webhookLost: "웹훅 유실"
      case .webhookDoubled: "웹훅 두 번 전송"
      case .webhookLate: "웹훅 늦게 전송"
      }
    return fault.delay > .zero ? "\(effect), \(PageParts.number(fault.delayMilliseconds))ms 지연" : effect
  }
}
