/// What ChannelSync needs of Kakao: the four customer-file calls. Retrying is the service's business; what it throws is final.
public protocol CustomerFileService: Sendable {
  /// The files of a channel.
  func files(in channel: String) async throws(CustomerFileFault) -> [RemoteCustomerFile]
  /// Creates a file and returns its id. `columns` is name and type (`string` or `number`).
  func createFile(
    named name: String, in channel: String, columns: [String: String]
  ) async throws(CustomerFileFault) -> Int64
  /// Adds people, or replaces their rows; at most 2,000.
  func add(_ rows: [CustomerFileEntry], to file: RemoteFileAddress) async throws(CustomerFileFault) -> RowCounts
  /// Takes people out by their ids in the file; at most 2,000.
  func remove(_ targets: [Int64], from file: RemoteFileAddress) async throws(CustomerFileFault) -> RowCounts
}

/// A customer file as Kakao lists it.
public struct RemoteCustomerFile: Sendable, Hashable {
  /// Kakao's id.
  public var id: Int64
  /// Its name in the partner centre.
  public var name: String
  /// Column name and type; nil where Kakao does not say (it says nothing of a file without people).
  public var columns: [String: String]?

  /// A listed file.
  public init(id: Int64, name: String, columns: [String: String]?) {
    self.id = id
    self.name = name
    self.columns = columns
  }
}

/// Where rows go.
public struct RemoteFileAddress: Sendable, Hashable {
  /// Kakao's id of the file.
  public var id: Int64
  /// The channel's public id.
  public var channel: String
  /// What the ids in it are.
  public var users: CustomerFileDefinition.Users

  /// A file's address.
  public init(id: Int64, channel: String, users: CustomerFileDefinition.Users) {
    self.id = id
    self.channel = channel
    self.users = users
  }
}

/// One person with their encoded fields.
public struct CustomerFileEntry: Sendable, Hashable {
  /// App user id, or the digits of a phone number (`8210…`).
  public var target: Int64
  /// The complete JSON object of the fields, as UTF-8.
  public var fields: [UInt8]

  /// A person with their fields.
  public init(target: Int64, fields: [UInt8]) {
    self.target = target
    self.fields = fields
  }
}

/// What Kakao says it did with the rows of one call; nil where it did not say.
public struct RowCounts: Sendable, Hashable {
  /// Rows that it received.
  public var requested: Int?
  /// Rows that it accepted.
  public var succeeded: Int?

  /// Counts of an answer.
  public init(requested: Int?, succeeded: Int?) {
    self.requested = requested
    self.succeeded = succeeded
  }
}
