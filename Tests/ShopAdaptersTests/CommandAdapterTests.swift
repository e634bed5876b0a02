import CommonValues
import Foundation
import Records
import ShopModel
import Testing

@testable import ShopAdapters

/// Adapters made of small shell scripts.
enum Scripts {
  static let hello = "read line\necho '{\"type\":\"hello\",\"protocol\":1,\"id\":\"test\",\"version\":\"1\"}'\n"

  /// A folder with an adapter; it is removed by whoever made it.
  static func folder(_ script: String, manifest: String = "command: [./run]") throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naru-adapter-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(("#!/bin/sh\n" + script).utf8).write(to: URL(fileURLWithPath: folder + "/run"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/run")
    try Data((TestManifests.head + manifest + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/adapter.yaml"))
    return folder
  }

  static func limits(_ idle: Duration = .seconds(20)) -> ProcessLimits {
    var limits = ProcessLimits()
    limits.start = idle
    limits.idle = idle
    return limits
  }

  /// What became of a file that a script was given.
  static func translate(
    _ script: String, limits: ProcessLimits = limits(), text: String = "ID,Name\na,x\nb,y\n",
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> (text: String, diagnostics: [Diagnostic]) {
    let folder = try folder(script)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var manifest = try AdapterManifest(yaml: TestManifests.head + "command: [./run]\n")
    manifest.processLimits = limits
    return try translate(CommandAdapter(manifest, folder: folder), text, shouldStop)
  }

  static func translate(
    _ adapter: CommandAdapter, _ text: String, _ shouldStop: @escaping () -> Bool = { false }
  ) throws -> (text: String, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let source = try adapter.translate(
      CSVReader(MemorySource(text)), ExportOptions(file: "test.csv", sourceTime: sourceTime, kind: .members),
      TranslationObserver(diagnostic: { diagnostics.append($0) }, shouldStop: shouldStop))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1_000)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return (String(decoding: bytes, as: UTF8.self), diagnostics)
  }

  static func code(
    _ script: String, limits: ProcessLimits = limits(), text: String = "ID,Name\na,x\nb,y\n",
    shouldStop: @escaping () -> Bool = { false }
  ) -> String? {
    do {
      _ = try translate(script, limits: limits, text: text, shouldStop: shouldStop)
      return nil
    } catch {
      return (error as? Diagnostic)?.code
    }
  }
}

@Suite("Adapters in another language", .serialized)
struct CommandAdapterTests {
  @Test("A program's events become canonical lines, its diagnostics are heard")
  func translated() throws {
    let script =
      Scripts.hello + """
        while read line; do
          case $line in
            *'"record"'*'"a"'*) echo '{"type":"event","event":{"kind":"member","id":"a","kakao_user_id":9007199254740993}}' ;;
            *'"record"'*) echo '{"type":"diagnostic","line":3,"severity":"error","code":"No Grade!","field":"grade","reason":{"ko":"가","en":"b"}}' ;;
            *'"end"'*) echo '{"type":"end"}' ;;
          esac
        done
        """
    let found = try Scripts.translate(script)
    #expect(found.text == "{\"kind\":\"member\",\"id\":\"a\",\"kakao_user_id\":9007199254740993}\n")
    let diagnostic = try #require(found.diagnostics.first)
    #expect(
      diagnostic.code == "adapter:nograde" && diagnostic.place.line == 3 && diagnostic.place.file == "test.csv"
        && diagnostic.reason == LocalizedText(ko: "가", en: "b"))
  }

  @Test("A long file flows through, whoever is slower")
  func long() throws {
    let text = "ID,Name\n" + (0..<20_000).map { "id\($0),\(String(repeating: "가", count: 20))\n" }.joined()
    let found = try Scripts.translate(
      Scripts.hello
        + "sed -n -e 's/.*\"cells\":\\[\\(\"id[0-9]*\"\\).*/{\"type\":\"event\",\"event\":{\"kind\":\"member\",\"id\":\\1}}/p' -e '/\"end\"/s/.*/{\"type\":\"end\"}/p'\n",
      text: text)
    #expect(
      found.text.split(separator: "\n").count == 20_000
        && found.text.hasSuffix("{\"kind\":\"member\",\"id\":\"id19999\"}\n"))
  }

  @Test("A program may be silent until it has been told everything")
  func silentUntilTheEnd() throws {
    let text = "ID,Name\n" + (0..<20_000).map { "id\($0),\(String(repeating: "가", count: 20))\n" }.joined()
    let script =
      Scripts.hello
      + "count=$(grep -c '\"record\"')\necho '{\"type\":\"event\",\"event\":{\"kind\":\"member\",\"id\":\"'$count'\"}}'\necho '{\"type\":\"end\"}'\n"
    let found = try Scripts.translate(script, text: text)
    #expect(found.text == "{\"kind\":\"member\",\"id\":\"20000\"}\n")
  }

  @Test(
    "A program that does not keep to the protocol is ended, and the file refused",
    arguments: [
      ("exit 0", "adapter-ended"), ("echo nonsense", "adapter-no-handshake"),
      ("echo '{\"type\":\"hello\",\"protocol\":2,\"id\":\"test\"}'", "adapter-no-handshake"),
      ("echo '{\"type\":\"hello\",\"protocol\":1,\"id\":\"other\"}'", "adapter-no-handshake"),
      (Scripts.hello + "exit 3", "adapter-ended"),
      (Scripts.hello + "echo nonsense; cat >/dev/null", "adapter-bad-output"),
      (Scripts.hello + "echo '{\"type\":\"what\"}'; cat >/dev/null", "adapter-bad-output"),
      (Scripts.hello + "echo '[1]'; cat >/dev/null", "adapter-bad-output"),
      (Scripts.hello + "echo '{\"type\":\"event\"}'; cat >/dev/null", "adapter-bad-output"),
      (Scripts.hello + "cat >/dev/null; echo '{\"type\":\"event\",\"event\":{\"id\":\"a\"}}'", "adapter-ended"),
      (Scripts.hello + "yes x | tr -d '\\n'", "adapter-bad-output"),
    ])
  func broken(script: String, code: String) { #expect(Scripts.code(script) == code) }

  @Test(
    "A silent program is ended, also before it says hello",
    arguments: [
      ("while :; do sleep 1; done", "adapter-no-handshake"),
      (Scripts.hello + "while read x; do :; done; while :; do sleep 1; done", "adapter-silent"),
      (Scripts.hello + "while :; do sleep 1; done", "adapter-silent"),
    ])
  func silent(script: String, code: String) {
    #expect(Scripts.code(script, limits: Scripts.limits(.milliseconds(300))) == code)
  }

  @Test("A program that is stopped is gone, with what it started")
  func stopped() throws {
    let mark = FileManager.default.temporaryDirectory.appendingPathComponent("naru-mark-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let script = Scripts.hello + "sleep 600 & echo $! >\(mark); while :; do sleep 1; done"
    let code = Scripts.code(
      script,
      shouldStop: {
        FileManager.default.fileExists(atPath: mark)
          && (try? String(contentsOfFile: mark, encoding: .utf8))?.hasSuffix("\n") == true
      })
    #expect(code == "adapter-stopped")
    let pid = try #require(Int32(try String(contentsOfFile: mark, encoding: .utf8).split(separator: "\n")[0]))
    // The signal is on its way; a zombie is one that init has yet to collect.
    func isGone() -> Bool {
      let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
      return stat.map { $0.contains(") Z") || $0.contains(") X") } ?? true
    }
    for _ in 0..<10_000 where !isGone() { usleep(1_000) }
    #expect(isGone())
  }

  @Test("It sees neither Naru's environment nor open files, and has the memory that it may have")
  func confined() throws {
    setenv("NARU_TEST_SECRET", "hush", 1)
    let script =
      Scripts.hello + """
        cat >/dev/null
        echo "{\\"type\\":\\"event\\",\\"event\\":{\\"environment\\":\\"$(env | cut -d= -f1 | grep -vE '^(PWD|OLDPWD|SHLVL|_)$' | sort | tr '\\n' ' ')\\",\\"memory\\":\\"$(ulimit -v)\\",\\"files\\":\\"$(ls /proc/$$/fd | tr '\\n' ' ')\\"}}"
        echo '{"type":"end"}'
        """
    var limits = Scripts.limits()
    limits.memoryMiB = 700
    let found = try JSONValue(
      parsing: try Scripts.translate(script, limits: limits).text.split(separator: "\n").map(String.init)[0])
    #expect(found["environment"] == .string("LANG PATH "))
    #expect(found["memory"] == .string("716800"))
    let files = Set(found["files"]?.cellText.split(separator: " ").map(String.init) ?? [])
    #expect(files.isSuperset(of: ["0", "1", "2"]) && files.count <= 5, "\(files)")
  }

  @Test("What it writes to standard error is shown by its shape alone")
  func standardError() throws {
    do {
      _ = try Scripts.translate(Scripts.hello + "echo 'bad row of hana@example.com' >&2; cat >/dev/null; exit 1")
      Issue.record("not refused")
    } catch let problem as Diagnostic {
      #expect(
        problem.code == "adapter-ended" && problem.reason.english.contains("stderr")
          && !problem.reason.english.contains("hana"))
    }
  }

  @Test("The program must be in the adapter's folder, and may be run")
  func folder() throws {
    let folder = try Scripts.folder("exit 0")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createSymbolicLink(atPath: folder + "/out", withDestinationPath: "/bin/sh")
    try FileManager.default.createSymbolicLink(atPath: folder + "/up", withDestinationPath: "/bin")
    try FileManager.default.createSymbolicLink(atPath: folder + "/in", withDestinationPath: "run")
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/plain"))
    for path in [
      "out", "./out", "up/sh", "plain", "missing", ".", "./", "../\(folder)/run", "a/../run", "/bin/sh", "", "a\\b",
    ] {
      #expect(AdapterFolder.program(path, in: folder) == nil, "\(path)")
    }
    for path in ["run", "./run", "in"] { #expect(AdapterFolder.program(path, in: folder)?.hasSuffix("/run") == true) }
    #expect(try AdapterRegistry.load(directory: folder) is CommandAdapter)
    try FileManager.default.removeItem(atPath: folder + "/run")
    let error = #expect(throws: AdapterError.self) { try AdapterRegistry.load(directory: folder) }
    #expect(error?.diagnostics.first?.code == "adapter-not-runnable")
  }

  @Test("A webhook is given to a program; routes go before it; a dead one is started again")
  func webhooks() throws {
    let counter = FileManager.default.temporaryDirectory.appendingPathComponent("naru-count-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: counter) }
    let script = """
      echo x >>\(counter)
      \(Scripts.hello)
      [ $(wc -l <\(counter)) -lt 2 ] && exit 1
      read body
      case $body in
        *unknown*) echo '{"type":"end","unmapped":true}' ;;
        *) echo '{"type":"event","event":{"kind":"member","id":"a"}}'
           echo '{"type":"event","event":{"kind":"member"}}'
           echo '{"type":"end"}' ;;
      esac
      """
    let manifest =
      "command: [./run]\nwebhook: { verify: { query: t }, event: { path: type }, routes: { mine: ignore } }"
    let folder = try Scripts.folder(script, manifest: manifest)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let adapter = try CommandAdapter(AdapterManifest(yaml: TestManifests.head + manifest + "\n"), folder: folder)
    func decode(_ body: String) throws -> DecodedWebhook {
      let request = WebhookRequest(query: "t=s", body: Array(body.utf8), receivedAt: sourceTime)
      return adapter.decode(try adapter.verify(request, Signing.settings("s"), now: sourceTime), WebhookOptions())
    }
    #expect(try decode(#"{"type":"mine"}"#).outcome == .events([]))
    let found = try decode(#"{"type":"known"}"#)
    #expect(
      found.events == [.event(.member(Member(id: "a")))] && found.rejected.map(\.reason.code) == ["no-id"]
        && found.name == "known")
    #expect(try decode(#"{"type":"unknown"}"#).outcome == .unmapped)
    try FileManager.default.removeItem(atPath: folder + "/run")
    guard case .malformed(let problem) = try decode(#"{"type":"known"}"#).outcome else {
      Issue.record("not malformed")
      return
    }
    #expect(["adapter-ended", "adapter-not-started"].contains(problem.code))
  }

  @Test("a program has its streams whatever numbers they get in a process that has many files open")
  func numbers() {
    var held: [Int32] = []
    defer { for descriptor in held { close(descriptor) } }
    let script =
      Scripts.hello + "while read line; do case $line in *'\"end\"'*) echo '{\"type\":\"end\"}' ;; esac; done\n"
    for last in Int32(190)...205 {
      while held.last ?? 0 < last, case let descriptor = open("/dev/null", O_RDONLY), descriptor >= 0 {
        held.append(descriptor)
      }
      #expect(Scripts.code(script) == nil, "\(last)")
    }
  }

  @Test(
    "The example in Python does what it says",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func python() throws {
    let folder = Golden.root + "/Examples/python-adapter"
    let adapter = try #require(try AdapterRegistry.load(directory: folder) as? CommandAdapter)
    #expect(adapter.descriptor.capabilities == [.memberExport, .memberWebhook, .orderWebhook, .refetch])
    let found = try Scripts.translate(
      adapter, "ID,Surname,Given name,Mobile,SMS\nhana01,김,하나,010-0000-0001,Yes\n,박,,,no\nb,,,,maybe\n")
    #expect(found.diagnostics.map(\.code) == ["adapter:no-id"] && found.diagnostics.map(\.place.line) == [3])
    let items = try CanonicalDecoder().decode(Array(found.text.utf8), receivedAt: sourceTime)
    var hana = Member(id: "hana01")
    hana.name = .value("김하나")
    hana.phone = Field(PhoneNumber("010-0000-0001"))
    hana.consents = [Consent(.sms, .granted)]
    var blank = Member(id: "b")
    blank.name = .empty
    blank.phone = .empty
    #expect(items.events == [.event(.member(hana)), .event(.member(blank))])
    let request = WebhookRequest(
      headers: [.init("X-Example-Key", "s")], body: Array(#"{"type":"member.left","ids":["a","b"]}"#.utf8),
      receivedAt: sourceTime)
    let decoded = adapter.decode(try adapter.verify(request, Signing.settings("s"), now: sourceTime), WebhookOptions())
    #expect(decoded.events == ["a", "b"].map { .event(.memberWithdrawn(id: $0, at: sourceTime)) })
  }
}
