import CommonValues
import Ingest
import KakaoSandbox
import Naru
import Testing

extension Scene {
  static let updatePath = "/v1/talkchannel/update/target_users"
  static let deletePath = "/v1/talkchannel/delete/target_users"

  /// 2026-11-01 in Seoul; days are counted from it.
  static let november = Timestamp(seconds: 1_793_458_800)

  /// What stands at Kakao in the file of that name; nil when there is no such file.
  func rows(_ name: String) throws -> Set<KakaoRow>? {
    guard let file = sandbox.files(of: Scene.channel).first(where: { $0.name == name }) else { return nil }
    return Set(try sandbox.rows(of: file.id).map { KakaoRow($0) })
  }

  /// Holds both files against what is wanted of these people, row by row.
  func expectKakaoHolds(_ people: [Person], sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try rows(ShopText.appFile) == Set(people.compactMap(\.appRow)), sourceLocation: sourceLocation)
    #expect(try rows(ShopText.phoneFile) == Set(people.compactMap(\.phoneRow)), sourceLocation: sourceLocation)
  }

  /// Requests that wrote rows, oldest first, after the journal's entry of that number.
  func writes(after number: Int = 0) -> [SandboxJournalEntry] {
    sandbox.journal(after: number).reversed().filter { $0.path == Scene.updatePath || $0.path == Scene.deletePath }
  }

  /// The number of the newest entry of the journal.
  var journalEnd: Int { sandbox.journal(limit: 1).first?.number ?? 0 }
}

extension Connection {
  /// Imports these people as of the given day of November 2026.
  @discardableResult
  func take(_ people: [Person], day: Int) async throws -> Int {
    var options = ImportOptions()
    options.asOf = Timestamp(milliseconds: Scene.november.milliseconds + Int64(day) * 86_400_000)
    return try await importFile(people.export, name: "members.csv", options: options).reduce(0) { $0 + $1.changed }
  }
}
