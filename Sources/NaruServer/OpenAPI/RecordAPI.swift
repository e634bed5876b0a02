extension APIArea {
  /// What brings members and orders in.
  static let records = APIArea(
    name: "records",
    text: """
      Members and orders, as they change: canonical JSON from the shop's back end, webhooks from its platform. Whatever arrives, and in \
      whatever order, the newest time wins, field by field.
      """,
    korean: "회원과 주문이 들어오는 주소입니다: 쇼핑몰 서버의 표준 JSON과 쇼핑몰 플랫폼의 웹훅.",
    operations: [.putMembers, .putOrders, .shopWebhook], schemas: CanonicalSchemas.all)
}

extension APIOperation {
  private static func records(
    _ path: String, id: String, title: String, korean: String, noun: String, example: String
  ) -> APIOperation {
    APIOperation(
      "POST", path: path, id: id, title: title, korean: korean,
      text: """
        Canonical JSON: one object, an array of them, or JSON Lines. An object without a `kind` is \(noun). What can not be used is rejected \
        by itself, with its number counted from 0; everything else is stored in one transaction before the answer. Of an object without a \
        time of its own now counts. A value that is none, such as a phone number that can not be read, is left out and counted in \
        `warnings`. The language of reasons follows `Accept-Language`.
        """,
      access: .shop,
      body: APIBody(
        text: "Up to `limits.body` (16 MiB).",
        contents: [
          APIContent("application/json", "CanonicalItems", example: .written(example)),
          APIContent("application/x-ndjson", schema: .written(#"{ "type": "string" }"#)),
        ], isCheckedJSON: true),
      answers: [
        .json(
          "TakenRecords", "What became of them.",
          example: """
            {
              "accepted": 1,
              "changed": 1,
              "unchanged": 0,
              "warnings": 0,
              "rejected": [
                { "index": 1, "code": "unknown-kind", "reason": "kind: kind가 없거나 알 수 없는 값입니다." }
              ]
            }
            """)
      ], problems: ["too-slow"])
  }

  fileprivate static let putMembers = records(
    "/shops/{shop}/members", id: "putMembers", title: "Members, one or many", korean: "회원을 하나 또는 여럿 보냅니다.",
    noun: "a member", example: CanonicalSchemas.memberExample)

  fileprivate static let putOrders = records(
    "/shops/{shop}/orders", id: "putOrders", title: "Orders, one or many", korean: "주문을 하나 또는 여럿 보냅니다.",
    noun: "an order", example: CanonicalSchemas.orderExample)

  fileprivate static let shopWebhook = APIOperation(
    "POST", path: "/shops/{shop}/webhooks/shop", id: "shopWebhook", title: "An event of the shop's platform",
    korean: "쇼핑몰 플랫폼이 보내는 웹훅입니다. 어댑터가 확인하고 해석합니다.",
    text: """
      The shop's adapter says how an event is proved (a signature, a token) and what it means; the secret is `webhook.secret`. It is answered \
      when it is on disk, with what it says, unless somebody has to be asked about that first. A bad proof, or a timestamp more than 5 minutes off, is 401.
      """,
    body: APIBody(
      text: "As the platform sends it, up to 1 MiB.",
      contents: [
        APIContent(
          "application/json", schema: .written("{}"),
          examples: [("example", .written(#"{ "event": "member.updated" }"#))])
      ]),
    answers: [
      .empty(202, "Kept; also an event that nobody maps."),
      .empty(200, "Seen before, or a question whether anybody is there."),
    ],
    problems: ["no-webhooks", "webhook-refused", "malformed-webhook", "webhook-not-configured", "not-kept", "too-slow"])
}
