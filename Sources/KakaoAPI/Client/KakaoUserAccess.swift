public import CommonValues

/// By what right a call acts on a user, and which user that is.
///
/// Most endpoints take either. Those that Kakao documents for one of the two alone take a token, or a user id, instead
/// of this.
public enum KakaoUserAccess: Sendable {
  /// The user's own access token, sent as `Authorization: Bearer …`. The token says who is meant.
  case token(Secret<String>)
  /// The app's admin key, sent as `Authorization: KakaoAK …`, with the user's app user id as `target_id` and
  /// `target_id_type=user_id`.
  case user(Int64)
}

extension KakaoUserAccess {
  var authorization: KakaoAPIClient.Authorization {
    switch self {
    case .token(let token): .accessToken(token)
    case .user: .key
    }
  }

  /// What names the user in a query or form.
  var fields: [(String, String)] {
    switch self {
    case .token: []
    case .user(let id): [("target_id_type", "user_id"), ("target_id", String(id))]
    }
  }

  /// Whether an answer about the user `id` can be the answer to a question about this one. An answer without an id can.
  func matches(_ id: Int64?) -> Bool {
    switch self {
    case .token: true
    case .user(let asked): id == nil || id == asked
    }
  }
}
