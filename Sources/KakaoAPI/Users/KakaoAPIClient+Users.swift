extension KakaoAPIClient {
  /// The most users per request of ``users(_:properties:)``, without and with a choice of properties.
  public static let usersPerCall = (all: 100, withProperties: 20)

  /// A user: `GET /v2/user/me`.
  ///
  /// - Parameters:
  ///   - properties: what to limit the answer to; empty asks for everything that the user has agreed to.
  ///   - secureImages: asks for image addresses with https.
  public func user(
    _ access: KakaoUserAccess, properties: [KakaoUserProperty] = [], secureImages: Bool = true
  ) async throws(KakaoError) -> KakaoUser {
    let query =
      access.fields + [("secure_resource", secureImages ? "true" : "false")]
      + KakaoAPIClient.propertyKeys(properties)
    return try await call(.user, query: query, as: access.authorization, repeatable: true) { bytes in
      decodeJSON(KakaoUser.self, from: bytes).flatMap { access.matches($0.id) ? $0 : nil }
    }
  }

  /// Several users, asked with the admin key: `GET /v2/app/users`, in as many requests as it takes.
  ///
  /// - Parameters:
  ///   - ids: app user ids; one that stands there twice is asked once.
  ///   - properties: what to add to the basic information (id and times); empty adds nothing.
  /// - Returns: the users that Kakao answers for, in no promised order. Whether Kakao leaves out users who are not
  ///   linked is not documented.
  public func users(
    _ ids: [Int64], properties: [KakaoUserProperty] = []
  ) async throws(KakaoError) -> [KakaoUser] {
    var seen: Set<Int64> = []
    let distinct = ids.filter { seen.insert($0).inserted }
    let size = properties.isEmpty ? KakaoAPIClient.usersPerCall.all : KakaoAPIClient.usersPerCall.withProperties
    var users: [KakaoUser] = []
    for start in stride(from: 0, to: distinct.count, by: size) {
      users += try await usersOnce(Array(distinct[start..<min(start + size, distinct.count)]), properties)
    }
    return users
  }

  private func usersOnce(
    _ ids: [Int64], _ properties: [KakaoUserProperty]
  ) async throws(KakaoError) -> [KakaoUser] {
    let query =
      [("target_id_type", "user_id"), ("target_ids", JSONText.array(ids))] + KakaoAPIClient.propertyKeys(properties)
    let asked = Set(ids)
    return try await call(.users, query: query, repeatable: true) { bytes in
      decodeJSON(UsersAnswer.self, from: bytes)?.users.filter { asked.contains($0.id) }
    }
  }

  private static func propertyKeys(_ properties: [KakaoUserProperty]) -> [(String, String)] {
    properties.isEmpty ? [] : [("property_keys", JSONText.array(properties.map(\.rawValue)))]
  }
}

/// Kakao's documentation has both a bare array and one in `elements`.
private struct UsersAnswer: Decodable {
  let users: [KakaoUser]

  private enum Key: String, CodingKey { case elements }

  init(from decoder: any Decoder) throws {
    if let bare = try? decoder.singleValueContainer().decode([Lenient<KakaoUser>].self) {
      users = bare.compactMap(\.value)
    } else {
      let fields = try decoder.container(keyedBy: Key.self)
      users = try fields.decode([Lenient<KakaoUser>].self, forKey: .elements).compactMap(\.value)
    }
  }
}
