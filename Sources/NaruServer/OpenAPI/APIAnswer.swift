/// What an operation answers when all is well, or with a page when it is not.
struct APIAnswer: Sendable {
  var status: Int
  /// English, CommonMark.
  var text: String
  var content: APIContent?
  var headers: [APIHeader] = []

  /// JSON of one schema.
  static func json(_ schema: String, _ text: String, status: Int = 200, example: String) -> APIAnswer {
    APIAnswer(
      status: status, text: text, content: APIContent("application/json", schema, example: .written(example)))
  }

  /// No body.
  static func empty(_ status: Int, _ text: String, headers: [APIHeader] = []) -> APIAnswer {
    APIAnswer(status: status, text: text, headers: headers)
  }

  /// Text of any other type.
  static func body(
    _ text: String, status: Int = 200, type: String = "text/plain", example: String? = nil,
    headers: [APIHeader] = []
  ) -> APIAnswer {
    APIAnswer(
      status: status, text: text,
      content: APIContent(
        type, schema: .written(#"{ "type": "string" }"#), examples: example.map { [("example", .text($0))] } ?? []),
      headers: headers)
  }

  /// One of Naru's pages, Korean or English by `Accept-Language`.
  static func page(_ status: Int, _ text: String) -> APIAnswer {
    .body(text, status: status, type: "text/html")
  }

  /// Sends a browser on.
  static func redirect(_ text: String, cookies: Bool = true) -> APIAnswer {
    APIAnswer(status: 303, text: text, headers: cookies ? [.location, .setCookie] : [.location])
  }

  /// The response object of one status.
  static func response(_ answers: [APIAnswer], _ problems: [APIProblem], isHead: Bool) -> OrderedJSON {
    if answers.isEmpty, problems.count == 1, !isHead { return .reference("responses", problems[0].name) }
    let words = answers.map(\.text) + problems.map { "`\($0.name)`: \($0.english)." }
    var members: [OrderedJSON.Member] = [.init("description", .text(words.joined(separator: " ")))]
    let headers = answers.flatMap(\.headers) + problems.flatMap(\.headers)
    if !headers.isEmpty {
      members.append(
        .init("headers", .object(headers.map { .init($0.rawValue, .reference("headers", $0.rawValue)) })))
    }
    var contents = answers.compactMap(\.content)
    if !problems.isEmpty { contents.append(APIProblem.content(problems)) }
    if !contents.isEmpty, !isHead { members.append(.init("content", APIContent.json(contents))) }
    return .object(members)
  }
}

/// The response headers that mean something to a caller. Those that every answer has are told once, in the document's introduction.
enum APIHeader: String, Sendable, CaseIterable {
  case location = "Location"
  case setCookie = "Set-Cookie"
  case authenticate = "WWW-Authenticate"
  case allow = "Allow"
  case retryAfter = "Retry-After"
  case naruShop = "X-Naru-Shop"
  case naruUser = "X-Naru-Kakao-User"
  case naruMember = "X-Naru-Member"
  case naruLogin = "X-Naru-Login"

  /// The header object.
  var definition: OrderedJSON {
    switch self {
    case .location: header("Where the browser goes.", #"{ "type": "string", "format": "uri-reference" }"#)
    case .setCookie: header("The attempt, the session or a mark; HttpOnly, SameSite=Lax, without Domain.")
    case .authenticate: header("`Bearer`.")
    case .allow: header("The methods that the path takes, separated by commas.")
    case .retryAfter: header("Seconds to wait.", #"{ "type": "integer", "minimum": 1 }"#)
    case .naruShop: header("The shop's id.")
    case .naruUser: header("The Kakao user id.", ##"{ "$ref": "#/components/schemas/KakaoUserID" }"##)
    case .naruMember:
      header("The member's id, percent-encoded where it is not plain ASCII; absent for who is no member.")
    case .naruLogin:
      header("Where to send who is not logged in.", #"{ "type": "string", "format": "uri" }"#)
    }
  }

  private func header(_ text: String, _ schema: String = #"{ "type": "string" }"#) -> OrderedJSON {
    .object([.init("description", .text(text)), .init("schema", .written(schema))])
  }
}
