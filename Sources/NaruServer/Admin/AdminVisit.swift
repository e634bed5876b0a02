import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Naru

/// One request of an operator who is logged in, and what its pages need.
struct AdminVisit: Sendable {
  let naru: Naru
  let inbox: NaruInbox
  let jobs: NaruJobs
  let watch: HealthWatch
  let session: AdminSession
  let language: Language
  let request: Request
  let context: ServerContext
  /// The fields of a posted form; none of a GET.
  var form = FormBody("")

  var t: AdminWords { AdminWords(language: language) }
  var now: Timestamp { naru.currentTime }

  /// The shop of the path. Throws ``Problem/unknownShop``.
  func shop() throws(Problem) -> ShopConfiguration { try naru.shop(in: context) }

  /// A positive number of the path. Throws ``Problem/notFound``.
  func number(_ name: String) throws(Problem) -> Int64 {
    guard let text = context.parameters.get(name), let number = Int64(text), number > 0 else { throw Problem.notFound }
    return number
  }

  /// A query's value.
  func query(_ name: String) -> String? { request.uri.queryParameters[Substring(name)].map(String.init) }

  /// Where the next page of a list begins.
  var before: Int64? { query("before").flatMap { Int64($0) } }

  /// Reads the store off the cooperative threads.
  func read<Result: Sendable>(_ body: @escaping @Sendable (Store) throws -> Result) async throws -> Result {
    try await naru.store.perform(body)
  }

  /// A form of one button or more that posts to one of these pages.
  func post(_ action: String, _ fields: [(String, String)] = [], _ content: HTML) -> HTML {
    let hidden: [HTML] = (fields + [("form", session.formToken)]).map {
      "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
    }
    return "<form method=\"post\" action=\"\(action)\">\(hidden)\(content)</form>"
  }

  /// The link to the next page of a list; empty at its end.
  func more(_ path: String, before last: Int64?, _ extra: String = "") -> HTML {
    guard let last else { return "" }
    return "<p class=\"pages\"><a href=\"\(path)?before=\(last)\(extra)\">\(t("더 오래된 것 보기", "Older ones")) →</a></p>"
  }

  /// Notes that personal data was shown: by whom, of which shop, what kind; never whose.
  func noteRevealed(_ what: String, of shop: ShopConfiguration) {
    context.logger.notice(
      "admin: personal data was shown",
      metadata: ["session": .string(session.mark), "shop": .string(shop.id.description), "what": .string(what)])
    Counter(label: "naru_admin_revealed_total", dimensions: [("shop", shop.id.description)]).increment()
  }

  /// Notes that something was set going.
  func noteDone(_ what: String, of shop: ShopConfiguration) {
    context.logger.notice(
      "admin: done",
      metadata: ["session": .string(session.mark), "shop": .string(shop.id.description), "what": .string(what)])
  }
}

/// What a visit ends in.
enum AdminAnswer: Sendable {
  case page(AdminPage)
  /// To another of these pages, so that a reload repeats nothing.
  case redirect(String)
}
