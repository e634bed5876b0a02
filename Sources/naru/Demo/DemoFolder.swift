import CommonValues
import Foundation

/// The demo's files on disk, where a person can look at them and try the verbs by hand.
struct DemoFolder: Sendable, Hashable {
  /// The folder itself.
  let path: String

  var config: String { path + "/naru.yaml" }
  var members: String { path + "/회원목록.csv" }
  var orders: String { path + "/주문목록.csv" }
  var changedMembers: String { path + "/회원목록-변경.csv" }

  /// Writes everything; what stands there of an earlier demo is replaced, anything else is left alone.
  ///
  /// - Parameter folder: nil makes a new folder in the system's temporary one.
  static func write(_ shop: DemoShop, kakaoURL: String, to folder: String?) throws -> DemoFolder {
    let manager = FileManager.default
    let path = folder ?? manager.temporaryDirectory.path + "/naru-demo-" + UUID().uuidString.prefix(8).lowercased()
    let demo = DemoFolder(path: path)
    try demo.checkIsOurs()
    try manager.createDirectory(atPath: path + "/shops", withIntermediateDirectories: true)
    try demo.removeStore()
    try demo.write(Array(DemoShop.processConfiguration.utf8), to: demo.config)
    try demo.write(Array(DemoShop.shopConfiguration(kakaoURL: kakaoURL).utf8), to: path + "/shops/flower.yaml")
    try demo.write(try shop.membersExport(), to: demo.members)
    try demo.write(try shop.ordersExport(), to: demo.orders)
    try demo.write(try shop.changedMembersExport(), to: demo.changedMembers)
    return demo
  }

  /// A folder with somebody's own configuration is not written into.
  private func checkIsOurs() throws {
    guard let data = FileManager.default.contents(atPath: config), data != Data(DemoShop.processConfiguration.utf8)
    else {
      return
    }
    throw Diagnostic(
      .error, code: "demo-folder-in-use", place: .init(file: config),
      reason: LocalizedText(ko: "이 폴더에는 다른 설정이 있습니다", en: "the folder holds a configuration of somebody's own"),
      fix: LocalizedText(ko: "--dir로 빈 폴더를 지정하십시오", en: "name an empty folder with --dir"))
  }

  /// The local Kakao begins empty, so the ledger of an earlier demo would say what is not there.
  private func removeStore() throws {
    for name in ["naru.db", "naru.db-wal", "naru.db-shm"]
    where FileManager.default.fileExists(atPath: path + "/" + name) {
      try FileManager.default.removeItem(atPath: path + "/" + name)
    }
  }

  private func write(_ bytes: [UInt8], to file: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
  }
}
