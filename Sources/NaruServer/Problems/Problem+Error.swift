import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import Naru

extension Problem {
  /// The last resort: whatever a route throws becomes a problem document; the cause goes to the log with the reference, its words only
  /// when they are known to be free of personal data. Nil when nobody waits for an answer any more.
  static func answer(to error: any Error, _ context: ServerContext) -> Response? {
    switch error {
    case let problem as Problem:
      if problem.status == .requestTimeout { context.closeSoon() }
      return problem.response(reference: context.reference)
    case let error as HTTPError: return problem(for: error).response(reference: context.reference)
    case let error as NaruError:
      for diagnostic in error.diagnostics {
        context.logger.error("request failed", metadata: ["code": .string(diagnostic.code)])
      }
      return Problem(error).response(reference: context.reference)
    case is CancellationError where Task.isCancelled: return nil
    default:
      // Only the type: the text of an error nobody foresaw may hold personal data.
      context.logger.error("request failed", metadata: ["error": .string(String(describing: type(of: error)))])
      return Problem.internalError.response(reference: context.reference)
    }
  }

  private static func problem(for error: HTTPError) -> Problem {
    switch error.status {
    case .notFound: .notFound
    case .contentTooLarge:
      Problem("too-large", .contentTooLarge, LocalizedText(ko: "본문이 너무 큽니다.", en: "The body is too large."))
    case .methodNotAllowed: .methodNotAllowed
    default:
      Problem(
        "bad-request", error.status, LocalizedText(ko: "요청을 이해할 수 없습니다.", en: "The request can not be understood."))
    }
  }

  /// What went wrong below, for whoever called.
  init(_ error: NaruError) {
    let first = error.diagnostics.first
    let detail = first?.reason ?? Problem.internalError.detail
    switch first?.code {
    case "unknown-shop": self = .unknownShop
    case "unknown-member": self.init("unknown-member", .notFound, detail)
    case "upload-too-large": self.init("too-large", .contentTooLarge, detail)
    case "upload-empty": self.init("empty-body", .badRequest, detail)
    case "spool-full": self.init("disk-full", .insufficientStorage, detail)
    case "spool-failed": self.init("store-unavailable", .serviceUnavailable, detail)
    case "server-stopping": self.init("stopping", .serviceUnavailable, detail)
    case "unknown-customer-file": self.init("unknown-customer-file", .notFound, detail)
    case let code? where code.hasPrefix("store-"): self.init("store-unavailable", .serviceUnavailable, detail)
    case "no-kakao-key": self.init("no-kakao-key", .notImplemented, detail)
    case "lease-taken": self.init("already-running", .conflict, detail)
    default: self = .internalError
    }
  }
}
