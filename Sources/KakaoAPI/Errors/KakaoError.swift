public import CommonValues
public import HTTPTransport

/// Why a call to Kakao gave no answer that can be used.
///
/// Printing it shows endpoint, codes and class alone. Branch on ``retryClass``, ``code`` or ``authCode``, never on
/// ``message``.
public struct KakaoError: Error, Sendable {
  /// What happened; the set may grow.
  public struct Reason: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let name: String

    public var description: String { name }

    /// Kakao answered with an error.
    public static let refused = Reason(name: "refused")
    /// There is no complete answer; see ``KakaoError/transportError``.
    public static let noAnswer = Reason(name: "no-answer")
    /// Kakao answered with success, in a form that can not be read.
    public static let unreadableAnswer = Reason(name: "unreadable-answer")
    /// Naru did not send the request, because it breaks a rule of the API; see ``KakaoError/detail``.
    public static let invalidRequest = Reason(name: "invalid-request")
    /// An ``AppBudget`` did not let the request out: the period's calls are used up.
    public static let budgetUsedUp = Reason(name: "budget-used-up")
    /// A ``CircuitBreaker`` did not let the request out: Kakao keeps failing.
    public static let circuitOpen = Reason(name: "circuit-open")
    /// The calling task was cancelled.
    public static let cancelled = Reason(name: "cancelled")
  }

  /// What happened.
  public let reason: Reason
  /// What it means for the caller.
  public let retryClass: RetryClass
  /// Whether Kakao may have done what the call asked for. False is a promise, true is not.
  public let mayHaveBeenProcessed: Bool
  /// Method and path of the endpoint, without query.
  public internal(set) var endpoint: String?
  /// The HTTP status of Kakao's answer.
  public internal(set) var status: Int?
  /// kapi's `code`, such as -402.
  public internal(set) var code: Int?
  /// kauth's `error_code`, such as `KOE320`.
  public internal(set) var authCode: String?
  /// kauth's `error`, such as `invalid_grant`; only words of lower-case letters and `_`.
  public internal(set) var authError: String?
  /// For -402: the consent items that are missing.
  public internal(set) var requiredScopes: [String] = []
  /// For -402: the consent items that the user has agreed to.
  public internal(set) var allowedScopes: [String] = []
  /// For -402: the kind of API that was called, such as `FRIENDS`.
  public internal(set) var apiType: String?
  /// How long to wait before another attempt: as Kakao asks, or until an ``AppBudget`` is renewed.
  public internal(set) var retryAfter: Duration?
  /// Kakao's own words. They may quote what was sent, are meant for developers and change without notice: never log
  /// them, and decide nothing by them.
  public internal(set) var message: Secret<String>?
  /// Why there is no answer.
  public internal(set) var transportError: HTTPTransportError?
  /// For ``Reason/invalidRequest``, ``Reason/budgetUsedUp`` and ``Reason/circuitOpen``: why the request was not sent, free
  /// of data.
  public internal(set) var detail: LocalizedText?

  init(_ reason: Reason, _ retryClass: RetryClass, mayHaveBeenProcessed: Bool) {
    self.reason = reason
    self.retryClass = retryClass
    self.mayHaveBeenProcessed = mayHaveBeenProcessed
  }

  /// The code to look up in ``KakaoErrorTable``: `-402` or `KOE320`.
  public var codeText: String? { authCode ?? code.map(String.init) }

  /// What the table knows of the code.
  public var entry: KakaoErrorEntry? { codeText.flatMap { KakaoErrorTable.entry(for: $0) } }

  /// The task was cancelled, before the request went out or while it was under way.
  public static func cancelled(mayHaveBeenProcessed: Bool) -> KakaoError {
    KakaoError(.cancelled, .stopped, mayHaveBeenProcessed: mayHaveBeenProcessed)
  }

  /// A call that a ``CallGate`` does not let through.
  public static func notSent(_ retryClass: RetryClass, _ detail: LocalizedText) -> KakaoError {
    var error = KakaoError(.invalidRequest, retryClass, mayHaveBeenProcessed: false)
    error.detail = detail
    return error
  }

  static func invalidRequest(_ detail: LocalizedText) -> KakaoError { notSent(.caller, detail) }
}

extension KakaoError: CustomStringConvertible {
  public var description: String {
    var text = reason.name
    if let endpoint { text += " \(endpoint)" }
    if let status { text += " HTTP \(status)" }
    if let codeText { text += " code \(codeText)" }
    if let transportError { text += " \(transportError)" }
    if let detail { text += ": \(detail.english)" }
    return text + " [\(retryClass)]"
  }
}
