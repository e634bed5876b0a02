import CommonValues

/// Kakao's login button as SVG, in the proportions and colours of Kakao's design guide: container #FEE500 with a radius of 12
/// pixels, symbol #000000, label #000000 at 85 %, in the system's own font
/// (https://developers.kakao.com/docs/latest/ko/kakaosync/design-guide). Symbol and label stay; only the container widens.
enum LoginButton {
  /// The label: Kakao Sync's own words, whole or short.
  enum Label: String, Sendable, CaseIterable {
    case start, short, login

    func text(in language: Language) -> String {
      switch self {
      case .start: LocalizedText(ko: "카카오로 시작하기", en: "Start with Kakao").text(in: language)
      case .short: LocalizedText(ko: "시작하기", en: "Start").text(in: language)
      case .login: LocalizedText(ko: "카카오 로그인", en: "Login with Kakao").text(in: language)
      }
    }
  }

  /// Widths that a button may have, in pixels at a height of 45.
  static let widths = 120...600

  /// The button at a height of 45 pixels. A width outside ``widths`` is brought to the nearest one.
  static func svg(_ label: Label, language: Language, width: Int = 300) -> String {
    let width = min(max(width, widths.lowerBound), widths.upperBound)
    let text = HTML.escaped(label.text(in: language))
    let middle = width / 2 + 10
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="45" viewBox="0 0 \(width) 45" role="img" \
      aria-label="\(text)"><rect width="\(width)" height="45" rx="12" fill="#FEE500"/>\
      <path fill="#000" d="M23 13.500c-5.500 0-10 3.500-10 7.800 0 2.800 1.900 5.200 4.700 6.600l-1 3.500c-.1.3.3.600.500.4l4.100\
      -2.800c.600.1 1.100.1 1.700.1 5.500 0 10-3.500 10-7.800s-4.500-7.800-10-7.800Z"/>\
      <text x="\(middle)" y="23" fill="#000" fill-opacity=".85" font-size="15" font-weight="600" text-anchor="middle" \
      dominant-baseline="central" font-family="system-ui, -apple-system, 'Apple SD Gothic Neo', 'Malgun Gothic', \
      'Noto Sans KR', 'Noto Sans CJK KR', sans-serif">\(text)</text></svg>
      """
  }
}
