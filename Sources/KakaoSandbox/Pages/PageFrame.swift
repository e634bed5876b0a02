/// What every page of the sandbox is put into: head, style sheet and the headers that go with them.
enum PageFrame {
  /// - Parameters:
  ///   - formsLeadAway: whether the page's forms may end at another site, as those of the login do. Browsers hold the
  ///     whole chain of redirects after a form against `form-action`, and where a shop sends people is not known here.
  static func response(
    title: String, body: HTML, nonce: UInt64, status: Int = 200, style: HTML = Stylesheet.text,
    formsLeadAway: Bool = false
  ) -> SandboxResponse {
    let nonce = String(nonce, radix: 36)
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="ko">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title) · Naru 샌드박스</title>
      <link rel="icon" href="data:,">
      <style nonce="\(nonce)">\(style)</style>
      </head>
      <body>
      \(body)
      </body>
      </html>

      """
    let policy =
      "default-src 'none'; style-src 'nonce-\(nonce)'; img-src data:; \(formsLeadAway ? "" : "form-action 'self'; ")"
      + "base-uri 'none'; frame-ancestors 'none'"
    return SandboxResponse(
      status: status,
      headers: [
        "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        // Not no-referrer: with that, browsers send `Origin: null` with the pages' own forms.
        "referrer-policy": "same-origin",
      ],
      body: Array(page.text.utf8))
  }
}
