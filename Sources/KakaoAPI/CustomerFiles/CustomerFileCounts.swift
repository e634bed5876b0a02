/// What Kakao says of an add or remove call; any of it may be missing.
///
/// Compare both counts with what was sent. Kakao answers with success and a `success_count` of 0 when it did not
/// understand the rows, and never says which rows it left out. Whether people who are no friends of the channel count
/// is not documented.
public struct CustomerFileCounts: Sendable, Hashable {
  /// The file.
  public let fileID: Int64?
  /// Rows that Kakao received.
  public let requestCount: Int?
  /// Rows that Kakao accepted.
  public let successCount: Int?

  /// Counts as Kakao would give them.
  public init(fileID: Int64?, requestCount: Int?, successCount: Int?) {
    self.fileID = fileID
    self.requestCount = requestCount
    self.successCount = successCount
  }
}

extension CustomerFileCounts: Decodable {
  private enum Key: String, CodingKey {
    case fileID = "file_id"
    case requestCount = "request_count"
    case successCount = "success_count"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    fileID = fields.lenientInt64(.fileID)
    requestCount = fields.lenientInt(.requestCount)
    successCount = fields.lenientInt(.successCount)
  }
}

/// A customer file that ``KakaoAPIClient/createCustomerFile(named:channel:columns:)`` made.
public struct CreatedCustomerFile: Sendable, Hashable {
  /// Kakao's number of the file.
  public let fileID: Int64
  /// Whether the answer to the creation was lost and the file was then found by its name. The columns of a file that
  /// was found so are the ones asked for, unless somebody else made one of the same name meanwhile.
  public let wasFoundByName: Bool
}

/// The answer to a creation.
struct CreateAnswer: Decodable {
  let fileID: Int64?

  private enum Key: String, CodingKey { case fileID = "file_id" }

  init(from decoder: any Decoder) throws {
    fileID = try decoder.container(keyedBy: Key.self).lenientInt64(.fileID)
  }
}
