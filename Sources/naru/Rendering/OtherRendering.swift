import CommonValues

extension CheckResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    var text = ""
    for finding in findings {
      text += Console.line(for: finding, in: style.language, on: style.terminal) + "\n"
    }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    if !shops.isEmpty {
      text += style.word("쇼핑몰: ", "shops: ") + shops.map(\.printable).joined(separator: ", ") + "\n"
    }
    if errors == 0, warnings == 0 {
      text += style.word("문제가 없습니다.", "Nothing is wrong.") + "\n"
    } else {
      text += style.word("오류 \(errors)개, 경고 \(warnings)개", "\(errors) error(s), \(warnings) warning(s)") + "\n"
    }
    return text
  }
}

extension ErrorResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.heading(code.printable)
      + style.fields([
        (style.word("원인", "cause"), cause.text(in: style.language)),
        (style.word("위치", "where"), place?.text(in: style.language)),
        (style.word("해결", "fix"), fix.text(in: style.language)),
        (
          style.word("재시도", "retries"),
          retries
            ? style.word("Naru가 스스로 다시 시도합니다", "Naru tries again by itself")
            : style.word("Naru가 스스로 다시 시도하지 않습니다", "Naru does not try again by itself")
        ),
      ])
  }
}

extension ServiceAddress: RenderedList {
  static func rendered(_ list: [ServiceAddress], _ style: RenderStyle) -> String {
    style.fields(list.map { (style.text($0.name), $0.url) })
  }
}

extension SandboxResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.word("요청 \(requests.grouped)개에 답했습니다.", "Answered \(requests.grouped) requests.") + "\n"
  }
}

extension DemoStep: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    let heading = style.heading("■ " + style.text(title))
    switch done {
    case .imported(let results): return heading + results.rendered(style)
    case .quarantined(let entries): return heading + entries.rendered(style)
    case .planned(let plan): return heading + plan.rendered(style)
    case .synced(let sync): return heading + sync.rendered(style)
    case .explained(let explanation): return heading + explanation.rendered(style)
    case .said(let text): return heading + style.text(text) + "\n"
    }
  }
}

extension DemoResult: Rendered {
  /// The steps were shown as they ended; what remains is where to look.
  func rendered(_ style: RenderStyle) -> String {
    style.word("예제의 설정과 파일: ", "The demo's config and exports: ") + folder.printable + "\n"
  }
}
