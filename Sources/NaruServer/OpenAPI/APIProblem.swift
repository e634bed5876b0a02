/// A kind of problem, as docs/http-api.md lists it.
struct APIProblem: Sendable {
  /// The name behind `urn:naru:problem:`.
  var name: String
  var status: Int
  /// When it is answered, in English.
  var english: String
  /// The same in Korean.
  var korean: String

  init(_ name: String, _ status: Int, _ english: String, ko korean: String) {
    self.name = name
    self.status = status
    self.english = english
    self.korean = korean
  }

  /// Every kind, in the order of the page.
  static let all: [APIProblem] = [
    .init("unknown-shop", 404, "no config file describes that shop", ko: "그 쇼핑몰의 설정 파일이 없습니다"),
    .init("no-login", 404, "the shop's config has no `login`", ko: "쇼핑몰의 설정에 `login`이 없습니다"),
    .init("not-found", 404, "no such address", ko: "그런 주소가 없습니다"),
    .init("no-webhooks", 404, "the shop's adapter takes no webhooks", ko: "쇼핑몰의 어댑터가 웹훅을 받지 않습니다"),
    .init(
      "webhook-refused", 401, "the webhook is not believed; `detail` says why",
      ko: "웹훅을 믿을 수 없습니다. 까닭은 `detail`에 있습니다"),
    .init(
      "webhook-not-configured", 503, "the shop's config does not say how its webhooks are proved",
      ko: "쇼핑몰의 설정에 웹훅을 확인할 방법이 없습니다"),
    .init("malformed-webhook", 400, "the webhook is proved and can not be read", ko: "확인된 웹훅이지만 읽을 수 없습니다"),
    .init("not-kept", 503, "the webhook could not be kept now; send it again", ko: "지금은 웹훅을 보관하지 못했습니다"),
    .init("too-slow", 408, "the body took more than 10 s to arrive", ko: "본문이 10초 안에 도착하지 않았습니다"),
    .init("unknown-channel", 404, "the channel is none of the shop's", ko: "쇼핑몰의 채널이 아닙니다"),
    .init(
      "handoff-gone", 404, "the code does not exist, was redeemed, has expired, or is another shop's",
      ko: "코드가 없거나, 이미 쓰였거나, 시간이 지났거나, 다른 쇼핑몰의 것입니다"),
    .init("unknown-kakao-user", 404, "nothing is known of that user", ko: "그 카카오 회원번호에 대해 알려진 것이 없습니다"),
    .init("unknown-member", 404, "there is no such member", ko: "그런 회원이 없습니다"),
    .init("unknown-run", 404, "the shop has no run of that number", ko: "쇼핑몰에 그 번호의 기록이 없습니다"),
    .init(
      "unknown-import", 404, "the shop has no import of that number, or no more",
      ko: "쇼핑몰에 그 번호의 가져오기가 없거나 이제 없습니다"),
    .init("unknown-customer-file", 404, "the shop has no customer file of that name", ko: "쇼핑몰에 그 이름의 고객 파일이 없습니다"),
    .init("method-not-allowed", 405, "see `Allow`", ko: "`Allow`에 있는 방식만 받습니다"),
    .init("metrics-unauthorized", 401, "`metrics.token` is not shown", ko: "`metrics.token`이 없습니다"),
    .init(
      "call-running", 409, "the call of that `Idempotency-Key` is being made",
      ko: "그 `Idempotency-Key`의 요청을 처리하는 중입니다"),
    .init(
      "idempotency-key-reused", 422, "that `Idempotency-Key` was used for another call",
      ko: "그 `Idempotency-Key`는 다른 요청에 쓰였습니다"),
    .init(
      "bad-idempotency-key", 400, "an `Idempotency-Key` that is empty, too long or not visible ASCII",
      ko: "`Idempotency-Key`가 비었거나 너무 길거나 공백 없는 ASCII가 아닙니다"),
    .init("too-many-requests", 429, "see `Retry-After`", ko: "요청이 너무 많습니다. `Retry-After`를 보십시오"),
    .init(
      "unauthorized", 401, "no `api_token` of the shop as `Authorization: Bearer`",
      ko: "쇼핑몰의 `api_token`이 `Authorization: Bearer`에 없습니다"),
    .init("too-large", 413, "the body is over its limit", ko: "본문이 한도보다 큽니다"),
    .init(
      "unsupported-media-type", 415, "the body is declared as something else than JSON",
      ko: "본문의 형식이 JSON이 아니라고 되어 있습니다"),
    .init("bad-json", 400, "the body is not the JSON that is asked for", ko: "본문이 요구되는 JSON이 아닙니다"),
    .init("bad-kakao-user", 400, "`{user}` is no app user id", ko: "`{user}`가 카카오 회원번호가 아닙니다"),
    .init(
      "bad-member-id", 400, "`member_id` is empty or over 512 bytes", ko: "`member_id`가 비었거나 512바이트를 넘습니다"),
    .init("nothing-to-do", 400, "a change of consents that names none", ko: "바꿀 동의가 하나도 없습니다"),
    .init("bad-query", 400, "a value in the address can not be understood", ko: "주소의 값을 이해할 수 없습니다"),
    .init("empty-body", 400, "an upload without a file", ko: "파일 없이 올렸습니다"),
    .init("bad-request", 400, "anything else that can not be understood", ko: "그 밖에 이해할 수 없는 요청입니다"),
    .init("user-linked", 409, "the Kakao user is another member", ko: "그 카카오 사용자는 다른 회원입니다"),
    .init("member-linked", 409, "the member is another Kakao user", ko: "그 회원은 다른 카카오 사용자입니다"),
    .init(
      "already-running", 409, "a sync or reconciliation of the shop goes on; `run_id` where it is known",
      ko: "쇼핑몰의 동기화나 대조가 진행 중입니다. 알 수 있으면 `run_id`가 있습니다"),
    .init(
      "kakao-refused", 409, "Kakao said no; `kakao_code` is for `naru error`",
      ko: "카카오가 거절했습니다. `kakao_code`의 뜻은 `naru error`가 알려 줍니다"),
    .init(
      "no-kakao-key", 501, "the shop's config has no `kakao.admin_key`", ko: "쇼핑몰의 설정에 `kakao.admin_key`가 없습니다"),
    .init("kakao-failed", 502, "Kakao could not be reached, or failed", ko: "카카오에 연결할 수 없거나 카카오가 실패했습니다"),
    .init("kakao-too-slow", 504, "Kakao did not answer in time", ko: "카카오가 제때 답하지 않았습니다"),
    .init("disk-full", 507, "there is no room for the upload; nothing of it was kept", ko: "파일을 받을 공간이 없습니다"),
    .init("stopping", 503, "the server is being stopped", ko: "서버가 종료하는 중입니다"),
    .init(
      "store-unavailable", 503, "the store is busy, closed or broken, or the disk full",
      ko: "저장소가 바쁘거나 닫혔거나 고장 났거나 디스크가 가득 찼습니다"),
    .init("internal", 500, "anything else; the log has the number", ko: "그 밖의 문제입니다. 로그에 번호가 있습니다"),
  ]

