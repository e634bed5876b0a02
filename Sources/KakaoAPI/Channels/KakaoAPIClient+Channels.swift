public import CommonValues

extension KakaoAPIClient {
  /// The most users per call of ``channels(ofUsers:channels:)``, as users of the API quote Kakao's documentation.
  public static let usersPerChannelsCall = 200

  /// How a user stands to channels, asked with the key: `GET /v2/api/talk/channels`.
  ///
  /// - Parameter channels: channel public ids; empty asks for every channel that is connected to the app.
  public func channels(ofUser userID: Int64, channels: [String] = []) async throws(KakaoError) -> UserChannels {
    try await call(
      .channels, query: [("target_id_type", "user_id"), ("target_id", String(userID))] + channelQuery(channels),
      repeatable: true
    ) { decodeJSON(UserChannels.self, from: $0) }
  }

  /// How the user of an access token stands to channels: `GET /v2/api/talk/channels`.
  ///
  /// - Parameter channels: channel public ids; empty asks for every channel that is connected to the app.
  public func channels(
    accessToken: Secret<String>, channels: [String] = []
  ) async throws(KakaoError) -> UserChannels {
    try await call(.channels, query: channelQuery(channels), as: .accessToken(accessToken), repeatable: true) {
      decodeJSON(UserChannels.self, from: $0)
    }
  }

  /// How several users stand to channels: `GET /v2/api/talk/channels/multi`.
  ///
  /// - Parameters:
  ///   - userIDs: 1 to ``usersPerChannelsCall``.
  ///   - channels: channel public ids; empty asks for every channel that is connected to the app.
  /// - Returns: the users that Kakao answers for, in no promised order: match by ``UserChannels/userID``, which none of
  ///   these
  ///   lacks. Whether users who are not linked are left out or fail the call is not documented.
  public func channels(ofUsers userIDs: [Int64], channels: [String] = []) async throws(KakaoError) -> [UserChannels] {
    guard (1...KakaoAPIClient.usersPerChannelsCall).contains(userIDs.count) else {
      throw .invalidRequest(
        LocalizedText(
          ko: "한 번에 1명부터 \(KakaoAPIClient.usersPerChannelsCall)명까지 물을 수 있는데 \(userIDs.count)명입니다.",
          en: "One call asks about 1 to \(KakaoAPIClient.usersPerChannelsCall) users, not \(userIDs.count)."))
    }
    let ids = userIDs.map { String($0) }.joined(separator: ",")
    return try await call(
      .channelsOfMany, query: [("target_id_type", "user_id"), ("target_ids", ids)] + channelQuery(channels),
      repeatable: true
    ) { bytes in
      decodeJSON([Lenient<UserChannels>].self, from: bytes)?.compactMap { $0.value?.userID == nil ? nil : $0.value }
    }
  }

  /// How a user stands to channels, by the old endpoint: `GET /v1/api/talk/channels`. New code uses
  /// ``channels(ofUser:channels:)`` and ``channels(accessToken:channels:)``; this one does not say when a channel was added
  /// first.
  ///
  /// - Parameter channels: channel public ids; empty asks for every channel that is connected to the app.
  public func legacyChannels(
    _ access: KakaoUserAccess, channels: [String] = []
  ) async throws(KakaoError) -> UserChannels {
    let query = access.fields + (channels.isEmpty ? [] : [("channel_public_ids", JSONText.array(channels))])
    return try await call(.legacyChannels, query: query, as: access.authorization, repeatable: true) { bytes in
      decodeJSON(UserChannels.self, from: bytes).flatMap { access.matches($0.userID) ? $0 : nil }
    }
  }

  private func channelQuery(_ channels: [String]) -> [(String, String)] {
    guard !channels.isEmpty else { return [] }
    return [("channel_ids", channels.joined(separator: ",")), ("channel_id_type", "channel_public_id")]
  }
}
