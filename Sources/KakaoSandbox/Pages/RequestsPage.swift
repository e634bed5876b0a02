/// `/sandbox/requests`: the journal.
struct RequestsPage {
  let state: SandboxState
  let page: Int
  let reveals: Bool

  var content: HTML {
    let kept = min(state.journal.entries.count, state.settings.journalEntries)
    let pages = (kept + SandboxPages.requestsPerPage - 1) / SandboxPages.requestsPerPage
    let page = min(page, max(pages, 1))
    let entries = state.journal.newest(
      offset: (page - 1) * SandboxPages.requestsPerPage, limit: SandboxPages.requestsPerPage,
      keeping: state.settings.journalEntries)
    let list: HTML =
      entries.isEmpty
      ? "<div class=\"box\"><p class=\"none\">받은 요청이 없습니다.</p></div>" : HTML(joining: entries.map(item))
    return """
      <h1>요청 기록</h1>
      <p class="sub">받은 요청 \(PageParts.number(state.journal.total))건 중 최근 \(PageParts.number(kept))건, 새것부터</p>
      <div class="tools">\(PageParts.paging("/sandbox/requests", page: page, of: pages, reveals: reveals))\
      \(PageParts.revealing("/sandbox/requests", page: page, reveals: reveals))</div>
      \(list)
      """
  }

  private func item(_ entry: SandboxJournalEntry) -> HTML {
    let status: HTML =
      switch entry.status {
      case nil: "<span class=\"tag bad\">끊김</span>"
      case let status? where status < 400: "<span class=\"tag good\">\(status)</span>"
      case let status?: "<span class=\"tag bad\">\(status)</span>"
      }
    let fault: HTML = entry.fault.map { "<span class=\"tag bad\">장애 #\($0)</span>" } ?? ""
    let wrong = entry.remarks.count(where: \.isFault)
    let count: HTML = wrong == 0 ? "" : "<span class=\"tag bad\">지적 \(wrong)</span>"
    let remarks = entry.remarks.map { remark -> HTML in
      let text = shownNumbers(remark.text.ko)
      return remark.isFault ? "<li class=\"bad\">\(text)</li>" : "<li>\(text)</li>"
    }
    let caller = entry.authorization.isEmpty ? "없음" : shownNumbers(entry.authorization)
    return """
      <details><summary><span class="soft nw">#\(entry.number)</span>\(status)<code>\(entry.method) \(entry.path)</code>\
      <span class="soft nw">\(entry.time.seoul)</span>\(fault)\(count)</summary><div>
      <ul class="remarks">\(remarks)</ul>
      <p class="soft"><small>인증 \(caller) · \
      형식 \(entry.contentType.isEmpty ? "없음" : entry.contentType) · 본문 \(PageParts.number(entry.requestBytes))바이트 · \
      \(entry.processed ? "처리함" : "처리하지 않음")</small></p>
      \(part("쿼리", shownNumbers(entry.query)))\(part("요청 본문", requestBody(entry)))\(part("응답 본문", shown(entry.answerBody)))
      </div></details>
      """
  }

  private func part(_ title: String, _ text: String) -> HTML {
    guard !text.isEmpty else { return "" }
    let beginning = text.count > 4000 ? text.prefix(4000) + " …" : text
    return "<small class=\"soft\">\(title)</small><pre>\(beginning)</pre>"
  }

  private func shownNumbers(_ text: String) -> String {
    reveals ? text : Masking.numbers(text)
  }

  private func requestBody(_ entry: SandboxJournalEntry) -> String {
    guard entry.contentType.hasPrefix("application/x-www-form-urlencoded") else { return shown(entry.requestBody) }
    return Masking.form(String(entry.requestBody.prefix(5000)), reveals: reveals)
  }

  private func shown(_ body: String) -> String {
    reveals ? body : Masking.json(String(body.prefix(5000)))
  }
}
