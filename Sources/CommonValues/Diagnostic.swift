/// Something a person should know about what they gave us: where it is, what is wrong, what to do.
///
/// Diagnostics carry no secret and no personal data; a raw value that was refused is kept elsewhere (quarantine) and masked there.
public struct Diagnostic: Sendable, Hashable, Codable, Error {
  /// How much it matters.
  public enum Severity: String, Sendable, Hashable, Codable, Comparable {
    /// Good to know; nothing to do.
    case note
    /// Accepted, but somebody should look.
    case warning
    /// Refused.
    case error

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }

    public static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rank < rhs.rank }
  }

  /// Where it is. Every part may be unknown.
  public struct Place: Sendable, Hashable, Codable {
    /// The file's path as the user gave it, or its name.
    public var file: String?
    /// The physical line (text), row number (sheets) or line of the element (XML); counted from 1.
    public var line: Int?
    /// The column within the line, counted from 1.
    public var column: Int?
    /// The field or configuration key, such as `phone` or `kakao.channels`.
    public var field: String?

    /// A place of which any part may be unknown.
    public init(file: String? = nil, line: Int? = nil, column: Int? = nil, field: String? = nil) {
      self.file = file
      self.line = line
      self.column = column
      self.field = field
    }

    /// Nowhere in particular.
    public static let unknown = Place()
  }

  /// How much it matters.
  public let severity: Severity
  /// A stable identifier in kebab-case (`no-id-column`), for programs and for `docs/errors.md`.
  public let code: String
  /// Where it is.
  public var place: Place
  /// What is wrong.
  public let reason: LocalizedText
  /// What to do about it, when there is something to do.
  public let fix: LocalizedText?

  /// A diagnostic.
  public init(
    _ severity: Severity, code: String, place: Place = .unknown, reason: LocalizedText, fix: LocalizedText? = nil
  ) {
    self.severity = severity
    self.code = code
    self.place = place
    self.reason = reason
    self.fix = fix
  }

  /// The same diagnostic at another place.
  public func at(_ place: Place) -> Diagnostic {
    var copy = self
    copy.place = place
    return copy
  }

  /// The whole of it on one line: `file:line:column: field: reason — fix`.
  public func message(in language: Language) -> String {
    var text = ""
    if let file = place.file { text += file }
    if let line = place.line {
      text += text.isEmpty ? (language == .korean ? "\(line)행" : "line \(line)") : ":\(line)"
    }
    if let column = place.column, place.line != nil { text += ":\(column)" }
    if !text.isEmpty { text += ": " }
    if let field = place.field { text += "\(field): " }
    text += reason.text(in: language)
    if let fix { text += " — " + fix.text(in: language) }
    return text
  }
}
