import CommonValues
import Foundation
import Ingest
import NaruTestSupport
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

/// Files that want something else than to be imported. What the readers refuse is tested beside them; here it is held that an import of
/// such a file leaves the store as it was and says why.
@Suite("Hostile files")
struct HostileFileTests {
  /// Imports, expects a refusal, and expects the store to be as before.
  private func refused(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Diagnostic? {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,김하나\n", asOf: "2026-10-01T00:00:00+09:00")
    let before = try fixture.contents()
    let found = fixture.refusal(
      { try fixture.take(text, name: "x.bin") { $0.complete = true } }, sourceLocation: sourceLocation)
    #expect(try fixture.contents() == before, sourceLocation: sourceLocation)
    #expect(found?.place.file == "x.bin" && found?.fix != nil, sourceLocation: sourceLocation)
    return found
  }

  @Test("an external entity is neither read nor fetched, and refuses the file")
  func externalEntity() throws {
    let secret = FileManager.default.temporaryDirectory.path + "/naru-secret-\(UUID().uuidString)"
    try "marked-secret".write(toFile: secret, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: secret) }
    for declaration in [
      "<!ENTITY x SYSTEM \"file://\(secret)\">", "<!ENTITY x PUBLIC \"p\" \"http://127.0.0.1:1/x\">",
      "<!ENTITY % p SYSTEM \"file://\(secret)\"> %p;",
    ] {
      let found = try refused(
        "<?xml version=\"1.0\"?><!DOCTYPE members [\(declaration)]><members><member><id>a&x;</id></member></members>")
      #expect(found.map { !$0.message(in: .english).contains("marked-secret") } == true)
    }
    _ = try refused(
      "<?xml version=\"1.0\"?><!DOCTYPE members SYSTEM \"file://\(secret)\"><members><member><id>a</id></member></members>"
    )
  }

  @Test("entities that grow from entities refuse the file before they grow")
  func billionLaughs() throws {
    let entities = (1...9).map { level in
      "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
    }
    _ = try refused(
      "<?xml version=\"1.0\"?><!DOCTYPE m [<!ENTITY l0 \"ha\">\(entities.joined())]><members><member><id>&l9;</id></member></members>"
    )
    let long = String(repeating: "a", count: 100_000)
    _ = try refused(
      "<?xml version=\"1.0\"?><!DOCTYPE m [<!ENTITY x \"\(long)\">]><members><member><id>\(String(repeating: "&x;", count: 10_000))</id></member></members>"
    )
  }

  @Test("nesting a hundred thousand deep refuses the file", arguments: ["xml", "json", "array"])
  func deep(format: String) throws {
    let count = 100_000
    let text =
      switch format {
      case "xml": "<members><member><id>a</id>" + String(repeating: "<x>", count: count)
      case "json": "{\"id\":\"a\",\"x\":" + String(repeating: "{\"x\":", count: count)
      default: String(repeating: "[", count: count)
      }
    _ = try refused(text)
  }

  @Test("an attribute of megabytes refuses the file or costs its record")
  func longAttribute() throws {
    let fixture = try Fixture()
    let text = "<members><member id=\"\(String(repeating: "a", count: 4 << 20))\"><id>a</id></member></members>"
    let report = try? fixture.take(text)
    #expect(report == nil || report?.quarantined == 1)
    #expect(try fixture.member("a") == nil)
  }