  /// What comes with the status.
  var headers: [APIHeader] {
    switch name {
    case "unauthorized", "metrics-unauthorized": [.authenticate]
    case "method-not-allowed": [.allow]
    case "too-many-requests", "not-kept": [.retryAfter]
    default: []
    }
  }

  /// The media type with the schema of exactly these problems, all of one status.
  static func content(_ problems: [APIProblem]) -> APIContent {
    let types = problems.map { "\"urn:naru:problem:\($0.name)\"" }
    let type = types.count == 1 ? "\"const\": \(types[0])" : "\"enum\": [\(types.joined(separator: ", "))]"
    let schema = """
      {
        "allOf": [
          { "$ref": "#/components/schemas/Problem" },
          { "properties": { "type": { \(type) }, "status": { "const": \(problems[0].status) } } }
        ]
      }
      """
    return APIContent("application/problem+json", schema: .written(schema))
  }

  /// The response object of this problem alone.
  var response: OrderedJSON {
    var members: [OrderedJSON.Member] = [.init("description", .text("\(korean).\n\nWhen \(english)."))]
    if !headers.isEmpty {
      members.append(
        .init("headers", .object(headers.map { .init($0.rawValue, .reference("headers", $0.rawValue)) })))
    }
    members.append(.init("content", APIContent.json([APIProblem.content([self])])))
    return .object(members)
  }

  /// The schemas of problems.
  static var schemas: [OrderedJSON.Member] {
    let names = all.map { "    \"urn:naru:problem:\($0.name)\"" }.joined(separator: ",\n")
    return [
      .init("Problem", .written(problem)),
      .init(
        "ProblemType",
        .written(
          """
          {
            "description": "Every kind of problem; docs/http-api.md says when each is answered. More may come.",
            "type": "string",
            "enum": [
          \(names)
            ]
          }
          """)),
    ]
  }

  private static let problem = ##"""
    {
      "description": "오류 (RFC 9457). 프로그램은 type을 보고, 사람은 detail(한국어)과 title(영어)을 읽습니다.\n\nAn error as RFC 9457 has it. Nothing in it is personal.",
      "type": "object",
      "required": ["type", "title", "status", "detail"],
      "properties": {
        "type": { "$ref": "#/components/schemas/ProblemType" },
        "title": { "type": "string", "description": "What is wrong, in English." },
        "status": { "type": "integer", "minimum": 400, "maximum": 599 },
        "detail": { "type": "string", "description": "What is wrong and what to do, in Korean." },
        "instance": {
          "type": "string",
          "pattern": "^urn:naru:request:",
          "description": "The request's number; the log has it as `request`."
        },
        "kakao_user_id": {
          "description": "Of `user-linked` and `member-linked`: the link in the way.",
          "$ref": "#/components/schemas/KakaoUserID"
        },
        "member_id": { "type": "string", "description": "Of `user-linked` and `member-linked`: the link in the way." },
        "run_id": { "type": "string", "description": "Of `already-running`, where it is known." },
        "kakao_code": {
          "type": "string",
          "description": "Of `kakao-refused` and `kakao-failed`: Kakao's code; `naru error` explains it."
        }
      }
    }
    """##
}
