public import CommonValues

/// What came of a message to friends. Part of it may have failed though the call succeeded.
public struct FriendMessageResult: Sendable {
  /// Why some receivers did not get the message.
  public struct Failure: Sendable {
    /// Kakao's code; look it up in ``KakaoErrorTable``.
    public let code: Int?
    /// Kakao's words, meant for developers: never log them.
    public let message: Secret<String>?
    /// Who did not get it.
    public let receivers: [String]

    /// What the table knows of the code.
    public var entry: KakaoErrorEntry? { code.flatMap { KakaoErrorTable.entry(for: String($0)) } }
  }

  /// Who got it, by uuid.
  public let successful: [String]
  /// Who did not, by cause.
  public let failures: [Failure]
}

extension FriendMessageResult: Decodable {
  private enum Key: String, CodingKey {
    case successful = "successful_receiver_uuids"
    case failures = "failure_info"
  }

  /// Fails when neither part is there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let successful = fields.lenientArray(of: String.self, .successful)
    // Old answers have one failure that is no array.
    let failures =
      fields.lenientArray(of: Failure.self, .failures) ?? fields.lenient(Failure.self, .failures).map { [$0] }
    guard successful != nil || failures != nil else {
      throw DecodingError.dataCorruptedError(forKey: .successful, in: fields, debugDescription: "no result")
    }
    self.successful = successful ?? []
    self.failures = failures ?? []
  }
}

extension FriendMessageResult.Failure: Decodable {
  private enum Key: String, CodingKey {
    case code
    case message = "msg"
    case receivers = "receiver_uuids"
    case oldReceivers = "receiver_ids"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    code = fields.lenientInt(.code)
    message = fields.lenientString(.message).map { Secret($0) }
    receivers =
      (fields.lenientArray(of: Receiver.self, .receivers)
      ?? fields.lenientArray(of: Receiver.self, .oldReceivers) ?? []).map(\.text)
  }
}

/// A uuid, or in old answers a number.
private struct Receiver: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    if let uuid = try? decoder.singleValueContainer().decode(String.self) {
      text = uuid
    } else {
      text = String(try LenientID(from: decoder).value)
    }
  }
}
