import CommonValues
import Synchronization

@testable import ChannelSync

/// Kakao's customer files in memory, written from the facts.
final class FakeKakao: CustomerFileService {
  struct File: Equatable {
    var id: Int64
    var channel: String
    var name: String
    var columns: [String: String]
    var rows: [Int64: String] = [:]
  }

  enum Call: Equatable {
    case list
    case create(String)
    case add(Int)
    case remove(Int)
  }

  /// What an answer to a call with rows shall say instead of the truth.
  struct Reply {
    var counts: RowCounts?
    var fault: CustomerFileFault.Kind?
    /// Whether Kakao does its part all the same.
    var isDone = false
  }

  struct State {
    var files: [File] = []
    var nextID: Int64 = 33_395
    var calls: [Call] = []
    /// By the number of the call, counted from 1.
    var replies: [Int: Reply] = [:]
    var countsAbsentRemovals = false
    var room = 30
    var refusesNames = false
  }

  let state = Mutex(State())
  let faults: FaultPlan
  /// Runs inside each call with its number.
  let during: Mutex<@Sendable (Int) -> Void> = Mutex({ _ in })

  init(faults: FaultPlan = FaultPlan()) { self.faults = faults }

  var calls: [Call] { state.withLock { $0.calls } }

  func file(_ name: String) -> File? { state.withLock { $0.files.first { $0.name == name } } }

  static func fault(_ kind: CustomerFileFault.Kind) -> CustomerFileFault {
    CustomerFileFault(kind, Diagnostic(.error, code: "test", reason: LocalizedText(ko: "시험", en: "test")))
  }

  private func step<Value>(
    _ call: Call, _ body: (inout State) -> Result<Value, CustomerFileFault>,
    counted: (RowCounts) -> Value? = { _ in nil }
  ) throws(CustomerFileFault) -> Value {
    let number = state.withLock { state in
      state.calls.append(call)
      return state.calls.count
    }
    during.withLock { $0 }(number)
    // As a real client does: a cancelled task gives up on the request.
    if Task.isCancelled { throw FakeKakao.fault(.unanswered) }
    let result: Result<Value, CustomerFileFault>
    do {
      result = try faults.around {
        state.withLock { state in
          guard let reply = state.replies[number] else { return body(&state) }
          let real = reply.isDone ? body(&state) : nil
          if let fault = reply.fault { return .failure(FakeKakao.fault(fault)) }
          if let counts = reply.counts, let value = counted(counts) { return .success(value) }
          return real ?? .failure(FakeKakao.fault(.unanswered))
        }
      }
    } catch {
      throw FakeKakao.fault(.unanswered)
    }
    return try result.get()
  }

  func files(in channel: String) async throws(CustomerFileFault) -> [RemoteCustomerFile] {
    try step(.list) { state in
      .success(
        state.files.filter { $0.channel == channel }.map {
          RemoteCustomerFile(id: $0.id, name: $0.name, columns: $0.rows.isEmpty ? nil : $0.columns)
        })
    }
  }

  func createFile(
    named name: String, in channel: String, columns: [String: String]
  ) async throws(CustomerFileFault) -> Int64 {
    try step(.create(name)) { state in
      if state.refusesNames || state.files.contains(where: { $0.channel == channel && $0.name == name }) {
        return .failure(FakeKakao.fault(.nameRefused))
      }
      if state.files.count >= state.room { return .failure(FakeKakao.fault(.noRoom)) }
      state.nextID += 1
      state.files.append(File(id: state.nextID, channel: channel, name: name, columns: columns))
      return .success(state.nextID)
    }
  }

  func add(_ rows: [CustomerFileEntry], to file: RemoteFileAddress) async throws(CustomerFileFault) -> RowCounts {
    try step(
      .add(rows.count),
      { state in
        guard let index = state.files.firstIndex(where: { $0.id == file.id }) else {
          return .failure(FakeKakao.fault(.unknownFile))
        }
        for row in rows { state.files[index].rows[row.target] = String(decoding: row.fields, as: UTF8.self) }
        return .success(RowCounts(requested: rows.count, succeeded: rows.count))
      }, counted: { $0 })
  }

  func remove(_ targets: [Int64], from file: RemoteFileAddress) async throws(CustomerFileFault) -> RowCounts {
    try step(
      .remove(targets.count),
      { state in
        guard let index = state.files.firstIndex(where: { $0.id == file.id }) else {
          return .failure(FakeKakao.fault(.unknownFile))
        }
        let removed = targets.count { state.files[index].rows.removeValue(forKey: $0) != nil }
        let succeeded = state.countsAbsentRemovals ? targets.count : removed
        return .success(RowCounts(requested: targets.count, succeeded: succeeded))
      }, counted: { $0 })
  }
}
