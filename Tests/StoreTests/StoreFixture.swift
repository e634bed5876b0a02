import CommonValues
import Foundation
import ShopModel

@testable import Store

/// A store in a folder of its own, and the short ways into it that the tests share.
struct StoreFixture {
  let folder: String
  let store: Store
  let shop = ShopID("flower")!

  /// Opens the store in `folder`, by default in a new one.
  init(folder: String? = nil, busyTimeout: Double = 0.05, cacheSize: Int = 16 << 20) throws {
    self.folder = folder ?? FileManager.default.temporaryDirectory.path + "/naru-store-tests-\(UUID().uuidString)"
    store = try Store.open(
      url: "sqlite:\(self.folder)/naru.db", options: StoreOptions(busyTimeout: busyTimeout, cacheSize: cacheSize))
  }

  var path: String { folder + "/naru.db" }

  func remove() {
    store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Imports members in the order given, as the lines of one file.
  @discardableResult
  func load(
    _ members: [Member], at time: Int64, complete: Bool = false, maxAbsent: Double? = nil, dryRun: Bool = false,
    rules: OrderRules = OrderRules(), listedChanges: Int = ChangeFeed.limit, observer: ApplyObserver = ApplyObserver()
  ) throws -> ApplyCounts {
    let stage = try store.makeStage()
    var writer = RecordStage.Writer(stage)
    for (index, member) in members.enumerated() {
      try writer.append(member, at: member.updatedAt?.milliseconds ?? time, line: Int64(index + 2))
    }
    try writer.finish()
    var options = ApplyOptions(
      fileTime: Timestamp(milliseconds: time), complete: complete, maxAbsent: maxAbsent, dryRun: dryRun)
    options.listedChanges = listedChanges
    return try store.applyMembers(stage, in: shop, rules: rules, options: options, observer: observer)
  }

  /// What is known of everybody, each with its record time.
  func everybody() throws -> [MemberFacts] {
    try store.memberFacts(store.members(of: shop, limit: 1_000_000).map(\.id), in: shop)
  }

  @discardableResult
  func apply(_ event: ShopEvent, at time: Int64 = 0) throws -> Bool {
    try store.apply(event, in: shop, sourceTime: Timestamp(milliseconds: time))
  }
}

extension RecordStage.Writer {
  mutating func append(_ member: Member, at time: Int64, line: Int64) throws {
    var fields = FieldRecordWriter()
    MemberRecord.write(member, to: &fields)
    var id = member.id
    try id.withUTF8 { key in
      try fields.bytes.withUnsafeBufferPointer { bytes in
        try append(key: key, sourceTime: time, contentHash: ContentHash.hash(bytes), line: line, fields: bytes)
      }
    }
  }
}

func member(_ id: String, name: String? = nil, phone: Int64? = nil, grade: String? = nil) -> Member {
  var member = Member(id: id)
  member.name = Field(name)
  member.phone = Field(phone.flatMap { PhoneNumber(digits: $0) })
  member.grade = Field(grade)
  return member
}

func permutations<Element>(_ elements: [Element]) -> [[Element]] {
  guard elements.count > 1 else { return [elements] }
  return elements.indices.flatMap { index in
    var rest = elements
    let first = rest.remove(at: index)
    return permutations(rest).map { [first] + $0 }
  }
}
