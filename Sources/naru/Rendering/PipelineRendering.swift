import CommonValues
import Naru

extension ImportResult: RenderedList {
  static func rendered(_ list: [ImportResult], _ style: RenderStyle) -> String {
    var table = TextTable([
      style.left("파일", "file", limit: 40), style.left("종류", "kind"), style.right("행", "rows"),
      style.right("레코드", "records"), style.right("변경", "changed"), style.right("그대로", "unchanged"),
      style.right("격리", "quarantined"), style.right("경고", "warnings"), style.right("탈퇴", "withdrawn"),
    ])
    for result in list {
      table.add(
        [result.file, kindWord(result.kind, style)]
          + [
            result.rows, result.records, result.changed, result.unchanged, result.quarantined, result.warnings,
            result.withdrawn,
          ].map(\.grouped))
    }
    var text = table.rendered(on: style.terminal)
    if list.contains(where: \.dryRun) {
      text += style.word("시험 실행이므로 저장하지 않았습니다.", "Dry run: nothing was written.") + "\n"
    }
    return text
  }

  /// Where to see what was set aside; empty when nothing was kept of it.
  static func hint(_ list: [ImportResult], _ request: ImportRequest, config: String, _ style: RenderStyle) -> String {
    guard list.contains(where: { $0.quarantined > 0 && !$0.dryRun }) else { return "" }
    let option = config == CommonOptions.defaultConfig ? "" : " --config \(config.printable)"
    let command = "naru quarantine --shop \(request.shop)\(option)"
    return style.word("격리된 행은 이렇게 볼 수 있습니다: \(command)", "See the rows that were set aside: \(command)") + "\n"
  }

  static func kindWord(_ kind: String, _ style: RenderStyle) -> String {
    switch kind {
    case "members": style.word("회원", "members")
    case "orders": style.word("주문", "orders")
    default: kind
    }
  }
}

extension PlanResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    var table = TextTable(FilePlan.columns(style))
    for file in files { table.add(file.cells) }
    var text = table.rendered(on: style.terminal)
    text += files.compactMap { file in file.guard.map { style.notice($0, of: file.name) } }.joined()
    if files.allSatisfy({ $0.isEmpty && $0.guard == nil }) {
      text += style.word("보낼 것이 없습니다.", "There is nothing to send.") + "\n"
    }
    return text
  }
}

extension FilePlan {
  fileprivate static func columns(_ style: RenderStyle) -> [TextTable.Column] {
    [
      style.left("고객 파일", "customer file", limit: 40), style.right("추가", "add"), style.right("수정", "update"),
      style.right("삭제", "remove"), style.right("그대로", "unchanged"), style.right("호출", "calls"),
    ]
  }

  fileprivate var cells: [String] { [name] + [add, update, remove, unchanged, calls].map(\.grouped) }
}

extension SyncResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    var table = TextTable(FilePlan.columns(style) + [style.right("전송", "sent"), style.right("실패", "failed")])
    for file in files {
      table.add(
        [file.name]
          + [file.add, file.update, file.remove, file.unchanged, file.calls, file.sent, file.failed].map(\.grouped))
    }
    var text = table.rendered(on: style.terminal)
    text += files.compactMap { file in file.guard.map { style.notice($0, of: file.name) } }.joined()
    if outcome == "complete", files.allSatisfy({ $0.sent == 0 }) {
      text += style.word("보낼 것이 없었습니다.", "There was nothing to send.") + "\n"
    }
    return text
  }
}

extension ReconcileView: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.fields([
      (style.word("카카오의 사용자", "users at Kakao"), users.listed.grouped),
      (style.word("알려진 사용자", "known users"), users.known.grouped),
      (style.word("목록에 없음", "not listed"), users.missing.grouped),
      (style.word("연결 종료", "links ended"), users.unlinked.grouped),
      (style.word("아직 연결됨", "still linked"), users.stillLinked.grouped),
      (style.word("채널 관계 확인", "relations asked"), relations.asked.grouped),
      (style.word("바뀐 관계", "relations changed"), relations.changed.grouped),
      (style.word("고객 파일", "customer files"), files.checked.grouped),
      (style.word("없어진 파일", "files gone"), files.vanished.grouped),
    ])
  }
}

extension RenderStyle {
  /// What stands before a file.
  fileprivate func notice(_ guardView: GuardView, of name: String) -> String {
    let word = TextStyle.yellow.applied(to: self.word("멈춤", "stopped"), on: terminal)
    return "\(word): \(name.printable): \(text(guardView.reason))\n"
  }
}

extension ExplainResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    var text = style.heading(style.word("회원 \(memberID.printable)", "Member \(memberID.printable)"))
    if files.isEmpty { text += style.word("고객 파일이 없습니다.", "There are no customer files.") + "\n" }
    for file in files {
      text += "\n\(file.name.printable): "
      text += style.mark(file.in, style.word("들어갑니다", "in"), style.word("들어가지 않습니다", "not in")) + "\n"
      let width = file.rules.map(\.rule.displayWidth).max() ?? 0
      for rule in file.rules {
        let padding = String(repeating: " ", count: width - rule.rule.displayWidth + 2)
        text += "  \(style.mark(rule.ok, "✓", "✗")) \(rule.rule)\(padding)\(style.text(rule.because))\n"
      }
      if let row = file.row {
        let cells = row.cells.map { "\($0.column.printable)=\($0.value.text.printable)" }.joined(separator: ", ")
        text += "  → \(cells)\n"
      }
    }
    return text
  }
}

extension RowView.Value {
  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .number(let digits): digits
    }
  }
}
