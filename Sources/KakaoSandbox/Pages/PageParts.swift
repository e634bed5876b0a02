/// Small parts that several pages share.
enum PageParts {
  /// A number with a comma at every third digit.
  static func number(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var result = ""
    while digits.count > 3 {
      result = "," + digits.suffix(3) + result
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + digits + result
  }

  static func card(_ title: String, _ value: String) -> HTML {
    "<div class=\"card\"><b>\(value)</b><span>\(title)</span></div>"
  }

  /// A path segment of a link; the whole is escaped as an attribute once more.
  static func segment(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let character = Character(UnicodeScalar(byte))
      if byte < 128, character.isLetter || character.isNumber || "-._~".contains(character) {
        result.append(character)
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        result += "%" + (hex.count < 2 ? "0" : "") + hex
      }
    }
    return result
  }

  /// Links to the page before and after.
  static func paging(_ path: String, page: Int, of pages: Int, reveals: Bool) -> HTML {
    let tail = reveals ? "&reveal=1" : ""
    let before: HTML = page > 1 ? "<a rel=\"prev\" href=\"\(path)?page=\(page - 1)\(tail)\">이전</a>" : ""
    let after: HTML = page < pages ? "<a rel=\"next\" href=\"\(path)?page=\(page + 1)\(tail)\">다음</a>" : ""
    return
      "<span class=\"pages\">\(before)<span class=\"soft\">\(number(page)) / \(number(max(pages, 1)))쪽</span>\(after)</span>"
  }

  /// A link that shows or hides what identifies people.
  static func revealing(_ path: String, page: Int, reveals: Bool) -> HTML {
    reveals
      ? "<a href=\"\(path)?page=\(page)\">개인정보 가리기</a>"
      : "<a href=\"\(path)?page=\(page)&amp;reveal=1\">개인정보 보기</a>"
  }
}
