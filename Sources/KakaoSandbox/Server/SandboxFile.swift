/// A customer file as the partner centre lists it.
public struct SandboxFile: Sendable, Hashable {
  /// The file id.
  public let id: Int64
  /// The channel's public id.
  public let channel: String
  /// The name.
  public let name: String
  /// Column names with `string` or `number`, in the order of creation.
  public let schema: [Column]
  /// Rows registered.
  public let registered: Int
  /// Registered people whom the sandbox knows as friends of the channel.
  public let friends: Int
  /// When it was made.
  public let createdAt: SandboxTime
  /// When rows were last added or removed.
  public let updatedAt: SandboxTime

  /// A column of a schema.
  public struct Column: Sendable, Hashable {
    /// The name.
    public let name: String
    /// `string` or `number`.
    public let type: String
  }
}

/// A row of a customer file.
public struct SandboxRow: Sendable, Hashable {
  /// `app` or `phone`.
  public let userType: String
  /// The app user id or the phone number, as digits.
  public let id: String
  /// The field set by key; each value as its JSON token, so that a string has quotes and no number has changed.
  public let fields: [String: String]
}

/// How many requests came to a path.
public struct SandboxCount: Sendable, Hashable {
  /// All of them.
  public let total: Int
  /// Those answered, by HTTP status.
  public let byStatus: [Int: Int]
  /// Those whose connection was closed without an answer.
  public let dropped: Int
}
