extension APIArea {
  /// What a shop's back end calls about people and their Kakao accounts.
  static let backEnd = APIArea(
    name: "accounts",
    text: "What the shop's back end calls about the people who log in: hand-off, links, consents, sessions.",
    korean: "쇼핑몰 서버가 `api_token`으로 부르는 주소: 로그인한 사람의 인계, 연결, 동의, 세션입니다.",
    operations: [
      .redeemHandoff, .readLinks, .putLink, .deleteLink, .readConsents, .changeConsents, .endSessions,
    ],
    schemas: BackEndSchemas.all)
}

extension APIOperation {
  fileprivate static let redeemHandoff = APIOperation(
    "POST", path: "/shops/{shop}/handoff", id: "redeemHandoff", title: "Redeem a hand-off code",
    korean: "로그인이 끝날 때 받은 `naru_code`를 한 번 바꿔, 카카오가 말한 회원 정보와 동의를 받습니다.",
    text: """
      Once, and within `login.handoff_ttl` (60 s). What a person did not agree to has no key. `member_id` is null for somebody new; \
      `match` then offers a member from before, by `login.match`, which is the shop's to decide on. `incomplete` names what Kakao did not \
      answer.
      """,
    access: .shop,
    body: .json(
      "HandoffRequest", limit: "64 KiB", example: #"{ "code": "kq3-Ck0F0mWQ5n1rZqk6p7yJ8b2xV4tLsUeHdGoMiRA" }"#),
    answers: [.json("Handoff", "Who logged in.", example: BackEndSchemas.handoffExample)],
    problems: ["no-login", "handoff-gone"])

  fileprivate static let readLinks = APIOperation(
    "GET", path: "/shops/{shop}/links/{user}", id: "readLinks", title: "A Kakao user's links",
    korean: "카카오 사용자가 지금 어느 회원인지, 그리고 지금까지의 모든 연결입니다.",
    text: "The member that the user is now, and every link that it had. Of a user never seen the list is empty.",
    access: .shop,
    answers: [
      .json(
        "LinkHistory", "The links, the newest last.",
        example: """
          {
            "kakao_user_id": "1376016924429759228",
            "member_id": "flower01",
            "links": [
              {
                "kakao_user_id": "1376016924429759228",
                "member_id": "flower01",
                "linked_at": "2026-11-02T09:00:00+09:00"
              }
            ]
          }
          """)
    ])

  fileprivate static let putLink = APIOperation(
    "PUT", path: "/shops/{shop}/links/{user}", id: "putLink", title: "This Kakao user is this member",
    korean: "가입을 마칩니다: 이 카카오 사용자는 이 회원입니다.",
    text: """
      Completes a signup, also for a user never seen. Repeating it changes nothing. Either side linked elsewhere is 409 with \
      `kakao_user_id` and `member_id` of the link in the way. Where Kakao's signup function is used, somebody new who is not linked within \
      24 hours is unlinked by Kakao.
      """,
    access: .shop,
    parameters: [
      .query(
        "replace", #"{ "type": "boolean", "default": false }"#, "`true`: a link in the way ends, with its sessions.")
    ],
    body: .json("LinkRequest", limit: "64 KiB", example: #"{ "member_id": "flower01" }"#),
    answers: [
      .json(
        "Link", "The link.",
        example: """
          {
            "kakao_user_id": "1376016924429759228",
            "member_id": "flower01",
            "linked_at": "2026-11-02T09:00:00+09:00"
          }
          """)
    ], problems: ["bad-member-id", "user-linked", "member-linked"])

  fileprivate static let deleteLink = APIOperation(
    "DELETE", path: "/shops/{shop}/links/{user}", id: "deleteLink", title: "Unlink at Kakao and erase",
    korean: "카카오에서 연결을 끊고, 카카오에서 온 정보를 지웁니다.",
    text: """
      When Kakao can not be asked, nothing is erased. Kakao sends no webhook for it. The member, being the shop's, stays without a Kakao \
      identity.
      """,
    access: .shop,
    answers: [
      .json(
        "ErasureReceipt", "What went, without personal data.",
        example: """
          {
            "id": 1,
            "reason": "unlinked_by_shop",
            "erased_at": "2026-11-02T09:00:00+09:00",
            "members": 0,
            "orders": 0,
            "kakao_users": 1,
            "links": 1,
            "relations": 1,
            "sessions": 2,
            "tokens": 0,
            "handoffs": 0,
            "customer_file_rows": 1,
            "quarantined": 0,
            "unlinked_at_kakao": true
          }
          """)
    ], problems: ["unknown-kakao-user", "no-kakao-key", "kakao-refused", "kakao-failed", "kakao-too-slow"])

  fileprivate static let readConsents = APIOperation(
    "GET", path: "/shops/{shop}/links/{user}/consents", id: "readConsents", title: "Service terms and consent items",
    korean: "카카오 사용자가 동의한 서비스 약관과 동의항목입니다.",
    text: "As they were last seen. Of a user never seen the list is empty.", access: .shop,
    parameters: [
      .query("refresh", #"{ "type": "boolean", "default": false }"#, "`true`: asks Kakao first."),
      .query(
        "history", #"{ "type": "boolean", "default": false }"#,
        "`true`: adds what held before; without effect beside `refresh=true`."),
    ],
    answers: [.json("Consents", "The consents.", example: BackEndSchemas.consentsExample)],
    problems: ["no-kakao-key", "kakao-refused", "kakao-failed", "kakao-too-slow"])

  fileprivate static let changeConsents = APIOperation(
    "POST", path: "/shops/{shop}/links/{user}/consents", id: "changeConsents",
    title: "Agree to terms, withdraw terms or items",
    korean: "카카오에 약관 동의를 기록하거나, 약관이나 동의항목의 동의를 거둡니다.",
    text: """
      At Kakao, in the order of the keys below; when Kakao says no to one, those before it were done. Record an agreement only to terms \
      that the shop itself has shown.
      """,
    access: .shop,
    body: .json("ConsentsChange", limit: "64 KiB", example: #"{ "agree_terms": ["marketing"] }"#),
    answers: [.json("Consents", "What holds now.", example: BackEndSchemas.consentsExample)],
    problems: ["nothing-to-do", "bad-request", "no-kakao-key", "kakao-refused", "kakao-failed", "kakao-too-slow"])

  fileprivate static let endSessions = APIOperation(
    "DELETE", path: "/shops/{shop}/links/{user}/sessions", id: "endSessions", title: "End a user's sessions",
    korean: "카카오 사용자의 세션을 모두 끝냅니다.", text: "Also of a user never seen: none.", access: .shop,
    answers: [.json("EndedSessions", "How many ended.", example: #"{ "ended": 2 }"#)], problems: ["no-login"])
}
