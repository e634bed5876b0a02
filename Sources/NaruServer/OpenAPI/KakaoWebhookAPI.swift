extension APIArea {
  /// What Kakao calls.
  static let kakao = APIArea(
    name: "kakao",
    text: """
      Kakao's webhooks, to be set in its console, with `kakao.webhook_admin_key` in the shop's config. A delivery is answered when it is on \
      disk, at the latest after 2 s; what a channel webhook says is known by then, unless another one about the same user waits, and the \
      others are worked on right after that. One that comes again is recognised for `inbox.keep` (30 days).
      """,
    korean: "카카오가 보내는 웹훅입니다.",
    operations: [.unlinkByQuery, .unlinkByForm, .channelWebhook, .accountWebhook],
    schemas: [
      .init("UnlinkNotice", .written(unlink)), .init("ChannelNotice", .written(channel)),
      .init("AccountEventRefusal", .written(refusal)),
    ])

  private static let unlink = ##"""
    {
      "type": "object",
      "required": ["app_id", "user_id"],
      "properties": {
        "app_id": { "type": "string" },
        "user_id": { "$ref": "#/components/schemas/KakaoUserID" },
        "referrer_type": { "type": "string", "description": "Why; Kakao's word." },
        "group_user_token": { "type": "string" }
      }
    }
    """##

  private static let channel = ##"""
    {
      "type": "object",
      "required": ["event", "id"],
      "properties": {
        "event": { "type": "string", "description": "`added` or `blocked`; other words are kept." },
        "id": { "type": "string" },
        "id_type": { "type": "string", "description": "`app_user_id` or `open_id`." },
        "channel_public_id": { "type": "string", "description": "Kakao's older name `plus_friend_public_id` is taken too." },
        "channel_uuid": { "type": "string", "description": "Kakao's older name `plus_friend_uuid` is taken too." },
        "updated_at": { "type": "string", "format": "date-time" },
        "timestamp": { "type": "integer", "description": "Milliseconds since 1970; where `updated_at` is absent." }
      }
    }
    """##

  private static let refusal = ##"""
    {
      "type": "object",
      "required": ["err", "description"],
      "properties": {
        "err": { "type": "string", "enum": ["invalid_request", "invalid_key", "invalid_issuer", "invalid_audience"] },
        "description": { "type": "string" }
      }
    }
    """##
}

extension [APIAnswer] {
  fileprivate static let wrongKey: [APIAnswer] = [.empty(401, "Not the shop's `kakao.webhook_admin_key`.")]
  fileprivate static let tooLarge: [APIAnswer] = [.empty(413, "Over 64 KiB.")]
  fileprivate static let notKept: [APIAnswer] = [.empty(503, "It could not be kept; send it again.")]
}

extension APIOperation {
  private static let unlinkText = """
    A user left. With the right key the answer is 200 whatever happens, as Kakao asks for it; what can not be kept is logged. An unlink \
    for a link younger than ten minutes is checked with Kakao first.
    """

  fileprivate static let unlinkByQuery = APIOperation(
    "GET", path: "/shops/{shop}/webhooks/kakao/unlink", id: "kakaoUnlinkByQuery", title: "A user left (GET)",
    korean: "연결 해제 알림 (GET).", text: unlinkText, access: .kakao,
    parameters: [
      .query("app_id", #"{ "type": "string" }"#, "The app's id.", example: .text("100001")),
      .query(
        "user_id", ##"{ "$ref": "#/components/schemas/KakaoUserID" }"##, "The app user id.",
        example: .text("1376016924429759228")),
      .query(
        "referrer_type", #"{ "type": "string" }"#, "Why; Kakao's word.", example: .text("UNLINK_FROM_APPS")),
      .query("group_user_token", #"{ "type": "string" }"#, "Of apps in a group."),
    ], answers: [.empty(200, "Taken.")] + .wrongKey)

  fileprivate static let unlinkByForm = APIOperation(
    "POST", path: "/shops/{shop}/webhooks/kakao/unlink", id: "kakaoUnlinkByForm", title: "A user left (POST)",
    korean: "연결 해제 알림 (POST).", text: unlinkText, access: .kakao,
    body: .form(
      "UnlinkNotice", limit: "64 KiB",
      example: #"{ "app_id": "100001", "user_id": "1376016924429759228", "referrer_type": "UNLINK_FROM_APPS" }"#),
    answers: [.empty(200, "Taken.")] + .wrongKey + .tooLarge)

  fileprivate static let channelWebhook = APIOperation(
    "POST", path: "/shops/{shop}/webhooks/kakao/channel", id: "kakaoChannel",
    title: "A user added or blocked a channel",
    korean: "카카오톡 채널 추가·차단 알림.",
    text: "The newest `updated_at` of each user and channel holds, whatever the order of arrival.", access: .kakao,
    parameters: [
      .header(
        "X-Kakao-Resource-ID", #"{ "type": "string" }"#, "The notice's own id, by which a repeated one is recognised.")
    ],
    body: APIBody(
      text: "JSON, up to 64 KiB, however it is declared.",
      contents: [
        APIContent(
          "application/json", "ChannelNotice",
          example: .written(
            """
            {
              "event": "added",
              "id": "1376016924429759228",
              "id_type": "app_user_id",
              "channel_public_id": "_xgTNZs",
              "updated_at": "2026-11-02T00:00:00Z"
            }
            """))
      ]),
    answers: [.empty(200, "Kept."), .empty(400, "It can not be read.")] + .wrongKey + .tooLarge + .notKept)

  fileprivate static let accountWebhook = APIOperation(
    "POST", path: "/shops/{shop}/webhooks/kakao/account", id: "kakaoAccount", title: "A security event token",
    korean: "계정 상태 변경 알림 (서명된 토큰).",
    text: """
      Needs no header: the token's signature is Kakao's. What it says of the user is worked on: sessions end, consents are withdrawn, an \
      unlinked user is erased.
      """,
    body: APIBody(
      text: "The token, up to 64 KiB.",
      contents: [APIContent("application/secevent+jwt", schema: .written(#"{ "type": "string" }"#))]),
    answers: [
      .empty(202, "Kept."),
      .json(
        "AccountEventRefusal", "Refused, in Kakao's words (RFC 8935).", status: 400,
        example: #"{ "err": "invalid_request", "description": "the body is no signed token" }"#),
      .empty(503, "It could not be kept, or Kakao's keys could not be had; send it again."),
    ] + .tooLarge)
}
