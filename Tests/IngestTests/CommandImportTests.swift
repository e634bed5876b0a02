import CommonValues
import Foundation
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("An adapter in another language")
struct CommandImportTests {
  /// A folder with an adapter that is a shell script; it lives as long as this value.
  private final class Script {
    let folder = FileManager.default.temporaryDirectory.path + "/naru-command-\(UUID().uuidString)"

    init(_ body: String) throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let start = "#!/bin/sh\nread line\necho '{\"type\":\"hello\",\"protocol\":1,\"id\":\"test\",\"version\":\"1\"}'\n"
      try Data((start + body).utf8).write(to: URL(filePath: folder + "/run"))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/run")
      try "version: 1\nid: test\nrelease: 1.0.0\nname: { ko: 시험, en: Test }\ncommand: [./run]\n".write(
        toFile: folder + "/adapter.yaml", atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
  }

  private static let members = """
    n=0
    while read line; do
      case "$line" in
      *'"type":"record"'*)
        n=$((n+1))
        case "$line" in
        *BAD*) echo "{\\"type\\":\\"diagnostic\\",\\"line\\":$((n+1)),\\"severity\\":\\"error\\",\\"code\\":\\"no-grade\\",\\"field\\":\\"grade\\",\\"reason\\":{\\"ko\\":\\"등급 없음\\",\\"en\\":\\"no grade\\"}}" ;;
        *) echo "{\\"type\\":\\"event\\",\\"event\\":{\\"kind\\":\\"member\\",\\"id\\":\\"m$n\\",\\"name\\":\\"김하나\\"}}" ;;
        esac ;;
      *'"type":"end"'*) echo '{"type":"end"}'; exit 0 ;;
      esac
    done

    """

  private func take(
    _ fixture: Fixture, _ script: Script, _ text: String, _ change: (inout ImportRequest) -> Void = { _ in }
  )
    throws -> [ImportReport]
  {
    let importer = Importer(
      store: fixture.store, adapter: try AdapterRegistry.load(directory: script.folder), workers: 2)
    return try importer.run(
      MemorySource(text, name: "a.csv"), Fixture.request(change), now: Fixture.now)
  }

  @Test("what it makes of the records is taken, what it complains about is set aside with its line")
  func taken() throws {
    let fixture = try Fixture()
    let reports = try take(fixture, try Script(CommandImportTests.members), "ID,Name\na,x\nBAD,y\nc,z\n")
    #expect(reports.count == 1 && reports[0].records == 2 && reports[0].quarantined == 1)
    #expect(try fixture.member("m1")?.name == .value("김하나") && fixture.member("m3") != nil)
    #expect(try fixture.quarantineList() == ["3 adapter:no-grade grade"])
  }

  @Test("a file that was cut withdraws nobody, although the program did not notice")
  func cut() throws {
    let fixture = try Fixture()
    try fixture.take("아이디\n" + (1...40).map { "m\($0)\n" }.joined(), asOf: "2026-10-01T00:00:00+09:00")
    let text = "ID,Name\n" + (1...39).map { "a\($0),x\n" }.joined() + "a40,\"x"
    let reports = try take(fixture, try Script(CommandImportTests.members), text) { $0.complete = true }
    #expect(reports[0].withdrawn == 0 && reports[0].absentKept)
  }

  @Test(
    "a program that ends early, or says nothing, refuses the file and leaves the store as it was",
    arguments: [
      "read line\nexit 1\n",
      "while read line; do case \"$line\" in *'\"type\":\"end\"'*) echo '{\"type\":\"end\"}'; exit 0 ;; esac; done\n",
    ])
  func broken(body: String) throws {
    let fixture = try Fixture()
    try fixture.take("아이디\nflower01\n")
    let before = try fixture.contents()
    let script = try Script(body)
    #expect(throws: Diagnostic.self) { try take(fixture, script, "ID,Name\na,x\nb,y\n") }
    #expect(try fixture.contents() == before)
  }
}
