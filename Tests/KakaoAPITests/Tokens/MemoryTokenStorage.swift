import KakaoAPI
import Synchronization

struct DiskFull: Error {}

/// A storage in memory that can be made to fail.
final class MemoryTokenStorage: TokenStorage {
  struct State {
    var records: [String: [UInt8]] = [:]
    var saves = 0
    var failsSaving = false
    var failsLoading = false
    var failsDeleting = false
  }

  let state = Mutex(State())

  private func key(_ app: String, _ userID: Int64) -> String { "\(app)/\(userID)" }

  func load(app: String, userID: Int64) async throws -> [UInt8]? {
    try state.withLock { state in
      if state.failsLoading { throw DiskFull() }
      return state.records[key(app, userID)]
    }
  }

  func save(_ record: [UInt8], app: String, userID: Int64) async throws {
    try state.withLock { state in
      if state.failsSaving { throw DiskFull() }
      state.saves += 1
      state.records[key(app, userID)] = record
    }
  }

  func delete(app: String, userID: Int64) async throws {
    try state.withLock { state in
      if state.failsDeleting { throw DiskFull() }
      state.records[key(app, userID)] = nil
    }
  }

  func record(_ userID: Int64) -> [UInt8]? { state.withLock { $0.records["flower/\(userID)"] } }
}
