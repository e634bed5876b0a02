package import CommonValues
package import ShopModel
package import Store

/// Holds the ledger's customer files against those that Kakao lists. Who is in a file Kakao does not tell.
package struct FileReconciler: Sendable {
  /// What was found.
  package struct Found: Sendable, Hashable {
    /// Files that the ledger says are at Kakao.
    package var checked = 0
    /// Files among them that are gone; nothing of them counts as confirmed any more, so that the next sync makes them again.
    package var vanished = 0
    /// What to tell people.
    package var notices: [Diagnostic] = []
  }

  private let ledger: any CustomerFileLedger
  private let service: any CustomerFileService

  /// A reconciler on a store.
  package init(store: Store, service: any CustomerFileService) {
    ledger = StoreLedger(store: store)
    self.service = service
  }

  /// Compares, channel by channel. Throws a ``CustomerFileFault`` when Kakao can not be asked, and what the store throws.
  package func run(of shop: ShopID, lease: Lease) async throws -> Found {
    var found = Found()
    let files = try await ledger.ledgerFiles(of: shop).filter { $0.kakaoFileID != nil }
    for (channel, files) in Dictionary(grouping: files, by: \.channel).sorted(by: { $0.key < $1.key }) {
      let listed = Set(try await service.files(in: channel).map(\.id))
      for file in files {
        found.checked += 1
        if let id = file.kakaoFileID, listed.contains(id) { continue }
        try await ledger.forgetConfirmed(file, lease: lease)
        var gone = file
        gone.kakaoFileID = nil
        _ = try await ledger.save(gone)
        found.vanished += 1
        found.notices.append(
          file.state == .active ? SyncNotice.vanished(file.name) : SyncNotice.retiredVanished(file.name))
      }
    }
    return found
  }
}
