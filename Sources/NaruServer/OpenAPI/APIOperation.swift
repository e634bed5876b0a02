/// One request of the interface, as the OpenAPI document describes it; a path's methods that do the same share one.
struct APIOperation: Sendable {
  /// Who may call.
  enum Access: Sendable {
    case anyone
    /// A shop's back end, with the shop's token.
    case shop
    /// Kakao, with the primary admin key.
    case kakao
  }

  /// The path as ``NaruServer/routes`` has it.
  var path: String
  /// The first one has ``id`` itself; the others add their name to it.
  var methods: [String]
  /// Unique in the document; generated clients call their function so.
  var id: String
  /// A few words in English.
  var title: String
  /// The same in Korean.
  var korean: String
  /// What it does, in English (CommonMark).
  var text: String
  var access = Access.anyone
  /// Beside those in the path.
  var parameters: [APIParameter] = []
  var body: APIBody?
  var answers: [APIAnswer]
  /// Beside those that follow from path, access and body.
  var problems: [String] = []

  init(
    _ methods: String..., path: String, id: String, title: String, korean: String, text: String,
    access: Access = .anyone, parameters: [APIParameter] = [], body: APIBody? = nil, answers: [APIAnswer],
    problems: [String] = []
  ) {
    self.methods = methods
    self.path = path
    self.id = id
    self.title = title
    self.korean = korean
    self.text = text
    self.access = access
    self.parameters = parameters
    self.body = body
    self.answers = answers
    self.problems = problems
  }

  /// Asked all the time, and so without a limit.
  private var isForOperators: Bool { ["/healthz", "/readyz", "/metrics"].contains(path) }

  /// Whether it takes an `Idempotency-Key`.
  private var isRepeatable: Bool {
    access == .shop && body?.isCheckedJSON == true && !path.hasSuffix("/handoff")
  }

  /// Path parameters first.
  var allParameters: [APIParameter] {
    let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    return names.compactMap { name in APIParameter.inPaths.first { $0.name == name } } + parameters
      + (isRepeatable ? [.idempotencyKey] : [])
  }

  /// Every problem that it may answer, each once, in the table's order.
  var allProblems: [APIProblem] {
    var names = Set(problems)
    names.insert("internal")
    if !isForOperators { names.insert("too-many-requests") }
    if isRepeatable { names.formUnion(["bad-idempotency-key", "call-running", "idempotency-key-reused"]) }
    if path.hasPrefix("/shops/{shop}") { names.insert("unknown-shop") }
    if path.contains("/{user}") { names.insert("bad-kakao-user") }
    if access == .shop { names.formUnion(["unauthorized", "store-unavailable"]) }
    if let body {
      names.insert("too-large")
      // An upload takes as long as it takes.
      if !path.hasSuffix("/imports") { names.insert("too-slow") }
      if body.isCheckedJSON { names.formUnion(["unsupported-media-type", "bad-json"]) }
    }
    return APIProblem.all.filter { names.contains($0.name) }
  }
}

extension APIOperation {
  /// The operation object of one of ``methods``.
  func json(_ method: String, tag: String) -> OrderedJSON {
    let suffix = method == methods.first ? "" : method.prefix(1) + method.dropFirst().lowercased()
    var members: [OrderedJSON.Member] = [
      .init("operationId", .text(id + suffix)), .init("tags", .list([.text(tag)])), .init("summary", .text(title)),
      .init("description", .text("\(korean)\n\n\(text)")), .init("security", security),
    ]
    let parameters = allParameters
    if !parameters.isEmpty { members.append(.init("parameters", .list(parameters.map(\.use)))) }
    if let body { members.append(.init("requestBody", body.json)) }
    members.append(.init("responses", responses(isHead: method == "HEAD")))
    return .object(members)
  }

  private var security: OrderedJSON {
    switch access {
    case .anyone: .list([])
    case .shop: .list([.object([.init("shopToken", .list([]))])])
    case .kakao: .list([.object([.init("kakaoAdminKey", .list([]))])])
    }
  }

  private func responses(isHead: Bool) -> OrderedJSON {
    let problems = allProblems
    let statuses = Set(answers.map(\.status) + problems.map(\.status)).sorted()
    return .object(
      statuses.map { status in
        .init(
          String(status),
          APIAnswer.response(
            answers.filter { $0.status == status }, problems.filter { $0.status == status }, isHead: isHead))
      })
  }
}
