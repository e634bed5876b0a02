import ShopModel
import Store

/// Decides which ledger file stands for which definition. Pure: what comes out is saved by the planner.
///
/// A file at Kakao can not change its columns. A definition with another set of columns, other types or other ids therefore gets a
/// new file, `name (2)` and so on, and its old one is superseded; going back to the old columns brings the old file back. A file
/// that no definition names is an orphan.
enum FileRegistry {
  struct Entry: Sendable {
    /// As it should be; id 0 when it is new.
    var file: LedgerFile
    /// Nil for superseded files and orphans.
    var definition: CustomerFileDefinition?
    /// Whether the ledger must be told.
    var isChanged: Bool
  }

  /// The files in the order of the config, then those that are superseded or orphans.
  static func entries(_ known: [LedgerFile], _ settings: CustomerFileSettings) -> [Entry] {
    var entries: [Entry] = []
    var taken: Set<Int64> = []
    var names = NameBook(known, settings.files)

    for definition in settings.files {
      let wanted = (
        users: definition.users.rawValue, schema: FileSchema.text(definition.columns),
        hash: DefinitionHash.of(definition, in: settings)
      )
      let mine = known.filter { $0.channel == definition.channel && $0.configuredName == definition.name }
      let fitting = mine.filter { $0.users == wanted.users && $0.schema == wanted.schema }
      let before = fitting.first { $0.state == .active } ?? fitting.max { $0.id < $1.id } ?? uncreated(mine)
      var file: LedgerFile
      if let before {
        file = before
        taken.insert(before.id)
      } else {
        let name = names.take(definition.name, in: definition.channel)
        file = LedgerFile(
          shop: settings.shop, channel: definition.channel, name: name, configuredName: definition.name,
          users: wanted.users, schema: wanted.schema, definitionHash: wanted.hash)
      }
      file.users = wanted.users
      file.schema = wanted.schema
      file.state = .active
      file.definitionHash = wanted.hash
      entries.append(Entry(file: file, definition: definition, isChanged: file != before))
    }
    return entries + retired(known.filter { !taken.contains($0.id) }, settings)
  }

  private static func retired(_ files: [LedgerFile], _ settings: CustomerFileSettings) -> [Entry] {
    files.sorted { $0.id < $1.id }.map { before in
      var file = before
      let hasSuccessor = settings.files.contains { $0.channel == file.channel && $0.name == file.configuredName }
      file.state = hasSuccessor ? .superseded : .orphan
      file.definitionHash = 0
      return Entry(file: file, definition: nil, isChanged: file != before)
    }
  }

  /// An active file that Kakao does not have yet may still change its columns.
  private static func uncreated(_ files: [LedgerFile]) -> LedgerFile? {
    files.first { $0.state == .active && $0.kakaoFileID == nil }
  }
}

/// The names that files have or will have, by channel.
private struct NameBook {
  private var inLedger: [String: Set<String>] = [:]
  private var inConfig: [String: Set<String>] = [:]

  init(_ known: [LedgerFile], _ definitions: [CustomerFileDefinition]) {
    for file in known { inLedger[file.channel, default: []].insert(file.name) }
    for definition in definitions { inConfig[definition.channel, default: []].insert(definition.name) }
  }

  /// The name itself, else the first free `name (2)`, `name (3)` … that the config does not use either.
  mutating func take(_ name: String, in channel: String) -> String {
    var candidate = name
    var number = 2
    while inLedger[channel]?.contains(candidate) ?? false
      || (candidate != name && inConfig[channel]?.contains(candidate) ?? false)
    {
      candidate = "\(name) (\(number))"
      number += 1
    }
    inLedger[channel, default: []].insert(candidate)
    return candidate
  }
}