  @Test("a key that stands twice, half a surrogate pair and bytes that are no text cost the record, and only it")
  func oddJSON() throws {
    let fixture = try Fixture()
    var bytes = Array(#"{"id":"a1","id":"a2","name":"둘"}"#.utf8) + [0x0A]
    bytes += Array(#"{"id":"b1","name":"\ud83d"}"#.utf8) + [0x0A]
    bytes += Array(#"{"id":"c1","name":""#.utf8) + [0xFF] + Array("\"}\n".utf8)
    bytes += Array(#"{"id":"d1","name":"\ud83d\ude00","kakao_user_id":9007199254740993}"#.utf8)
    let report = try fixture.take(bytes, name: "a.jsonl")
    #expect(report.rows == 4 && report.quarantined == 3 && report.records == 1)
    #expect(try fixture.quarantined().map(\.line) == [1, 2, 3])
    let one = try #require(try fixture.member("d1"))
    #expect(one.name == .value("😀") && one.kakaoUserID == .value(9_007_199_254_740_993))
  }

  @Test(
    "the same members come in whatever encoding the file declares or has",
    arguments: ["UTF-8", "CP949", "UTF-16LE", "UTF-16BE"])
  func encodings(encoding: String) throws {
    let fixture = try Fixture()
    let name = encoding == "CP949" ? "EUC-KR" : encoding.hasPrefix("UTF-16") ? "UTF-16" : encoding
    let mark: [UInt8] = encoding == "UTF-16LE" ? [0xFF, 0xFE] : encoding == "UTF-16BE" ? [0xFE, 0xFF] : []
    let xml =
      "<?xml version=\"1.0\" encoding=\"\(name)\"?><members><member><id>a</id><name>김하나</name></member></members>"
    try fixture.take(mark + xml.encoded(encoding), name: "a.xml")
    #expect(try fixture.member("a")?.name == .value("김하나"))
    try fixture.take(mark + "{\"id\":\"b\",\"name\":\"박둘\"}".encoded(encoding), name: "a.json")
    #expect(try fixture.member("b")?.name == .value("박둘"))
    try fixture.take(mark + "아이디,이름\nc,이셋\n".encoded(encoding), name: "a.csv")
    #expect(try fixture.member("c")?.name == .value("이셋"))
  }

  @Test("a gzip within a gzip, and a zip within a zip, are not unpacked twice")
  func nested() throws {
    let csv = Array("아이디\nflower01\n".utf8)
    let fixture = try Fixture()
    for bytes in [
      Archive.gzip(Archive.gzip(csv)), Archive.zip([("in.zip", Archive.zip([("a.csv", csv)]))]),
    ] {
      #expect(throws: Diagnostic.self) { try fixture.takeAll(bytes, name: "x", Fixture.request()) }
    }
    #expect(try fixture.member("flower01") == nil)
  }

  @Test("what unpacks to more than is allowed is refused, however it is packed", arguments: [false, true])
  func unpackedLimit(zip: Bool) throws {
    let csv = Array(("아이디\n" + (0..<5000).map { "m\($0)\n" }.joined()).utf8)
    let bytes = zip ? Archive.zip([("a.csv", csv)]) : Archive.gzip(csv)
    let fixture = try Fixture()
    #expect(throws: Diagnostic.self) {
      try fixture.takeAll(bytes, name: "x", Fixture.request { $0.limits.unpackedBytes = 10_000 })
    }
    #expect(try fixture.store.members(of: Fixture.shop, limit: .max).isEmpty)
  }

  @Test("a file of the same name with other content is another file; the same content is none")
  func sameName() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,김하나\n", name: "a.csv", asOf: "2026-11-01T00:00:00+09:00")
    let same = try fixture.take("아이디,이름\nflower01,김하나\n", name: "other.csv", asOf: "2026-11-02T00:00:00+09:00")
    #expect(same.changed == 0 && same.unchanged == 1)
    let other = try fixture.take("아이디,이름\nflower01,박둘\n", name: "a.csv", asOf: "2026-11-03T00:00:00+09:00")
    #expect(other.changed == 1)
    #expect(try fixture.member("flower01")?.name == .value("박둘"))
  }

  @Test("every format in pieces at random, with bytes changed, never crashes and never withdraws", arguments: 0..<40)
  func noise(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let fixture = try Fixture()
    try fixture.take("아이디\n" + (0..<20).map { "m\($0)\n" }.joined(), asOf: "2026-10-01T00:00:00+09:00")
    for (_, bytes) in FormatImportTests.files {
      var bytes = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? fixture.takeAll(bytes, name: "x", Fixture.request { $0.complete = true })
    }
    let all = try fixture.store.members(of: Fixture.shop, limit: .max)
    #expect(all.allSatisfy { $0.status != .value(.withdrawn) })
  }
}
