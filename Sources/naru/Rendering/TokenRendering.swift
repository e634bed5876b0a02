import CommonValues

extension TokenResealResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    var text = style.fields([
      (style.word("확인", "checked"), "\(checked.grouped) / \(max(total, checked).grouped)"),
      (
        dryRun ? style.word("다시 봉인할 것", "to seal again") : style.word("다시 봉인", "sealed again"), resealed.grouped
      ),
      (style.word("열 수 없음", "unreadable"), unreadable == 0 ? nil : unreadable.grouped),
      (style.word("그사이 바뀜", "changed meanwhile"), changed == 0 ? nil : changed.grouped),
    ])
    if !complete {
      text +=
        style.word("중단했습니다. 다시 실행하면 이어서 합니다.", "Stopped. Running it again goes on where it was.") + "\n"
    } else if unreadable == 0, changed == 0, !dryRun || resealed == 0 {
      text +=
        style.word("예전 키를 login.token_keys에서 빼도 됩니다.", "The old keys can be taken out of login.token_keys.") + "\n"
    }
    return text
  }
}
