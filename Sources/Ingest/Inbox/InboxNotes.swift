import CommonValues
import Logging
import Metrics
import Store

/// Says in log and metrics how tries ended.
struct InboxNotes: Sendable {
  /// The end of a try.
  struct End: Sendable {
    let outcome: InboxOutcome
    let entry: Int64
    let delivery: InboxDelivery
    /// Which try it was, from 1.
    let attempt: Int
  }

  private struct Kind: Hashable {
    let outcome: String
    let source: String
  }

  let logger: Logger

  /// Notes what was stored.
  func take(_ ends: some Sequence<End>) {
    // Finding a counter costs more than counting, so that many are counted at once.
    var counts: [Kind: Int] = [:]
    for end in ends { counts[Kind(outcome: tell(end), source: end.delivery.source), default: 0] += 1 }
    for (kind, count) in counts {
      Counter(label: "naru_inbox_worked_total", dimensions: [("source", kind.source), ("outcome", kind.outcome)])
        .increment(by: count)
    }
  }

  /// The outcome's name, after it was said what went wrong.
  private func tell(_ end: End) -> String {
    switch end.outcome {
    case .done(_, let without):
      if let without { warn("inbox: a part of a delivery can not be used", without, end) }
      return "done"
    case .unmapped: return "unmapped"
    case .again(_, let why):
      warn("inbox: a delivery could not be worked on", why, end)
      return "again"
    case .dead(let why):
      warn("inbox: a delivery could not be worked on", why, end)
      return "dead"
    }
  }

  private func warn(_ message: Logger.Message, _ why: Diagnostic, _ end: End) {
    logger.warning(
      message,
      metadata: [
        "shop": "\(end.delivery.shop)", "source": "\(end.delivery.source)", "entry": "\(end.entry)",
        "code": "\(why.code)", "attempt": "\(end.attempt)",
      ])
  }
}
