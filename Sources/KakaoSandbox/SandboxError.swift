/// Why a control function of the sandbox refused: a seed that can not be read, a thing that does not exist.
///
/// Two errors are equal when code and text are.
public struct SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of refusal. More kinds may be added.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The kind's name as it stands in control-plane answers.
    public let description: String

    /// What was sent is not of the documented form.
    public static let invalid = Code(description: "invalid")
    /// What was named does not exist.
    public static let notFound = Code(description: "not_found")
    /// What was to be made exists.
    public static let conflict = Code(description: "conflict")
    /// A page of another site tried to use the control plane.
    public static let crossSite = Code(description: "cross_site")
    /// The path exists, with another method.
    public static let methodNotAllowed = Code(description: "method_not_allowed")
  }

  /// The kind.
  public let code: Code
  /// What is wrong and how to put it right.
  public let text: SandboxText

  /// Makes an error.
  public init(_ code: Code, ko: String, en: String) {
    self.code = code
    self.text = SandboxText(ko: ko, en: en)
  }

  /// The code and the English text.
  public var description: String { "\(code): \(text.en)" }

  var status: Int {
    switch code {
    case .notFound: 404
    case .conflict: 409
    case .crossSite: 403
    case .methodNotAllowed: 405
    default: 400
    }
  }
}
