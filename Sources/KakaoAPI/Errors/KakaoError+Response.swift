internal import CommonValues
internal import HTTPTransport

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension KakaoError {
  /// From an answer that is not a success. The body may be kapi's JSON, kauth's JSON, HTML, cut short or empty.
  init(response: HTTPResponse, endpoint: Endpoint) {
    let body = ErrorBody(response.body)
    let retryClass = KakaoError.retryClass(status: response.status, code: body.code, authCode: body.authCode)
    // A fault inside Kakao does not say how far the call had come.
    let isUncertain = retryClass == .ambiguous || (retryClass == .retryable && response.status != 429)
    self.init(.refused, retryClass, mayHaveBeenProcessed: isUncertain)
    self.endpoint = endpoint.name
    status = response.status
    code = body.code
    authCode = body.authCode
    authError = body.authError
    requiredScopes = body.requiredScopes
    allowedScopes = body.allowedScopes
    apiType = body.apiType
    message = body.message.map { Secret($0) }
    retryAfter = RetryAfter.duration(in: response.headers)
  }

  /// From a success that can not be read.
  init(unreadable response: HTTPResponse, endpoint: Endpoint) {
    self.init(.unreadableAnswer, .ambiguous, mayHaveBeenProcessed: true)
    self.endpoint = endpoint.name
    status = response.status
  }

  /// From no answer at all.
  init(transport error: HTTPTransportError, endpoint: Endpoint) {
    let retryClass: RetryClass
    switch error.code {
    case .cancelled, .shutDown: retryClass = .stopped
    case .tls, .badRedirect: retryClass = .configuration
    case .invalidRequest, .responseTooLarge: retryClass = .caller
    default: retryClass = error.mayHaveBeenProcessed ? .ambiguous : .retryable
    }
    let reason: Reason = error.code == .cancelled ? .cancelled : .noAnswer
    self.init(reason, retryClass, mayHaveBeenProcessed: error.mayHaveBeenProcessed)
    self.endpoint = endpoint.name
    transportError = error
  }

  /// The table's class for a code that it knows, else what the HTTP status says.
  ///
  /// -10 means either of two things: with 429 that a minute's calls are used up, which passes, and else that a quota of
  /// the app's is.
  static func retryClass(status: Int, code: Int?, authCode: String?) -> RetryClass {
    if code == KakaoErrorTable.quotaUsedUp, authCode == nil, status == 429 { return .retryable }
    if let text = authCode ?? code.map(String.init), let entry = KakaoErrorTable.entry(for: text) {
      return entry.retryClass
    }
    switch status {
    case 408, 425, 429, 500...599: return .retryable
    case 401: return .authentication
    case 403, 300...399: return .configuration
    case 200...299: return .ambiguous
    default: return .caller
    }
  }
}

/// What can be made out of an error body; every part may be missing.
struct ErrorBody {
  var code: Int?
  var authCode: String?
  var authError: String?
  var message: String?
  var requiredScopes: [String] = []
  var allowedScopes: [String] = []
  var apiType: String?

  init(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, let wire = try? JSONDecoder().decode(Wire.self, from: Data(bytes)) else { return }
    self = wire.body
  }

  private init() {}

  private struct Wire: Decodable {
    var body = ErrorBody()

    enum Key: String, CodingKey {
      case code, msg, error
      case errorDescription = "error_description"
      case errorCode = "error_code"
      case requiredScopes = "required_scopes"
      case allowedScopes = "allowed_scopes"
      case apiType = "api_type"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      body.code = fields.lenientInt64(.code).flatMap { Int(exactly: $0) }
      body.authCode = fields.lenientString(.errorCode).flatMap { ErrorBody.word($0.uppercased()) }
      body.authError = fields.lenientString(.error).flatMap(ErrorBody.word)
      body.message = fields.lenientString(.msg) ?? fields.lenientString(.errorDescription)
      body.requiredScopes = fields.lenientStrings(.requiredScopes).compactMap(ErrorBody.word)
      body.allowedScopes = fields.lenientStrings(.allowedScopes).compactMap(ErrorBody.word)
      body.apiType = fields.lenientString(.apiType).flatMap(ErrorBody.word)
    }
  }

  /// Only what looks like an identifier: these parts are shown to people, and must not carry data there.
  private static func word(_ text: String) -> String? {
    let isWord =
      text.utf8.count <= 64
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D: true
        default: false
        }
      }
    return isWord && !text.isEmpty ? text : nil
  }
}
