import CommonValues

extension InboxView: RenderedList, Rendered {
  static func rendered(_ list: [InboxView], _ style: RenderStyle) -> String {
    guard !list.isEmpty else { return style.word("수신 항목이 없습니다.", "Nothing came in.") + "\n" }
    var table = TextTable([
      style.left("id", "id"), style.left("출처", "source"), style.left("상태", "state"),
      style.left("종류", "kind", limit: 32), style.left("대상", "about", limit: 32), style.right("시도", "tries"),
      style.left("받은 때", "received"), style.left("이유", "reason"),
    ])
    for entry in list {
      table.add([
        entry.id, entry.source, stateWord(entry.state, style), entry.kind ?? "", entry.subject, "\(entry.attempts)",
        entry.receivedAt, entry.problem.map { style.text($0.reason) } ?? "",
      ])
    }
    return table.rendered(on: style.terminal)
  }

  func rendered(_ style: RenderStyle) -> String {
    style.heading(style.word("수신 항목 \(id.printable)", "Delivery \(id.printable)"))
      + style.fields([
        (style.word("출처", "source"), source), (style.word("상태", "state"), Self.stateWord(state, style)),
        (style.word("종류", "kind"), kind), (style.word("대상", "about"), subject),
        (style.word("시도", "tries"), "\(attempts)"), (style.word("받은 때", "received"), receivedAt),
        (style.word("다음 시도", "next try"), dueAt), (style.word("끝난 때", "finished"), finishedAt),
        (style.word("이유", "reason"), problem.map { "\($0.reason.text(in: style.language)) [\($0.code)]" }),
        (style.word("머리", "head"), head), (style.word("본문", "body"), body),
      ])
  }

  private static func stateWord(_ state: String, _ style: RenderStyle) -> String {
    switch state {
    case "waiting": style.word("대기", "waiting")
    case "done": style.word("완료", "done")
    case "dead": style.word("실패", "dead")
    case "unmapped": style.word("모르는 종류", "unmapped")
    default: state
    }
  }
}

extension InboxRetryResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.fields([(style.word("다시 시도", "retried"), retried.grouped)])
      + (retried == 0 ? "" : style.word("naru serve가 처리합니다.", "naru serve works on them.") + "\n")
  }
}

extension WaitingView: RenderedList {
  static func rendered(_ list: [WaitingView], _ style: RenderStyle) -> String {
    guard !list.isEmpty else { return style.word("기다리는 항목이 없습니다.", "Nothing waits.") + "\n" }
    var table = TextTable([
      style.left("종류", "kind"), style.left("아이디", "id", limit: 40), style.left("바뀐 때", "changed"),
      style.left("알게 된 때", "told"),
    ])
    for entry in list {
      let word = entry.entity == "member" ? style.word("회원", "member") : style.word("주문", "order")
      table.add([word, entry.id, entry.since, entry.notedAt])
    }
    return table.rendered(on: style.terminal)
  }
}
