/// The config files of a site: the shop `flower` as tests change it, `rose` with logins of its own, `plain` without any.
struct ShopFiles: Sendable {
  static let channel = "_xgTNZs"
  /// Marked, so that each can be searched for where it must not stand.
  static let secrets = [
    "FLOWER_TOKEN": "marked-api-token-flower-0123456789", "FLOWER_OLD_TOKEN": "marked-api-token-flower-old-0123",
    "ROSE_TOKEN": "marked-api-token-rose-01234567890", "REST_KEY": "marked-rest-api-key-0123456789ab",
    "CLIENT_SECRET": "marked-client-secret-0123456789", "ADMIN_KEY": "marked-admin-key-0123456789abcd",
    "PRIMARY_KEY": "marked-primary-key-0123456789ab", "OLD_PRIMARY_KEY": "marked-old-primary-key-01234567",
    "TOKEN_KEY": "0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d",
  ]

  var scopes = "openid, account_email, phone_number, name, shipping_address, plusfriends"
  var terms = "terms, privacy, marketing"
  var signupURL: String? = "https://flower.example.com/join"
  var sessions = true
  var match = "verified_phone"
  var hasAdminKey = true
  /// Further lines of `login`.
  var login = ""
  /// Further top-level lines of `flower`.
  var flower = ""
  /// Lines of naru.yaml.
  var process = "listen: 127.0.0.1:0\npublic_url: https://sync.example.com\nstore: sqlite:naru.db\n"

  var files: [String: String] {
    [
      "naru.yaml": process,
      "shops/flower.yaml": """
      id: flower
      name: 플라워샵
      adapter: shop-export
      api_token: [{ env: FLOWER_TOKEN }, { env: FLOWER_OLD_TOKEN }]
      kakao:
        rest_api_key: { env: REST_KEY }
        client_secret: { env: CLIENT_SECRET }
      \(hasAdminKey ? "  admin_key: { env: ADMIN_KEY }" : "")
        webhook_admin_key: [{ env: PRIMARY_KEY }, { env: OLD_PRIMARY_KEY }]
        channels: [\(ShopFiles.channel)]
      login:
        scopes: [\(scopes)]
        service_terms: [\(terms)]
        return_urls: ["https://flower.example.com/"]
      \(signupURL.map { "  signup_url: \($0)" } ?? "")
        sessions: \(sessions)
        match: \(match)
      \(login)
      \(flower)
      """,
      "shops/rose.yaml": """
      id: rose
      name: 로즈샵
      adapter: shop-export
      api_token: { env: ROSE_TOKEN }
      kakao:
        rest_api_key: { env: REST_KEY }
        client_secret: { env: CLIENT_SECRET }
        admin_key: { env: ADMIN_KEY }
      login:
        return_urls: ["https://rose.example.com/shop"]
      """,
      "shops/plain.yaml": "id: plain\nname: 민무늬\nadapter: shop-export\n",
    ]
  }
}
