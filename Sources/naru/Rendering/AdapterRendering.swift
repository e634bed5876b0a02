import CommonValues

extension AdapterView: RenderedList {
  static func rendered(_ list: [AdapterView], _ style: RenderStyle) -> String {
    var table = TextTable([
      style.left("id", "id"), style.left("이름", "name", limit: 40), style.left("판", "release"),
      style.left("할 수 있는 일", "can do"),
    ])
    for adapter in list {
      table.add([
        adapter.id, style.text(adapter.name), adapter.version,
        adapter.capabilities.map { word($0, style) }.joined(separator: ", "),
      ])
    }
    return table.rendered(on: style.terminal)
  }

  private static func word(_ capability: String, _ style: RenderStyle) -> String {
    switch capability {
    case "member_export": style.word("회원 파일", "member exports")
    case "order_export": style.word("주문 파일", "order exports")
    case "member_webhook": style.word("회원 웹훅", "member webhooks")
    case "order_webhook": style.word("주문 웹훅", "order webhooks")
    case "account_links": style.word("카카오 계정 연결", "account links")
    case "refetch": style.word("다시 조회할 것", "what to fetch again")
    case "erasure": style.word("개인정보 삭제", "erasure")
    default: capability
    }
  }
}

extension AdapterNewResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.heading(style.word("어댑터 \(id)을(를) 만들었습니다", "Made the adapter \(id)"))
      + files.map { "  \(folder)/\($0)".printable + "\n" }.joined()
      + style.word("다음: ", "Next: ") + "naru adapter test \(folder)".printable + "\n"
  }
}

extension AdapterTestResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    guard !cases.isEmpty else { return style.word("어댑터 \(id): 시험한 것이 없습니다.\n", "Adapter \(id): nothing was tested.\n") }
    var text = ""
    for test in cases {
      let mark =
        test.skipped == nil
        ? style.mark(test.ok, style.word("통과", "ok"), style.word("실패", "failed")) : style.word("제외", "skipped")
      text += "\(mark)  \(test.name.printable)"
      text += (test.problem ?? test.skipped).map { "  " + style.text($0) } ?? ""
      text += "\n"
    }
    let failed = cases.count { !$0.ok }
    let passed = cases.count { $0.ok && $0.skipped == nil }
    return text
      + (failed == 0
        ? style.word(
          "어댑터 \(id): 해당하는 \(passed)가지 모두 통과했습니다.", "Adapter \(id): all \(passed) that apply passed.")
        : style.word(
          "어댑터 \(id): \(cases.count)가지 가운데 \(failed)가지가 실패했습니다.", "Adapter \(id): \(failed) of \(cases.count) failed."))
      + "\n"
  }
}

extension AdapterMapResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    let what = kind == "members" ? style.word("회원", "members") : style.word("주문", "orders")
    var text = style.heading(
      style.word("\(file.printable): \(what) (확신 \(confidence)%)", "\(file.printable): \(what) (\(confidence) % sure)"))
    var table = TextTable([
      style.right("열", "column"), style.left("열 이름", "label", limit: 32), style.left("항목", "field"),
      style.right("확신", "sure"), style.right("채움", "filled"), style.left("값의 모양", "values"),
    ])
    for column in columns {
      table.add([
        "\(column.number)", column.label, column.field ?? "-", column.field == nil ? "" : "\(column.confidence)%",
        "\(column.filled)%", style.text(column.looks),
      ])
    }
    text += table.rendered(on: style.terminal)
    for column in columns {
      guard let note = column.note else { continue }
      text += style.word("· \(column.number)열: ", "· column \(column.number): ") + style.text(note) + "\n"
    }
    text += style.word("살펴본 행: \(rows.grouped)", "rows looked at: \(rows.grouped)") + "\n"
    if let written {
      return text + style.word("매핑을 썼습니다: ", "Wrote the mapping: ") + written.printable + "\n"
    }
    return text + "\n"
      + manifest.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(
        separator: "\n")
  }
}
