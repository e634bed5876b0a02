/// The keys of each section of the configuration files. The JSON Schemas in `docs/schemas` have the same ones.
protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Sendable {}

enum ProcessKey: String, ConfigurationKey {
  case listen, store, admin, shops, limits, fetch, inbox, tls, metrics
  case publicURL = "public_url"
  case trustedProxies = "trusted_proxies"
  case allowLiteralSecrets = "allow_literal_secrets"
  case rateLimit = "rate_limit"
}

enum TLSKey: String, ConfigurationKey {
  case certificate, key
}

enum MetricsKey: String, ConfigurationKey {
  case token
}

enum RateLimitKey: String, ConfigurationKey {
  case address, shop
}

enum RateKey: String, ConfigurationKey {
  case burst
  case perSecond = "per_second"
}

enum TokenKey: String, ConfigurationKey {
  case env, file, command, sha256
}

enum AdminKey: String, ConfigurationKey {
  case token
}

enum FetchKey: String, ConfigurationKey {
  case hosts, networks
}

enum LimitsKey: String, ConfigurationKey {
  case upload, file, unpacked, ratio, entries, columns, field, record, depth, body
}

enum ShopKey: String, ConfigurationKey {
  case id, name, currency, adapter, kakao, login, webhook, exports, attributes, freshness, schedule
  case undatedConsent = "undated_consent"
  case apiToken = "api_token"
  case fetchURL = "fetch_url"
  case fetchToken = "fetch_token"
  case customerFiles = "customer_files"
}

enum KakaoKey: String, ConfigurationKey {
  case restAPIKey = "rest_api_key"
  case clientSecret = "client_secret"
  case adminKey = "admin_key"
  case webhookAdminKey = "webhook_admin_key"
  case appID = "app_id"
  case maxMissing = "max_missing"
  case channels
  case authURL = "auth_url"
  case apiURL = "api_url"
}

enum LoginKey: String, ConfigurationKey {
  case scopes, sessions, match, prompt
  case serviceTerms = "service_terms"
  case returnURLs = "return_urls"
  case signupURL = "signup_url"
  case logoutURL = "logout_url"
  case handoffTTL = "handoff_ttl"
  case sessionTTL = "session_ttl"
  case ciAttribute = "ci_attribute"
  case storeTokens = "store_tokens"
  case tokenKeys = "token_keys"
}

enum WebhookKey: String, ConfigurationKey {
  case secret, senders
  case tokenPlace = "token_place"
  case acceptUnverified = "accept_unverified"
}

enum TokenPlaceKey: String, ConfigurationKey {
  case header, prefix, query
}

enum InboxKey: String, ConfigurationKey {
  case keep
}

enum ExportsKey: String, ConfigurationKey {
  case members, orders, watch, fetch
}

enum ScheduleKey: String, ConfigurationKey {
  case sync, reconcile
  case imports = "import"
}

enum MemberExportsKey: String, ConfigurationKey {
  case complete
  case maxAbsent = "max_absent"
}

enum OrderExportsKey: String, ConfigurationKey {
  case match
  case unknownStatus = "unknown_status"
}

enum CustomerFileKey: String, ConfigurationKey {
  case name, channel, users, columns
  case selection = "where"
  case maxRemoval = "max_removal"
}

enum ColumnKey: String, ConfigurationKey {
  case from, value, type
}

enum SelectionKey: String, ConfigurationKey {
  case consent, status, grade, gender, age, region
  case notBlocked = "not_blocked"
  case channelFriend = "channel_friend"
  case orderCount = "orders.count"
  case orderTotalPaid = "orders.total_paid"
  case orderLastPaidOn = "orders.last_paid_on"
}

enum BoundsKey: String, ConfigurationKey {
  case atLeast = "at_least"
  case atMost = "at_most"
}

enum LastPaidKey: String, ConfigurationKey {
  case within, before
}

enum SecretKey: String, ConfigurationKey {
  case env, file, command
}
