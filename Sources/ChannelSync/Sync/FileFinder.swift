import CommonValues
import ShopModel
import Store

/// Makes sure that a ledger's file stands at Kakao.
struct FileFinder: Sendable {
  /// A file could not be used, for a reason that concerns it alone.
  struct Refusal: Error {
    let diagnostic: Diagnostic
  }

  /// A file that stands, and what had to be done for it.
  struct Found: Sendable {
    var file: LedgerFile
    var notices: [Diagnostic] = []
    /// Nothing is confirmed any more.
    var isForgotten = false
  }

  let ledger: any CustomerFileLedger
  let service: any CustomerFileService
  let lease: Lease

  /// Finds the file by id, else by name, else creates it. Saves the id as soon as it is known, so that a crash costs at most another
  /// look at the list.
  func find(_ file: LedgerFile) async throws -> Found {
    let listed = try await service.files(in: file.channel)
    var found = Found(file: file)
    if let id = file.kakaoFileID {
      if let remote = listed.first(where: { $0.id == id }) {
        try check(remote, file)
        return found
      }
      found = try await forget(file)
    }
    if let remote = listed.first(where: { $0.name == file.name }) {
      return try await adopt(remote, found)
    }
    return try await create(found)
  }

  /// The same for a file that is only to be emptied: one that is gone is not made again.
  func findRetired(_ file: LedgerFile) async throws -> Found? {
    let listed = try await service.files(in: file.channel)
    if let id = file.kakaoFileID, listed.contains(where: { $0.id == id }) { return Found(file: file) }
    _ = try await forget(file)
    return nil
  }

  private func forget(_ file: LedgerFile) async throws -> Found {
    try await ledger.forgetConfirmed(file, lease: lease)
    var forgotten = file
    forgotten.kakaoFileID = nil
    return Found(
      file: try await ledger.save(forgotten), notices: [SyncNotice.vanished(file.name)], isForgotten: true)
  }

  private func adopt(_ remote: RemoteCustomerFile, _ found: Found, isOurs: Bool = false) async throws -> Found {
    try check(remote, found.file)
    var adopted = found
    adopted.file.kakaoFileID = remote.id
    adopted.file = try await ledger.save(adopted.file)
    adopted.notices.append(isOurs ? SyncNotice.created(found.file.name) : SyncNotice.adopted(found.file.name))
    return adopted
  }

  /// Creates the file. A creation without an answer may have happened, so the list is read before it is tried again.
  private func create(_ found: Found) async throws -> Found {
    var attempts = 0
    var wasUnanswered = false
    while true {
      do {
        let id = try await service.createFile(
          named: found.file.name, in: found.file.channel, columns: FileSchema.columns(found.file.schema))
        var created = found
        created.file.kakaoFileID = id
        created.file = try await ledger.save(created.file)
        created.notices.append(SyncNotice.created(found.file.name))
        return created
      } catch let fault as CustomerFileFault {
        attempts += 1
        if fault.kind == .noRoom { throw Refusal(diagnostic: SyncNotice.noRoom(found.file.name)) }
        if fault.kind == .refused { throw Refusal(diagnostic: fault.diagnostic) }
        guard fault.kind == .nameRefused || fault.kind == .unanswered else { throw fault }
        wasUnanswered = wasUnanswered || fault.kind == .unanswered
        let listed = try await service.files(in: found.file.channel)
        if let remote = listed.first(where: { $0.name == found.file.name }) {
          return try await adopt(remote, found, isOurs: wasUnanswered)
        }
        if fault.kind == .nameRefused { throw Refusal(diagnostic: SyncNotice.nameRefused(found.file.name)) }
        if attempts >= 2 { throw fault }
      }
    }
  }

  /// Kakao does not tell the columns of an empty file; of any other they must be ours.
  private func check(_ remote: RemoteCustomerFile, _ file: LedgerFile) throws {
    guard let columns = remote.columns, !columns.isEmpty else { return }
    guard columns == FileSchema.columns(file.schema) else {
      throw Refusal(diagnostic: SyncNotice.schemaDiffers(file.name))
    }
  }
}
