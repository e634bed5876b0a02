/// One of kapi's endpoints about users and KakaoTalk that takes its parameters as a query or a form.
enum KapiEndpoint: String, CaseIterable, Sendable {
  case me = "/v2/user/me"
  case appUsers = "/v2/app/users"
  case userIDs = "/v1/user/ids"
  case tokenInfo = "/v1/user/access_token_info"
  case logout = "/v1/user/logout"
  case unlink = "/v1/user/unlink"
  case signup = "/v1/user/signup"
  case updateProfile = "/v1/user/update_profile"
  case scopes = "/v2/user/scopes"
  case revokeScopes = "/v2/user/revoke/scopes"
  case terms = "/v2/user/service_terms"
  case revokeTerms = "/v2/user/revoke/service_terms"
  case upgradeTerms = "/v2/user/upgrade/service_terms"
  case legacyTerms = "/v1/user/service/terms"
  case addresses = "/v1/user/shipping_address"
  case systemIPs = "/v1/system/ips"
  case friends = "/v1/api/talk/friends"
  case memoDefault = "/v2/api/talk/memo/default/send"
  case memoScrap = "/v2/api/talk/memo/scrap/send"
  case memoCustom = "/v2/api/talk/memo/send"
  case friendsDefault = "/v1/api/talk/friends/message/default/send"
  case friendsScrap = "/v1/api/talk/friends/message/scrap/send"
  case friendsCustom = "/v1/api/talk/friends/message/send"

  var path: String { rawValue }

  var methods: [String] {
    switch self {
    case .me: ["GET", "POST"]
    case .appUsers, .userIDs, .tokenInfo, .scopes, .terms, .legacyTerms, .addresses, .systemIPs, .friends: ["GET"]
    case .logout, .unlink, .signup, .updateProfile, .revokeScopes, .revokeTerms, .upgradeTerms, .memoDefault,
      .memoScrap, .memoCustom, .friendsDefault, .friendsScrap, .friendsCustom:
      ["POST"]
    }
  }

  /// Who may call.
  enum Caller: Sendable {
    /// `Bearer` only.
    case token
    /// `Bearer`, or an admin key with a target.
    case tokenOrKey(SandboxKey.Category)
    /// An admin key, without a target.
    case key(SandboxKey.Category)
    /// A REST API key.
    case restKey
  }

  var caller: Caller {
    switch self {
    case .tokenInfo, .signup, .legacyTerms, .friends, .memoDefault, .memoScrap, .memoCustom, .friendsDefault,
      .friendsScrap, .friendsCustom:
      .token
    case .me, .scopes, .terms, .addresses: .tokenOrKey(.userLookup)
    case .logout, .unlink, .updateProfile, .revokeScopes, .revokeTerms, .upgradeTerms: .tokenOrKey(.userManagement)
    case .appUsers, .userIDs: .key(.userLookup)
    case .systemIPs: .restKey
    }
  }

  /// Parameters that are documented, without those that name a target.
  var parameters: [String] {
    switch self {
    case .me: ["secure_resource", "property_keys"]
    case .appUsers: ["target_ids", "target_id_type", "property_keys"]
    case .userIDs: ["limit", "from_id", "order"]
    case .tokenInfo, .logout, .unlink, .systemIPs: []
    case .signup, .updateProfile: ["properties"]
    case .scopes, .revokeScopes: ["scopes"]
    case .terms: ["result", "tags"]
    case .revokeTerms, .upgradeTerms: ["tags"]
    case .legacyTerms: ["extra"]
    case .addresses: ["address_id", "from_updated_at", "page_size"]
    case .friends: ["offset", "limit", "order", "friend_order", "secure_resource"]
    case .memoDefault: ["template_object"]
    case .memoScrap: ["request_url", "template_id", "template_args"]
    case .memoCustom: ["template_id", "template_args"]
    case .friendsDefault: ["receiver_uuids", "template_object"]
    case .friendsScrap: ["receiver_uuids", "request_url", "template_id", "template_args"]
    case .friendsCustom: ["receiver_uuids", "template_id", "template_args"]
    }
  }

  /// Whether a user who has not signed up yet may be meant.
  var takesPreregistered: Bool {
    switch self {
    case .me, .tokenInfo, .logout, .unlink, .signup: true
    default: false
    }
  }
}
