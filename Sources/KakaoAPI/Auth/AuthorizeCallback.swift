public import CommonValues

/// What comes back to the redirect URI: a code, or why there is none.
///
/// Anybody can write such an address. Nothing in it is to be believed before ``state`` is found to be one that was given
/// to this browser.
public struct AuthorizeCallback: Sendable {
  /// The code, or why there is none.
  public enum Outcome: Sendable {
    /// To be exchanged once, soon: ``KakaoAuthClient/tokens(code:redirectURI:verifier:)``.
    case code(Secret<String>)
    /// There is no code.
    case refused(AuthorizeRefusal)
  }

  /// A query that is no answer of kauth's.
  public enum Problem: Error, Sendable, Hashable {
    /// More than ``AuthorizeCallback/limit`` bytes, or a great many fields.
    case tooLong
    /// A field that may occur once occurs several times.
    case repeated(String)
    /// A field has bad percent-encoding, no UTF-8, a control character, or the form of something else.
    case malformed(String)
    /// Neither `code` nor `error`.
    case incomplete
    /// Both `code` and `error`.
    case contradictory
  }

  /// The most bytes of query that are read.
  public static let limit = 8192

  /// The code, or why there is none.
  public let outcome: Outcome
  /// The authorize request's ``AuthorizeRequest/state``, as the browser brought it.
  public let state: String?
  /// `iss` (RFC 9207), which Kakao does not send today. Where it is there it has to be kauth's issuer.
  public let issuer: String?

  /// Reads the query of the callback, without `?`. Fields that are not known are ignored.
  public init(query: String) throws(Problem) {
    let code: String?
    let error: String?
    let description: String?
    do throws(FormFields.Problem) {
      let fields = try FormFields(Array(query.utf8), limit: AuthorizeCallback.limit)
      code = try fields.single("code")
      error = try fields.single("error")
      state = try fields.single("state")
      issuer = try fields.single("iss")
      // Words for developers, of which nothing depends.
      description = (try? fields.single("error_description")) ?? nil
    } catch {
      switch error {
      case .tooLong: throw .tooLong
      case .repeated(let name): throw .repeated(name)
      case .malformed(let name): throw .malformed(name)
      }
    }
    switch (code, error) {
    case (nil, nil): throw .incomplete
    case (_?, _?): throw .contradictory
    case (let code?, nil):
      guard code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .malformed("code") }
      outcome = .code(Secret(code))
    case (nil, let word?):
      guard let error = AuthorizeError(word: word) else { throw .malformed("error") }
      outcome = .refused(AuthorizeRefusal(error: error, description: description.map { Secret($0) }))
    }
  }
}

extension AuthorizeCallback: CustomStringConvertible, CustomReflectable {
  /// What it is, without code and state.
  public var description: String {
    switch outcome {
    case .code: "a callback with a code"
    case .refused(let refusal): "a callback with the error \(refusal.error)"
    }
  }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
