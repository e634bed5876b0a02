import CommonValues

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
