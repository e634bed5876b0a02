import CommonValues
import Foundation
import Records
import ShopAdapters
import ShopModel
import Testing

@testable import Ingest
@testable import Store

/// A store in a folder of its own, with the shop `flower` and the adapter `shop-export`.
final class Fixture {
  static let shop: ShopID = {
    guard let shop = ShopID("flower") else { preconditionFailure("a literal") }
    return shop
  }()
  /// The time of receipt in every test.
  static let now = time("2026-11-10T12:00:00+09:00")

  let directory: String
  let store: Store
  let adapter: any ExportMapping
  private let ownsDirectory: Bool

  init(directory given: String? = nil, options: StoreOptions = StoreOptions()) throws {
    directory = given ?? FileManager.default.temporaryDirectory.path + "/naru-ingest-\(UUID().uuidString)"
    ownsDirectory = given == nil
    store = try Store.open(url: "sqlite:\(directory)/naru.db", options: options)
    adapter = try Fixture.shopExport()
  }

  deinit {
    store.close()
    if ownsDirectory { try? FileManager.default.removeItem(atPath: directory) }
  }

  static func time(_ text: String) -> Timestamp {
    guard let time = Timestamp(text) else { preconditionFailure("a literal") }
    return time
  }

  /// The manifest as it stands in the repository.
  static func shopExport(_ change: (String) -> String = { $0 }) throws -> DeclarativeAdapter {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let yaml = try String(contentsOf: root.appending(path: "adapters/shop-export/adapter.yaml"), encoding: .utf8)
    return DeclarativeAdapter(try AdapterManifest(yaml: change(yaml), file: "adapters/shop-export/adapter.yaml"))
  }

  /// An importer; with small blocks, so that even a short file has several.
  func importer(
    workers: Int = 2, attributes: [AttributeMapping] = [], adapter: (any ExportMapping)? = nil, blockBytes: Int = 64
  ) -> Importer {
    var importer = Importer(
      store: store, adapter: adapter ?? self.adapter, attributes: attributes, workers: workers)
    importer.blockBytes = blockBytes
    return importer
  }

  static func request(_ change: (inout ImportRequest) -> Void = { _ in }) -> ImportRequest {
    var request = ImportRequest(shop: shop)
    change(&request)
    return request
  }

  /// Imports bytes.
  @discardableResult
  func take(
    _ bytes: [UInt8], name: String = "members.csv", asOf: String? = nil, importer: Importer? = nil,
    observer: ImportObserver = ImportObserver(), _ change: (inout ImportRequest) -> Void = { _ in }
  ) throws -> ImportReport {
    var request = Fixture.request(change)
    if let asOf { request.asOf = Fixture.time(asOf) }
    let reports = try takeAll(bytes, name: name, request, importer: importer, observer: observer)
    return try #require(reports.count == 1 ? reports.first : nil)
  }

  /// Imports bytes that may hold several files.
  func takeAll(
    _ bytes: [UInt8], name: String, _ request: ImportRequest, importer: Importer? = nil,
    observer: ImportObserver = ImportObserver()
  ) throws -> [ImportReport] {
    try (importer ?? self.importer()).run(
      MemorySource(bytes, name: name), request, now: Fixture.now, observer: observer)
  }

  /// Imports UTF-8 text.
  @discardableResult
  func take(
    _ text: String, name: String = "members.csv", asOf: String? = nil, importer: Importer? = nil,
    observer: ImportObserver = ImportObserver(), _ change: (inout ImportRequest) -> Void = { _ in }
  ) throws -> ImportReport {
    try take(Array(text.utf8), name: name, asOf: asOf, importer: importer, observer: observer, change)
  }

  /// Expects a file to be refused with a code.
  func refusal(_ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) -> Diagnostic? {
    do {
      try body()
      Issue.record("not refused", sourceLocation: sourceLocation)
      return nil
    } catch let error as Diagnostic {
      return error
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
      return nil
    }
  }

  func member(_ id: String) throws -> Member? { try store.memberFacts([id], in: Fixture.shop).first?.member }

  func facts(_ id: String) throws -> MemberFacts? { try store.memberFacts([id], in: Fixture.shop).first }

  func order(_ id: String) throws -> Order? { try store.order(id, of: Fixture.shop) }

  func quarantined() throws -> [QuarantinedRow] { try store.quarantinedRows(of: Fixture.shop, limit: .max) }

  /// `line code field` of every entry.
  func quarantineList() throws -> [String] {
    try quarantined().map { "\($0.line) \($0.diagnostic.code) \($0.diagnostic.place.field ?? "-")" }
  }

  /// All that is known of members and orders, and what is in quarantine, however it came there.
  func contents() throws -> [String] {
    try dump(without: [
      "runs", "shops", "member_changes", "confirmations", "seq", "run_id", "quarantine_id", "diagnostic",
    ])
  }

  /// Every row of every table as SQL literals, but for the tables and columns left out.
  func dump(without left: Set<String> = ["runs"]) throws -> [String] {
    try store.read { database in
      var names: [String] = []
      let tables = try RawStatement(
        database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      while try tables.step() { names.append(tables.text(0)) }
      var rows: [String] = []
      for name in names where !left.contains(name) {
        var columns: [String] = []
        let list = try RawStatement(database, "SELECT name FROM pragma_table_info('\(name)')")
        while try list.step() { columns.append(list.text(0)) }
        let wanted = columns.filter { !left.contains($0) }.map { "quote(\($0))" }.joined(separator: " || '|' || ")
        let values = try RawStatement(database, "SELECT \(wanted) FROM \(name)")
        var found: [String] = []
        while try values.step() { found.append("\(name): \(values.text(0))") }
        rows += found.sorted()
      }
      return rows
    }
  }
}

extension String {
  /// The text in an encoding that the system's iconv knows.
  func encoded(_ encoding: String) throws -> [UInt8] {
    struct NotEncodable: Error {}
    let converter = iconv_open(encoding, "UTF-8")
    guard converter != iconv_t(bitPattern: -1), let converter else { throw NotEncodable() }
    defer { iconv_close(converter) }
    var input = utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 2 + 4)
    let written = try input.withUnsafeMutableBufferPointer { source in
      try output.withUnsafeMutableBufferPointer { target in
        var (from, to, left, room) = (source.baseAddress, target.baseAddress, source.count, target.count)
        guard iconv(converter, &from, &left, &to, &room) == 0, left == 0 else { throw NotEncodable() }
        return target.count - room
      }
    }
    return output[..<written].map { UInt8(bitPattern: $0) }
  }
}
