/// Why an account event is refused. Nothing of the token is in it.
public struct AccountEventError: Error, Sendable, CustomStringConvertible {
  /// The word for Kakao, `err` of the answer (RFC 8935).
  public enum Word: String, Sendable, Hashable {
    /// It can not be read as one event.
    case invalidRequest = "invalid_request"
    /// Its key or signature is not accepted.
    case invalidKey = "invalid_key"
    /// Issued by somebody else.
    case invalidIssuer = "invalid_issuer"
    /// Meant for another app.
    case invalidAudience = "invalid_audience"
  }

  /// What to answer with status 400; nil when the fault is on this side and the answer is 503, because kauth's keys
  /// could not be had.
  public let word: Word?
  /// Fixed words in English on what is wrong.
  public let detail: String
  /// Why the keys could not be had.
  public let cause: KakaoError?

  init(_ word: Word, _ detail: StaticString) {
    self.word = word
    self.detail = "\(detail)"
    cause = nil
  }

  init(keysUnavailable cause: KakaoError) {
    word = nil
    detail = "the public keys are not available"
    self.cause = cause
  }

  /// The JSON to answer with status 400; nil where the answer is 503.
  public var answer: [UInt8]? {
    guard let word else { return nil }
    var json = JSONWriter()
    json.raw("{\"err\":")
    json.string(word.rawValue)
    json.raw(",\"description\":")
    json.string(detail)
    json.raw("}")
    return json.bytes
  }

  public var description: String {
    "account event refused: \(word?.rawValue ?? "unavailable"), \(detail)" + (cause.map { " (\($0))" } ?? "")
  }
}
