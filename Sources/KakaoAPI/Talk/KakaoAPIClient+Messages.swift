public import CommonValues

extension KakaoAPIClient {
  /// Sends a message into the user's own chat: `POST /v2/api/talk/memo/…`; needs the scope `talk_message`.
  ///
  /// It is sent once: a call of unknown outcome is not repeated, since a second message would be seen.
  public func sendToMe(
    _ message: TalkMessage, token: Secret<String>, limits: MessageLimits = MessageLimits()
  ) async throws(KakaoError) {
    if case .template(let template) = message { try limits.check(template) }
    _ = try await call(
      message.toMe, body: .form(message.fields), as: .accessToken(token), repeatable: false
    ) { bytes in
      decodeJSON(SendAnswer.self, from: bytes).flatMap { $0.isSuccess ? true : nil }
    }
  }

  /// Sends a message from the user to friends: `POST /v1/api/talk/friends/message/…`; needs the scopes `friends` and
  /// `talk_message`, and Kakao's review.
  ///
  /// A user must have asked for it: Kakao does not allow automatic sending. It is sent once: a call of unknown outcome
  /// is not repeated.
  ///
  /// - Parameter receivers: ``Friend/uuid`` of one to ``MessageLimits/receivers`` friends, each once.
  /// - Returns: who got it and who did not; also when nobody did.
  public func sendToFriends(
    _ message: TalkMessage, receivers: [String], token: Secret<String>, limits: MessageLimits = MessageLimits()
  ) async throws(KakaoError) -> FriendMessageResult {
    try limits.check(receivers: receivers)
    if case .template(let template) = message { try limits.check(template) }
    let form = [("receiver_uuids", JSONText.array(receivers))] + message.fields
    return try await call(
      message.toFriends, body: .form(form), as: .accessToken(token), repeatable: false
    ) { bytes in
      decodeJSON(FriendMessageResult.self, from: bytes)
    }
  }
}

private struct SendAnswer: Decodable {
  let isSuccess: Bool

  private enum Key: String, CodingKey { case code = "result_code" }

  init(from decoder: any Decoder) throws {
    isSuccess = try decoder.container(keyedBy: Key.self).lenientInt(.code) == 0
  }
}
