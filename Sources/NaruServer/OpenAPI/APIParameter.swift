/// A parameter in a path, a query or a header.
struct APIParameter: Sendable {
  enum Place: String, Sendable {
    case path, query, header
  }

  var name: String
  var place: Place
  /// English, CommonMark.
  var text: String
  var schema: OrderedJSON
  var example: OrderedJSON?
  var isRequired = false
  /// The name as a component, for those that several operations have.
  var component: String?

  /// A parameter of the query.
  static func query(
    _ name: String, _ schema: String, _ text: String, example: OrderedJSON? = nil, isRequired: Bool = false,
    component: String? = nil
  ) -> APIParameter {
    APIParameter(
      name: name, place: .query, text: text, schema: .written(schema), example: example, isRequired: isRequired,
      component: component)
  }

  /// A header field.
  static func header(
    _ name: String, _ schema: String, _ text: String, example: OrderedJSON? = nil, component: String? = nil
  ) -> APIParameter {
    APIParameter(
      name: name, place: .header, text: text, schema: .written(schema), example: example, component: component)
  }

  /// Of what a back end may repeat.
  static let idempotencyKey = APIParameter.header(
    "Idempotency-Key", ##"{ "type": "string", "pattern": "^[!-~]{1,255}$" }"##,
    """
    The same call with the same key gets the answer of the first, with `Idempotency-Replayed: true`, for 24 hours, and is not done again; \
    answers other than 2xx are not kept. With a key a body has up to 1 MiB.
    """, example: .text("order-20261102-0000001"), component: "idempotencyKey")

  /// Of every request.
  static let requestID = APIParameter.header(
    "X-Request-Id", ##"{ "type": "string", "pattern": "^[A-Za-z0-9._-]{8,64}$" }"##,
    "The request's number, which the answer, the log and problems have too; anything of another form is replaced by one of Naru's own.",
    component: "requestID")

  /// What paths are made of.
  static let inPaths: [APIParameter] = [
    APIParameter(
      name: "shop", place: .path, text: "The shop's id, as its config file has it.",
      schema: .written(##"{ "type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,62}$" }"##), example: .text("flower"),
      isRequired: true, component: "shop"),
    APIParameter(
      name: "user", place: .path,
      text:
        "A Kakao user id (app user id): a positive 64-bit number, in digits. Never read it through a floating-point number.",
      schema: .reference("schemas", "KakaoUserID"), example: .text("1376016924429759228"), isRequired: true,
      component: "user"),
    APIParameter(
      name: "member", place: .path, text: "The shop's own id of a member, percent-encoded; up to 512 bytes.",
      schema: .written(#"{ "type": "string", "minLength": 1 }"#), example: .text("flower01"), isRequired: true,
      component: "member"),
    number("import", "The number that the upload was answered with."), number("run", "The number of a run."),
  ]

  private static func number(_ name: String, _ text: String) -> APIParameter {
    APIParameter(
      name: name, place: .path, text: text,
      schema: .written(##"{ "type": "string", "pattern": "^[1-9][0-9]{0,18}$" }"##),
      example: .text("1"), isRequired: true, component: name)
  }

  /// As an operation lists it.
  var use: OrderedJSON { component.map { .reference("parameters", $0) } ?? definition }

  /// The parameter object.
  var definition: OrderedJSON {
    var members: [OrderedJSON.Member] = [.init("name", .text(name)), .init("in", .text(place.rawValue))]
    if isRequired { members.append(.init("required", .written("true"))) }
    members += [.init("description", .text(text)), .init("schema", schema)]
    if let example { members.append(.init("example", example)) }
    return .object(members)
  }
}
