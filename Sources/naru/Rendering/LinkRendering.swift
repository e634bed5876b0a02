import CommonValues
import Store

extension LinkResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    var text = url + "\n"
    if style.terminal.isInteractive, let code = QRCode(url) {
      text += "\n" + code.terminalText(colours: style.terminal.hasColour) + "\n"
    }
    text += style.fields([
      (style.word("도착하는 곳", "lands at"), target),
      (style.word("QR 코드", "QR code"), svg),
    ])
    return text
  }
}

extension ServeResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.word("사이드카를 멈췄습니다.", "The sidecar has stopped.") + "\n"
  }
}

extension EraseResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    guard done else { return "" }
    guard let receipt else { return style.word("알려진 사람이 아닙니다.", "Nothing is known of that person.") + "\n" }
    return style.heading(style.word("지웠습니다. 확인 번호 \(receipt.id)", "Deleted. Receipt \(receipt.id)"))
      + style.fields([
        (style.word("시각", "at"), receipt.erasedAt.description),
        (style.word("회원", "members"), String(receipt.members)),
        (style.word("주문", "orders"), String(receipt.orders)),
        (style.word("카카오 사용자", "Kakao users"), String(receipt.kakaoUsers)),
        (style.word("연결", "links"), String(receipt.links)),
        (style.word("세션", "sessions"), String(receipt.sessions)),
        (style.word("다음 동기화에서 빠질 행", "rows the next sync removes"), String(receipt.customerFileRows)),
        (
          style.word("카카오 연결 해제", "unlinked at Kakao"),
          receipt.unlinkedAtKakao.map { $0 ? style.word("예", "yes") : style.word("이미 해제됨", "was not linked") }
        ),
      ])
  }
}
