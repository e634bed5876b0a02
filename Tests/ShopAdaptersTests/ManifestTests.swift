import CommonValues
import ShopModel
import Testing

@testable import ShopAdapters

enum TestManifests {
  static let head = "version: 1\nid: test\nrelease: 1.0.0\nname: { ko: 시험, en: Test }\n"

  static func adapter(_ body: String) throws -> DeclarativeAdapter {
    DeclarativeAdapter(try AdapterManifest(yaml: head + body + "\n"))
  }

  static func faults(_ yaml: String) -> [Diagnostic] {
    do {
      _ = try AdapterManifest(yaml: yaml, file: "a.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }
}

@Suite("adapter.yaml")
struct ManifestTests {
  @Test("A whole manifest is read")
  func whole() throws {
    let adapter = try TestManifests.adapter(
      """
      platform: 시험몰
      blank: [모름]
      yes_words: [Y]
      no_words: [N]
      members:
        id: { first: [[ID], [번호]] }
        grade: { labels: [등급], map: { 으뜸: ["1"], 버금: ["2"] } }
        region: { labels: [지역], constant: 서울 }
        joined_at: { labels: [가입일], time: [시각] }
        consents:
          sms: { labels: [문자], yes_date: [문자일] }
          email: [메일]
      """)
    #expect(adapter.descriptor.id == "test" && adapter.descriptor.platform == "시험몰")
    #expect(adapter.descriptor.name == LocalizedText(ko: "시험", en: "Test"))
    #expect(adapter.descriptor.capabilities == [.memberExport])
    let text = "번호,등급,가입일,시각,문자,문자일,메일\na,1,2024-01-01,10:00,Y,2025-01-01,N\nb,3,모름,,모름,,?\n"
    let rows = try MappedFile(text, adapter: adapter).rows
    #expect(rows[0].member.grade == .value("으뜸") && rows[0].member.region == .value("서울"))
    #expect(rows[0].member.joinedAt == Field(time("2024-01-01T10:00:00+09:00")))
    #expect(rows[0].member.consents == [Consent(.sms, .granted, at: time("2025-01-01")), Consent(.email, .denied)])
    #expect(rows[1].member.grade == .value("3") && rows[1].member.joinedAt == .empty && rows[1].member.consents.isEmpty)
  }

  @Test(
    "Each fault is reported with line and column",
    arguments: [
      ("colour: red", "unknown-key", 5, 1), ("memebrs: { id: [ID] }", "unknown-key", 5, 1),
      ("members:\n  id: [ID]\n  nmae: [이름]", "unknown-key", 7, 3), ("members:\n  name: [이름]", "missing-key", 6, 3),
      ("members:\n  id: { labels: [ID], tiem: [x] }", "unknown-key", 6, 23),
      ("members:\n  id: []", "wrong-shape", 6, 7),
      ("members:\n  id: ID", "wrong-shape", 6, 7),
      ("members:\n  id: [ID]\n  name: { labels: [a], time: [b] }", "key-not-for-field", 7, 30),
      ("members:\n  id: [ID]\n  gender: { labels: [a], map: { femal: [여] } }", "unknown-value", 7, 33),
      ("members:\n  id: [ID]\n  phone: { labels: [a], repeats: maybe }", "wrong-shape", 7, 34),
      ("members:\n  id: [ID]\n  name: [회원 이름, 회원_이름]", "repeated-label", 7, 9),
      ("members:\n  id: [ID]\n  id: [ID]", "duplicate-key", 6, 3), ("members: [", "manifest-syntax", 6, 1),
      ("members:\n  id: [ID]\n  consents: { smss: [a] }", "unknown-key", 7, 15),
      ("orders:\n  id: [ID]\n  buyer: { phoen: [a] }", "unknown-key", 7, 12),
      ("orders:\n  id: [ID]\n  phone: { a: b }", "unknown-key", 7, 3),
    ])
  func faults(body: String, code: String, line: Int, column: Int) throws {
    let faults = TestManifests.faults(TestManifests.head + body + "\n")
    let fault = try #require(faults.first)
    #expect(faults.count == 1)
    #expect(fault.code == code && fault.place.file == "a.yaml")
    #expect(fault.place.line == line && fault.place.column == column)
    #expect(!fault.reason.korean.isEmpty && !fault.reason.english.isEmpty)
  }

  @Test("All faults are reported, in the order of the file, with what was meant")
  func several() {
    let faults = TestManifests.faults("version: 2\nid: Test\nrelaese: 1\nname: { ko: 시험 }\nmembers: { id: [ID] }\n")
    #expect(faults.map(\.code) == ["missing-key", "manifest-version", "bad-id", "unknown-key", "missing-key"])
    #expect(faults[3].fix?.english == "Did you mean release?")
  }

  @Test(
    "What is no manifest is refused",
    arguments: ["", "a", "- a", "a: *b", "\u{1}", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]"])
  func noManifest(text: String) { #expect(!TestManifests.faults(text).isEmpty) }

  @Test("Aliases that multiply are refused")
  func bomb() {
    var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (name, inner) in zip("bcdefgh", "abcdefg") {
      text += "\(name): &\(name) [*\(inner), *\(inner), *\(inner), *\(inner), *\(inner), *\(inner)]\n"
    }
    #expect(TestManifests.faults(text).map(\.code) == ["manifest-too-large"])
  }
}

@Suite("The registry")
struct RegistryTests {
  @Test("Built-in adapters are found by id")
  func builtIn() throws {
    let registry = try AdapterRegistry.builtIn()
    #expect(registry["shop-export"]?.descriptor.capabilities == [.memberExport, .orderExport])
    #expect(registry.descriptors.map(\.id).contains("shop-export"))
    #expect(try registry.adapter("shop-export").descriptor.id == "shop-export")
  }

  @Test("An id can be taken once")
  func duplicates() throws {
    let adapter = try TestManifests.adapter("members: { id: [ID] }")
    #expect(throws: AdapterError.self) { try AdapterRegistry([adapter, adapter]) }
    var registry = try AdapterRegistry.builtIn()
    try registry.register(adapter)
    #expect(throws: AdapterError.self) { try registry.register(adapter) }
  }

  @Test("An unknown id is refused with the one that was meant")
  func unknown() throws {
    let registry = try AdapterRegistry.builtIn()
    let error = #expect(throws: AdapterError.self) { try registry.adapter("shop_exports") }
    #expect(error?.diagnostics.first?.code == "unknown-adapter")
    #expect(error?.diagnostics.first?.fix?.english.contains("shop-export?") == true)
  }

  @Test("A folder is found by its path, and what it lacks is said")
  func folder() throws {
    let registry = try AdapterRegistry()
    let found = try registry.adapter("adapters/shop-export", relativeTo: Golden.root)
    #expect(found.descriptor.id == "shop-export")
    let error = #expect(throws: AdapterError.self) { try registry.adapter("./nowhere", relativeTo: Golden.root) }
    #expect(error?.diagnostics.first?.code == "adapter-not-found")
  }
}
