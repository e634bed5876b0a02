extension KakaoSandbox {
  /// A seed to begin with: one app with a primary admin key, a calling admin key and a REST API key, one connected
  /// channel `_xgTNZs`, and a few invented people.
  ///
  /// The calling key is `sandbox-admin-key`, the primary one `sandbox-primary-key`; the REST API key
  /// `sandbox-rest-key` has the client secret `sandbox-client-secret`.
  public static let exampleSeed: [UInt8] = Array(
    """
    { "version": 1,
      "channels": [ { "public_id": "_xgTNZs", "uuid": "@flowershop", "name": "플라워샵" } ],
      "apps": [ { "id": 1, "name": "플라워샵", "channels": ["_xgTNZs"],
        "login": { "offered_channel": "_xgTNZs", "service_terms": [
          { "tag": "terms", "title": "이용약관", "required": true },
          { "tag": "privacy", "title": "개인정보 수집 및 이용", "required": true },
          { "tag": "marketing", "title": "혜택 알림 받기" } ] } } ],
      "keys": [
        { "name": "primary", "value": "sandbox-primary-key", "categories": [], "primary": true },
        { "name": "calling", "value": "sandbox-admin-key" },
        { "name": "rest", "value": "sandbox-rest-key", "kind": "rest", "client_secret": "sandbox-client-secret",
          "redirect_uris": ["http://127.0.0.1:8080/callback"],
          "logout_redirect_uris": ["http://127.0.0.1:8080/logout"] } ],
      "users": [
        { "id": 1376016924429759228, "nickname": "하나", "phone": "821000000001", "tokens": ["sandbox-token-1"],
          "profile": { "email": "hana@example.com", "name": "김하나", "gender": "female", "birthyear": "1990",
            "birthday": "0131", "age_range": "30~39" },
          "addresses": [ { "id": 1, "name": "집", "is_default": true, "updated_at": "2026-03-02T01:15:00Z",
            "type": "NEW", "base_address": "서울 중구 세종대로 110", "detail_address": "1층", "receiver_name": "김하나",
            "receiver_phone_number1": "010-0000-0001", "zone_number": "04524" } ],
          "relations": [ { "channel": "_xgTNZs", "relation": "ADDED",
            "created_at": "2026-03-02T01:15:00Z", "updated_at": "2026-03-02T01:15:00Z" } ] },
        { "id": 1376016924429759229, "nickname": "두리", "phone": "821000000002", "tokens": ["sandbox-token-2"],
          "profile": { "email": "duri@example.com", "name": "이두리", "gender": "male", "birthyear": "1985",
            "birthday": "1225", "age_range": "40~49" },
          "relations": [ { "channel": "_xgTNZs", "relation": "BLOCKED",
            "created_at": "2026-03-02T01:15:00Z", "updated_at": "2026-05-01T03:00:00Z" } ] },
        { "id": 2890113457, "nickname": "세찬", "phone": "821000000003", "tokens": ["sandbox-token-3"],
          "profile": { "email": "sechan@example.com", "email_verified": false } },
        { "id": 2890113458, "nickname": "네리", "scopes": [], "age": 12 } ] }
    """.utf8)
}
