import CommonValues
import GRDB
import GRDBSQLite
import Synchronization

/// A prepared statement that binds bytes without copying them and reads columns in place.
///
/// GRDB's own statements box every value, which costs several times the insert itself. It lives within one database access. Preparing
/// costs more than most statements do, so that it is done once a connection: GRDB keeps what is not in use. The texts of SQL are
/// therefore finitely many, and never hold a value.
final class RawStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  /// What GRDB keeps; nil for a statement of our own, since the kept one is in use.
  private let kept: Statement?
  /// The addresses of kept statements that are in use, in all connections.
  private static let inUse = Mutex<Set<UInt>>([])

  init(_ database: Database, _ sql: String) throws {
    guard let connection = database.sqliteConnection else { throw StoreError(sqlite: SQLITE_MISUSE) }
    self.connection = connection
    let statement: Statement
    do {
      statement = try database.cachedStatement(sql: sql)
    } catch let error as DatabaseError {
      throw StoreError(sqlite: error.resultCode.rawValue, extended: error.extendedResultCode.rawValue)
    }
    let kept = statement.sqliteStatement
    let address = UInt(bitPattern: kept)
    if RawStatement.inUse.withLock({ $0.insert(address).inserted }) {
      handle = kept
      self.kept = statement
      return
    }
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql, -1, 0, &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw StoreError(sqlite: code & 0xFF, extended: sqlite3_extended_errcode(connection))
    }
    self.handle = handle
    self.kept = nil
  }

  deinit {
    guard kept != nil else {
      sqlite3_finalize(handle)
      return
    }
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    let address = UInt(bitPattern: handle)
    RawStatement.inUse.withLock { _ = $0.remove(address) }
  }

  /// Binds an integer; positions count from 1.
  @inline(__always)
  func bind(_ position: Int32, _ value: Int64) { sqlite3_bind_int64(handle, position, value) }

  /// Binds an integer or NULL.
  @inline(__always)
  func bind(_ position: Int32, _ value: Int64?) {
    if let value { sqlite3_bind_int64(handle, position, value) } else { sqlite3_bind_null(handle, position) }
  }

  /// Binds text that stays where it is until the next ``run()`` has returned.
  @inline(__always)
  func bind(_ position: Int32, text: ByteSlice) {
    guard let base = text.baseAddress, !text.isEmpty else {
      sqlite3_bind_text(handle, position, "", 0, nil)
      return
    }
    UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: text.count) {
      _ = sqlite3_bind_text(handle, position, $0, Int32(text.count), nil)
    }
  }

  /// Binds text that SQLite copies.
  func bind(_ position: Int32, text: String?) {
    guard var text else {
      sqlite3_bind_null(handle, position)
      return
    }
    text.withUTF8 { bytes in
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      guard let base = bytes.baseAddress, !bytes.isEmpty else {
        sqlite3_bind_text(handle, position, "", 0, nil)
        return
      }
      UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        _ = sqlite3_bind_text(handle, position, $0, Int32(bytes.count), transient)
      }
    }
  }

  /// Binds bytes that stay where they are until the next ``run()`` has returned.
  @inline(__always)
  func bind(_ position: Int32, blob: ByteSlice) {
    guard let base = blob.baseAddress, !blob.isEmpty else {
      sqlite3_bind_zeroblob(handle, position, 0)
      return
    }
    sqlite3_bind_blob(handle, position, base, Int32(blob.count), nil)
  }

  /// Binds bytes that SQLite copies; nil is NULL.
  func bind(_ position: Int32, bytes: [UInt8]?) {
    guard let bytes else {
      sqlite3_bind_null(handle, position)
      return
    }
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !buffer.isEmpty else {
        sqlite3_bind_zeroblob(handle, position, 0)
        return
      }
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_blob(handle, position, base, Int32(buffer.count), transient)
    }
  }

  /// Runs a statement that returns no row, and readies it for the next.
  @inline(__always)
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    if code != SQLITE_DONE && code != SQLITE_ROW { throw failure(code) }
  }

  /// Steps to the next row; false at the end.
  @inline(__always)
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    throw failure(code)
  }

  /// Readies the statement for another run.
  func reset() { sqlite3_reset(handle) }

  /// How many rows the last run changed.
  var changes: Int { Int(sqlite3_changes(connection)) }

  @inline(__always)
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  @inline(__always)
  func optionalInteger(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
  }

  /// The bytes of a text or blob column, valid until the next step or reset.
  @inline(__always)
  func bytes(_ column: Int32) -> ByteSlice {
    guard let base = sqlite3_column_blob(handle, column) else { return ByteSlice(start: nil, count: 0) }
    return ByteSlice(
      start: base.assumingMemoryBound(to: UInt8.self), count: Int(sqlite3_column_bytes(handle, column)))
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// A copy of the bytes of a text or blob column.
  func copiedBytes(_ column: Int32) -> [UInt8] { Array(bytes(column)) }

  /// A time in milliseconds.
  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: integer(column)) }

  /// A time in milliseconds, or nil.
  func optionalTime(_ column: Int32) -> Timestamp? { optionalInteger(column).map(Timestamp.init(milliseconds:)) }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  private func failure(_ code: Int32) -> StoreError {
    StoreError(sqlite: code & 0xFF, extended: sqlite3_extended_errcode(connection))
  }
}
