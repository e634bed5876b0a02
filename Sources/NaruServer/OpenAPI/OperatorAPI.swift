extension APIArea {
  /// What reverse proxies call.
  static let proxies = APIArea(
    name: "proxies", text: "The `auth_request` contract of reverse proxies; needs `login.sessions: true`.",
    korean: "리버스 프록시가 부르는 주소입니다.", operations: [.authorize])

  /// What operators and their machines call.
  static let operators = APIArea(
    name: "operators", text: "Health, metrics, and this document.", korean: "운영자가 부르는 주소입니다.",
    operations: [.healthz, .readyz, .metrics, .document])
}

extension APIOperation {
  fileprivate static let authorize = APIOperation(
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", path: "/auth", id: "authorize",
    title: "Whether a request has a live session",
    korean: "요청에 살아 있는 세션이 있는지 알려 줍니다.",
    text: """
      Looks at the session cookie alone; the body is not read. A proxy has to remove `X-Naru-*` from what browsers send. A proxy may ask \
      with the method of the request that it guards. Where there is no session the answer says the way to the login, from which the person \
      comes back to `X-Forwarded-Uri`.
      """,
    parameters: [
      .query("shop", #"{ "type": "string" }"#, "The shop's id.", example: .text("flower"), isRequired: true),
      .query(
        "redirect", #"{ "type": "string", "enum": ["true", "false"] }"#,
        "`true`: 303 to the login in place of 401, for proxies that hand the answer on to the browser."),
      .header(
        "X-Forwarded-Uri", #"{ "type": "string" }"#, "Path and query that the browser asked the proxy for."),
      .header(
        "X-Forwarded-Method", #"{ "type": "string" }"#,
        "The browser's method where the proxy asks with another; only GET and HEAD are redirected."),
    ],
    answers: [
      .empty(202, "It has.", headers: [.naruShop, .naruUser, .naruMember]),
      .empty(401, "It has none.", headers: [.naruLogin]),
      .empty(303, "It has none, and `redirect` is `true`.", headers: [.location, .naruLogin]),
      .empty(503, "The store can not be read."),
    ], problems: ["unknown-shop", "no-login"])

  fileprivate static let healthz = APIOperation(
    "GET", "HEAD", path: "/healthz", id: "healthz", title: "Liveness", korean: "프로세스가 살아 있으면 200입니다.",
    text: "200 while the process answers.", answers: [.body("It answers.", example: "ok\n")])

  fileprivate static let readyz = APIOperation(
    "GET", "HEAD", path: "/readyz", id: "readyz", title: "Readiness", korean: "받을 준비가 되어 있으면 200, 아니면 503입니다.",
    text: """
      Whether the store can be written, the inbox takes deliveries, and no shop is silent for longer than its `freshness`. A shop that was \
      never heard of is ready.
      """,
    answers: [
      .body("Ready.", example: "ready\n"),
      .body("Not ready: the reasons, a line each.", status: 503, example: "the store can not be written\n"),
    ])

  fileprivate static let metrics = APIOperation(
    "GET", "HEAD", path: "/metrics", id: "metrics", title: "Metrics", korean: "Prometheus가 읽는 수치입니다.",
    text: """
      Prometheus' text format. With `metrics.token` for whoever shows it as `Authorization: Bearer`; without it for programs of this machine \
      alone, and to others the address is none.
      """,
    answers: [.body("What is counted.")], problems: ["not-found", "metrics-unauthorized"])

  fileprivate static let document = APIOperation(
    "GET", "HEAD", path: "/openapi.json", id: "openAPIDocument", title: "This document",
    korean: "이 문서입니다. `/metrics`와 같은 사람만 볼 수 있습니다.",
    text: "For whoever may ask for `/metrics`.",
    answers: [
      APIAnswer(
        status: 200, text: "The document.",
        content: APIContent("application/json", schema: .written(#"{ "type": "object" }"#)))
    ], problems: ["not-found", "metrics-unauthorized"])
}
