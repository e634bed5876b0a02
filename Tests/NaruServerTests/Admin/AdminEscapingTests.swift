import CommonValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import Naru
import Testing

@testable import NaruServer

@Suite("Hostile text in the operator's pages")
struct AdminEscapingTests {
  /// What people who mean ill would call themselves.
  static let corpus = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus=alert(1) autofocus='",
    "</title><script>x</script>",
    "</pre></div><svg onload=alert(1)>", "<iframe srcdoc='x'>", "javascript:alert(1)", "<!--", "]]>", "&lt;b&gt;&amp;",
    "</style><style>*{}", "{{7*7}}", "<a href=\"//evil.example.org\">x</a>", "\u{202E}evil\u{2066}",
  ]

  private static let tags: Set<String> = [
    "!doctype", "html", "head", "meta", "title", "style", "body", "a", "header", "div", "svg", "path", "b", "nav",
    "form",
    "input", "button", "main", "p", "ul", "li", "h1", "h2", "h3", "small", "span", "table", "thead", "tbody", "tr",
    "th", "td",
    "code", "pre", "dl", "dt", "dd", "bdi", "br", "time", "figure", "rect", "desc", "polygon", "polyline", "details",
    "summary", "label",
  ]
  private static let attributes: Set<String> = [
    "lang", "charset", "name", "content", "nonce", "class", "href", "id", "aria-label", "aria-current", "hreflang",
    "viewbox",
    "aria-hidden", "fill", "d", "method", "action", "type", "value", "required", "maxlength", "autocomplete",
    "autocapitalize", "spellcheck", "autofocus", "scope", "data-label", "colspan", "datetime", "role",
    "aria-labelledby",
    "preserveaspectratio", "width", "height", "x", "y", "rx", "points", "vector-effect", "html",
  ]

  /// What in a page is no tag or attribute of ours.
  private static func strangers(_ page: String) -> [String] {
    var found: [String] = []
    for match in page.matches(of: /<\/?([!a-zA-Z][a-zA-Z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/) {
      let name = match.1.lowercased()
      if !tags.contains(name) { found.append("<\(name)>") }
      let bare = String(match.2).replacing(/"[^"]*"/, with: "")
      for attribute in bare.split(whereSeparator: { " =/\n".contains($0) })
      where !attributes.contains(attribute.lowercased()) {
        found.append(String(attribute))
      }
    }
    return found
  }

  @Test("names of shops, files, members and deliveries become text on every page, masked or shown", arguments: corpus)
  func everywhere(_ hostile: String) async throws {
    var files = ShopFiles.withAdmin
    let quoted = "\"" + hostile.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    files.flowerName = quoted
    files.flower = """
      customer_files:
        - name: \(quoted)
          channel: \(ShopFiles.channel)
          users: phone
          where: { consent: [sms] }
          columns: { 이름: member.name }
      """
    try await withSite(files) { site in
      let flower = try site.naru.connection("flower")
      let cell = "\"" + hostile.replacing("\"", with: "\"\"") + "\""
      let csv = """
        아이디,이름,휴대폰번호,SMS수신동의,등급,지역\r
        \(cell),\(cell),010-0000-0001,Y,\(cell),\(cell)\r
        ,\(cell),010-0000-0002,Y,\(cell),\(cell)\r

        """
      _ = try await flower.importFile(Array(csv.utf8), name: "\(hostile).csv")
      let (now, shop) = (site.naru.currentTime, flower.shop.id)
      let diagnostic = Diagnostic(
        .error, code: "kakao-error", place: .init(file: hostile, field: hostile),
        reason: LocalizedText(ko: hostile, en: hostile), fix: LocalizedText(ko: hostile, en: hostile))
      let json = String(decoding: try JSONEncoder().encode(diagnostic), as: UTF8.self)
      let name = String(decoding: try JSONEncoder().encode(hostile), as: UTF8.self)
      try await site.naru.store.perform { store in
        let run = try store.beginRun(.sync, in: shop, at: now)
        try store.finishRun(
          run, in: shop, outcome: .failed,
          summary: "{\"subject\":\(name),\"files\":[{\"name\":\(name),\"problem\":\(json)}],\"problem\":\(json)}",
          at: now)
        let receipt = try store.receive([
          InboxDelivery(
            shop: shop, source: String(hostile.prefix(30)), dedup: [1], subject: "x", receivedAt: now,
            body: Array(hostile.utf8))
        ])
        try store.finish(receipt[0].id, .again(dueAt: now, diagnostic), at: now)
        try store.finish(receipt[0].id, .dead(diagnostic), at: now)
      }
      let admin = AdminBrowser(site)
      try await admin.logIn()
      var pages: [(String, String)] = []
      for path in AdminPageTests.all.filter({ !$0.hasSuffix("runs/3") }) + [
        "/admin?q=\(PercentEncoding.encode(hostile))"
      ] {
        pages.append((path, try await admin.get(path).text))
      }
      for (path, fields) in [
        ("/admin/shops/flower/member", ["member": hostile]),
        ("/admin/shops/flower/member", ["member": hostile, "reveal": "1"]),
        ("/admin/shops/flower/quarantine/1", [:]), ("/admin/shops/flower/inbox/1", [:]),
        ("/admin/shops/flower/plan", [:]),
      ] { pages.append((path, try await admin.post(path, fields).text)) }
      for (path, text) in pages {
        #expect(Self.strangers(text) == [], "\(path)")
        #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("evil.example.org\">"), "\(path)")
        #expect(text.hasSuffix("</html>"), "\(path)")
        #expect(text.matches(of: /<style/).count == 1 && text.matches(of: /<title>/).count == 1, "\(path)")
      }
      #expect(pages.contains { $0.1.contains(HTML.escaped(hostile)) })
    }
  }

  @Test("the check itself finds what must not be there")
  func check() {
    #expect(Self.strangers("<p>x</p><img src=\"x\">") == ["<img>", "src"])
    #expect(Self.strangers("<p onclick=\"x\">") == ["onclick"])
    #expect(Self.strangers("<input value=\"a\" onfocus=alert(1) autofocus=''>").contains("onfocus"))
  }
}
