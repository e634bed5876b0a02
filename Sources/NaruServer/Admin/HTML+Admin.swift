import CommonValues

extension HTML {
  /// A note that stands where a list would, when it is empty.
  static func none(_ text: String, _ next: HTML = "") -> HTML { "<p class=\"none\">\(text)\(next)</p>" }

  /// A diagnostic with its fix.
  static func finding(_ diagnostic: Diagnostic, _ t: AdminWords) -> HTML {
    let look: HTML =
      switch diagnostic.severity {
      case .error: "bad"
      case .warning: "warn"
      case .note: "note"
      }
    let place = [
      diagnostic.place.file, diagnostic.place.line.map { t("\($0)행", "line \($0)") }, diagnostic.place.field,
    ].compactMap { $0 }.joined(separator: " · ")
    let placed: HTML = place.isEmpty ? "" : "<small><bdi>\(place)</bdi></small>"
    let fix: HTML = diagnostic.fix.map { "<p class=\"fix\"><bdi>\(t($0))</bdi></p>" } ?? ""
    return "<li class=\"\(look)\">\(placed)<p><bdi>\(t(diagnostic.reason))</bdi></p>\(fix)</li>"
  }

  static func findings(_ diagnostics: [Diagnostic], _ t: AdminWords) -> HTML {
    diagnostics.isEmpty ? "" : "<ul class=\"remarks\">\(diagnostics.map { finding($0, t) })</ul>"
  }
}

extension HTML.StringInterpolation {
  mutating func appendInterpolation(_ value: Int) { text += String(value) }
  mutating func appendInterpolation(_ value: Int64) { text += String(value) }
  mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
}
