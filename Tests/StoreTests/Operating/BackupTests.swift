import CommonValues
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

/// docs/operations.md tells people to back up by `VACUUM INTO` while the sidecar runs, and to restore by putting the copy in place.
@Suite("Backup and restore")
struct BackupTests {
  private func delivery(_ shop: ShopID, _ number: Int) -> InboxDelivery {
    InboxDelivery(
      shop: shop, source: "shop", dedup: Array("\(number)".utf8), subject: "s", receivedAt: Timestamp(milliseconds: 1),
      body: [UInt8](repeating: 7, count: 1_000))
  }

  @Test(
    "a copy that is made while others write is whole, opens as a store, and has everything from before it was begun")
  func rehearsal() async throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    for number in 0..<200 { _ = try store.receive([delivery(shop, number)]) }
    let copy = fixture.path + ".backup"
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for number in 200..<400 { _ = try store.receive([self.delivery(shop, number)]) } }
      group.addTask {
        // As another program does, like `sqlite3 naru.db "VACUUM INTO '…'"`.
        let other = try DatabaseQueue(path: fixture.path)
        try other.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
        try other.close()
      }
      try await group.waitForAll()
    }
    store.close()
    // Restored: the copy in the place of the database, whose logs are gone.
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: fixture.path + suffix) }
    try FileManager.default.moveItem(atPath: copy, toPath: fixture.path)
    let restored = try Store.open(url: "sqlite:\(fixture.path)")
    defer { restored.close() }
    let check = try restored.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
    #expect(check == ["ok"])
    #expect(try restored.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    let count = try restored.inboxCounts(of: shop).byState[.waiting] ?? 0
    #expect((200...400).contains(count))
    for number in 0..<200 {
      guard case .seen = try restored.receive([delivery(shop, number)]).first else {
        Issue.record("\(number) is not there")
        continue
      }
    }
    // And it goes on.
    _ = try restored.receive([delivery(shop, 1_000)])
    try restored.checkWritable()
  }
}
