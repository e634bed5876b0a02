import CommonValues
import Foundation
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Refused files leave the store as it was")
struct RefusedFileTests {
  /// A store with members, orders and entries in quarantine.
  private func filled() throws -> Fixture {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,김하나\n,누구\n", name: "export.csv")
    try fixture.take("주문번호,주문자 아이디,주문상태,결제금액\nA,flower01,결제완료,100\nB,x,y,z\n", name: "orders.csv")
    return fixture
  }

  private func expectRefusal(
    _ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: (Fixture) throws -> Void
  ) throws -> Diagnostic {
    let fixture = try filled()
    let before = try fixture.dump()
    let refusal = fixture.refusal({ try body(fixture) }, sourceLocation: sourceLocation)
    let diagnostic = try #require(refusal, sourceLocation: sourceLocation)
    #expect(diagnostic.code == code && diagnostic.severity == .error, sourceLocation: sourceLocation)
    #expect(diagnostic.place.file != nil && !diagnostic.reason.korean.isEmpty, sourceLocation: sourceLocation)
    #expect(try fixture.dump() == before, sourceLocation: sourceLocation)
    #expect(
      try fixture.store.runs(of: Fixture.shop).dropLast(2).allSatisfy { $0.outcome == .failed },
      sourceLocation: sourceLocation)
    #expect(try scratchFiles(fixture) == [], sourceLocation: sourceLocation)
    return diagnostic
  }

  private func scratchFiles(_ fixture: Fixture) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: fixture.directory).filter { !$0.hasPrefix("naru.db") }
  }

  @Test("a path with nothing there, a folder, an empty file")
  func paths() throws {
    func take(_ fixture: Fixture, _ path: String) throws {
      _ = try fixture.importer().run(FileSource(path: path), Fixture.request(), now: Fixture.now)
    }
    _ = try expectRefusal("file-missing") { try take($0, $0.directory + "/none.csv") }
    _ = try expectRefusal("file-is-directory") { try take($0, $0.directory) }
    _ = try expectRefusal("file-empty") { fixture in
      let path = FileManager.default.temporaryDirectory.path + "/naru-empty-\(UUID().uuidString).csv"
      try Data().write(to: URL(filePath: path))
      defer { try? FileManager.default.removeItem(atPath: path) }
      try take(fixture, path)
    }
    _ = try expectRefusal("file-empty") { try $0.take("", name: "export.csv") }
    _ = try expectRefusal("file-empty") { try $0.take([0xEF, 0xBB, 0xBF], name: "export.csv") }
  }

  @Test("no column with an id: the message lists what was found and what was looked for")
  func noID() throws {
    let diagnostic = try expectRefusal("no-id-column") {
      try $0.take("이름,휴대폰번호\n김하나,010-1234-5678\n", name: "export.csv")
    }
    #expect(diagnostic.reason.korean.contains("이름, 휴대폰번호") && diagnostic.reason.english.contains("회원아이디"))
    #expect(diagnostic.place.line == 1 && diagnostic.fix != nil)
    _ = try expectRefusal("no-id-column") { fixture in
      try fixture.take("아이디,이름\nflower01,김하나\n", name: "export.csv") { $0.kind = .orders }
    }
  }

  @Test("two columns for one field are named")
  func twoColumns() throws {
    let diagnostic = try expectRefusal("two-columns-for-field") {
      try $0.take("아이디,이메일,E-mail,이름\nflower01,a@example.com,b@example.com,김하나\n", name: "export.csv")
    }
    #expect(diagnostic.place.field == "email")
    #expect(diagnostic.reason.english.contains("이메일 (2)") && diagnostic.reason.english.contains("E-mail (3)"))
  }

  @Test(
    "what holds no records: binary, a document, a broken archive or workbook, a page without a table",
    arguments: [
      ([UInt8](repeating: 0, count: 5000), ["unknown-format"]), (Array("%PDF-1.7".utf8), ["unknown-format"]),
      ((0..<4000).map { UInt8($0 % 32) }, ["unknown-format"]),
      (Array("PK\u{3}\u{4}xl/workbook.xml".utf8), ["file-damaged", "file-truncated", "file-bad-workbook"]),
      ([0x1F, 0x8B, 8, 0], ["file-damaged", "file-truncated"]),
      (Array("<html><body>로그인이 필요합니다</body></html>".utf8), ["no-table"]),
      (Array("{\"error\": \"로그인\"".utf8), ["file-truncated", "file-bad-json"]),
      (Array("<?xml version=\"1.0\"?><error>로그인</error>".utf8), ["no-records"]),
    ])
  func noRecords(bytes: [UInt8], codes: [String]) throws {
    let fixture = try Fixture()
    let found = fixture.refusal { try fixture.take(bytes, name: "export.csv") }
    #expect(codes.contains(found?.code ?? ""), "\(found?.code ?? "-")")
  }

  @Test("a quote that never closes, met after rows that were good", arguments: [1, 4])
  func openQuote(workers: Int) throws {
    let diagnostic = try expectRefusal("quote-never-closed") { fixture in
      let rows = (0..<3000).map { "m\($0),김하나\n" }.joined()
      try fixture.take(
        "아이디,이름\n" + rows + "x,\"" + rows + rows, name: "export.csv",
        importer: fixture.importer(workers: workers, blockBytes: 512)
      ) { $0.limits.recordBytes = 4096 }
    }
    #expect(diagnostic.place.line == 3002)
  }

  @Test("a file over its limit, met while reading a source of unknown size")
  func tooLarge() throws {
    _ = try expectRefusal("file-too-large") { fixture in
      let source = GeneratedSource("아이디,이름\n", count: 100) { _ in [UInt8](repeating: 0x61, count: 99) + [0x0A] }
      var request = Fixture.request()
      request.limits.fileBytes = 5000
      request.limits.recordBytes = 256
      _ = try fixture.importer().run(source, request, now: Fixture.now)
    }
  }

  @Test("the refusal of a run that began is kept with the run, which holds no id and no name")
  func run() throws {
    let fixture = try filled()
    _ = fixture.refusal {
      try fixture.take("아이디,이름\nsecret77,김비밀\nx,\"" + String(repeating: "비밀", count: 3000), name: "export.csv") {
        $0.limits.recordBytes = 4096
      }
    }
    let run = try #require(try fixture.store.runs(of: Fixture.shop).first)
    #expect(run.outcome == .failed && run.summary.contains("quote-never-closed") && run.summary.contains("export.csv"))
    #expect(!run.summary.contains("secret77") && !run.summary.contains("비밀"))
  }

  @Test("a file that can not be read on")
  func readFailure() throws {
    final class BrokenSource: ByteSource {
      let name = "export.csv"
      let size: Int64? = nil
      private var reads = 0
      func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
        reads += 1
        guard reads < 40 else {
          throw Diagnostic(
            .error, code: "file-read-failed", place: .init(file: name), reason: LocalizedText(ko: "오류", en: "error"))
        }
        let text = reads == 1 ? "아이디,이름\n" : "m\(reads),김하나\n"
        buffer.copyBytes(from: text.utf8)
        return text.utf8.count
      }
    }
    _ = try expectRefusal("file-read-failed") { fixture in
      var request = Fixture.request()
      request.limits.recordBytes = 100
      _ = try fixture.importer().run(BrokenSource(), request, now: Fixture.now)
    }
  }
}
