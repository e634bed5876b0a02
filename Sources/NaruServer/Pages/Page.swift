import CommonValues
import HTTPTypes
import Hummingbird

/// A page for a person who came to log in or to find the channel: Korean or English, no script, nothing from elsewhere.
struct Page: Sendable {
  var title: String
  var body: HTML
  var language: Language

  init(_ title: String, language: Language, body: HTML) {
    self.title = title
    self.language = language
    self.body = body
  }

  /// The page as an answer. It is never stored by anybody, tells nobody where the person came from, and can not be framed.
  func response(status: HTTPResponse.Status = .ok) -> Response {
    let nonce =
      String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    let html: HTML = """
      <!doctype html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>\(title)</title>
      <style nonce="\(nonce)">\(PageStyle.text)</style>
      </head>
      <body><main>\(body)</main></body>
      </html>
      """
    var headers = HTTPFields()
    headers[.contentType] = "text/html; charset=utf-8"
    headers[.cacheControl] = "no-store"
    headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'nonce-\(nonce)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    headers[.referrerPolicy] = "no-referrer"
    return Response(status: status, headers: headers, body: .init(byteBuffer: .init(string: html.text)))
  }
}

extension Language {
  /// Korean unless the browser asks for English before Korean.
  init(acceptLanguage: String?) {
    guard let acceptLanguage else {
      self = .korean
      return
    }
    for entry in acceptLanguage.lowercased().prefix(200).split(separator: ",") {
      let tag = entry.drop { $0 == " " }
      if tag.hasPrefix("ko") { break }
      if tag.hasPrefix("en") {
        self = .english
        return
      }
    }
    self = .korean
  }
}
