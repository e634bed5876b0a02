/// Where sealed tokens are kept: one record for each user of an app.
///
/// A record is opaque. When ``save(_:app:userID:)`` returns, the record is durable and has replaced the former one as a
/// whole; whoever loads gets either of the two, never a part.
public protocol TokenStorage: Sendable {
  /// The record, nil when there is none.
  func load(app: String, userID: Int64) async throws -> [UInt8]?
  /// Keeps a record in place of the former one.
  func save(_ record: [UInt8], app: String, userID: Int64) async throws
  /// Deletes the record, if there is one.
  func delete(app: String, userID: Int64) async throws
}
