/// The config files of a site: the shop `flower` as tests change it, `rose` with logins of its own, `plain` without any.
struct ShopFiles: Sendable {
  static let channel = "_xgTNZs"
  /// Marked, so that each can be searched for where it must not stand.
  static let secrets = [
    "FLOWER_TOKEN": "marked-api-token-flower-0123456789", "FLOWER_OLD_TOKEN": "marked-api-token-flower-old-0123",
    "ROSE_TOKEN": "marked-api-token-rose-01234567890", "REST_KEY": "marked-rest-api-key-0123456789ab",
    "CLIENT_SECRET": "marked-client-secret-0123456789", "ADMIN_KEY": "marked-admin-key-0123456789abcd",
    "PRIMARY_KEY": "marked-primary-key-0123456789ab", "OLD_PRIMARY_KEY": "marked-old-primary-key-01234567",
    "HOOK_SECRET": "whsec_" + "bWFya2VkLXdlYmhvb2stc2VjcmV0LTAxMjM0NTY3ODk=",
    "OLD_HOOK_SECRET": "whsec_" + "bWFya2VkLW9sZC13ZWJob29rLXNlY3JldC0wMTIzNDU=",
    "HOOK_TOKEN": "marked-webhook-token-0123456789", "FETCH_TOKEN": "marked-fetch-token-0123456789",
    "ADMIN_TOKEN": "marked-operator-token-0123456789ab", "OLD_ADMIN_TOKEN": "marked-operator-token-old-01234567",
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
  /// Shops besides, by the names of their files.
  var more: [String: String] = [:]
  /// Further top-level lines of `flower`.
  var flower = ""
  /// Further lines of the shop.
  var extra = ""
  /// The environment.
  var secrets = ShopFiles.secrets
  /// What the shop `flower` is called.
  var flowerName = "플라워샵"
  /// Further files, by their paths.
  var others: [String: String] = [:]
  /// Further lines of naru.yaml.
  var admin = ""
  /// Lines of naru.yaml.
  var process = "listen: 127.0.0.1:0\npublic_url: https://sync.example.com\nstore: sqlite:naru.db\n"

  var files: [String: String] {
    [
      "naru.yaml": process + admin,
      "shops/flower.yaml": """
      id: flower
      name: \(flowerName)
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
      \(extra)
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
    ].merging(more) { $1 }.merging(others) { mine, _ in mine }
  }
}
