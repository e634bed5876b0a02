extension KakaoSandbox {
  /// A seed to begin with: one app with a primary admin key, a calling admin key and a REST API key, one connected
  /// channel `_xgTNZs`, and a few invented people.
  ///
  /// The calling key is `sandbox-admin-key`, the primary one `sandbox-primary-key`.
  public static let exampleSeed: [UInt8] = Array(
    """
    { "version": 1,
      "channels": [ { "public_id": "_xgTNZs", "uuid": "@flowershop", "name": "플라워샵" } ],
      "apps": [ { "id": 1, "name": "플라워샵", "channels": ["_xgTNZs"] } ],
      "keys": [
        { "name": "primary", "value": "sandbox-primary-key", "categories": [], "primary": true },
        { "name": "calling", "value": "sandbox-admin-key" },
        { "name": "rest", "value": "sandbox-rest-key", "kind": "rest" } ],
      "users": [
        { "id": 1376016924429759228, "nickname": "하나", "phone": "821000000001", "tokens": ["sandbox-token-1"],
          "relations": [ { "channel": "_xgTNZs", "relation": "ADDED",
            "created_at": "2026-03-02T01:15:00Z", "updated_at": "2026-03-02T01:15:00Z" } ] },
        { "id": 1376016924429759229, "nickname": "두리", "phone": "821000000002", "tokens": ["sandbox-token-2"],
          "relations": [ { "channel": "_xgTNZs", "relation": "BLOCKED",
            "created_at": "2026-03-02T01:15:00Z", "updated_at": "2026-05-01T03:00:00Z" } ] },
        { "id": 2890113457, "nickname": "세찬", "phone": "821000000003", "tokens": ["sandbox-token-3"] },
        { "id": 2890113458, "nickname": "네리", "scopes": [] } ] }
    """.utf8)
}
