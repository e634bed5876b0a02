import CommonValues
import Foundation
import Naru
import Testing

@testable import naru

@Suite("A verb")
struct VerbTests {
  struct Run {
    var status: naru.ExitStatus
    var output: String
    var errors: String
    var requests: [String]
  }

  static func run(
    _ line: String, operations: SampleOperations = SampleOperations(),
    variables: [String: String] = ["LANG": "en_US.UTF-8"]
  ) async -> Run {
    let output = MemorySink()
    let errors = MemorySink()
    let environment = CommandEnvironment(
      operations: operations, variables: variables, output: output, errors: errors, now: { .zero })
    let status = await CommandRunner.run(line.split(separator: " ").map(String.init), in: environment)
    return Run(status: status, output: output.text, errors: errors.text, requests: operations.requests)
  }

  static let lines: [(name: String, line: String)] = [
    ("demo", "demo --once"), ("import", "import --shop flower a.csv b.csv"), ("plan", "plan --shop flower"),
    ("sync", "sync --shop flower"), ("reconcile", "reconcile --shop flower"),
    ("explain", "explain --shop flower --member rose01"),
    ("members", "members --shop flower"), ("member", "members show --shop flower rose01"),
    ("member-revealed", "members show --shop flower rose01 --reveal"), ("runs", "runs list --shop flower"),
    ("run", "runs show --shop flower 21"), ("quarantine", "quarantine --shop flower"),
    ("quarantined", "quarantine show --shop flower 9"), ("retry", "quarantine retry --shop flower 9 10"),
    ("inbox", "inbox --shop flower"), ("delivery", "inbox show --shop flower 41"),
    ("inbox-retry", "inbox retry --shop flower --dead"), ("waiting", "inbox waiting --shop flower"),
    ("adapters", "adapter"), ("adapter-new", "adapter new my-shop"), ("adapter-test", "adapter test my-shop"),
    ("adapter-map", "adapter map 회원.xlsx"), ("check", "check"), ("error", "error -10"),
    ("sandbox", "sandbox --port 9001"),
    ("link", "link --shop flower --to /event --svg event.svg"), ("erase", "erase --shop flower --member rose01 --yes"),
    ("tokens-reseal", "tokens reseal --shop flower"), ("serve", "serve"),
  ]

  @Test("prints its result in both languages and as JSON", arguments: lines)
  func golden(_ name: String, _ line: String) async {
    for form in ["--lang ko", "--lang en", "--json"] {
      let run = await Self.run(line + " " + form)
      #expect(run.status == .fine)
      #expect(run.requests.count == 1)
      Golden.expect(run.output, "\(name).\(form == "--json" ? "json" : String(form.suffix(2)))")
    }
  }

  @Test("gives its options to the operation")
  func options() async throws {
    let line =
      "import --shop flower - a.csv --kind members --complete --dry-run --as-of 2026-11-02T09:00:00+09:00 --strict --yes --encoding cp949 --delimiter tab"
    #expect(
      await Self.run(line).requests == [
        "\(ImportRequest(shop: try #require(ShopArgument(argument: "flower")?.id), files: ["-", "a.csv"], kind: .members, complete: true, dryRun: true, asOf: Timestamp("2026-11-02T09:00:00+09:00"), strict: true, yes: true, encoding: .cp949, delimiter: .tab))"
      ])
    #expect(
      await Self.run("sync --shop flower --yes --file 전체회원").requests == [
        "SyncRequest(shop: flower, file: Optional(\"전체회원\"), yes: true)"
      ])
    #expect(
      await Self.run("tokens reseal --shop flower --dry-run").requests == [
        "TokenResealRequest(shop: flower, dryRun: true)"
      ])
    #expect(await Self.run("error koe006").requests == ["ErrorRequest(code: \"KOE006\")"])
    #expect(
      await Self.run("demo --once --dir d --port 0").requests == [
        "DemoRequest(once: true, port: Optional(0), folder: Optional(\"d\"))"
      ])
    #expect(
      await Self.run("inbox --shop flower --failed --source shop --limit 5 --before 9").requests == [
        "InboxListRequest(shop: flower, limit: 5, dead: false, failed: true, source: Optional(\"shop\"), before: Optional(9))"
      ])
    #expect(
      await Self.run("inbox retry --shop flower 4 5").requests == [
        "InboxRetryRequest(shop: flower, which: naru.InboxRetryRequest.Which.entries([\"4\", \"5\"]))"
      ])
    #expect(await Self.run("serve --log-format text --log-level warning").requests == ["serve text warning"])
    #expect(await Self.run("check --online").requests == ["CheckRequest(shop: nil, online: true)"])
  }

  @Test(
    "that is not understood ends with 64, says so in both languages and calls nothing",
    arguments: [
      "frobnicate", "plan", "plan --shop Flower", "plan --shop flower --frob", "import --shop flower",
      "import --shop flower - -", "import --shop flower a --kind people", "import --shop flower a --as-of yesterday",
      "import --shop flower a --encoding latin1", "members --shop flower --limit 0", "sandbox --port 70000",
      "demo --port -1", "error", "error hello", "error -10 -11", "check --lang fr", "explain --shop flower",
      "quarantine show --shop flower", "adapter new", "adapter new My-Shop", "adapter new ../x", "adapter test",
      "inbox", "inbox --shop flower --dead --failed", "inbox list --shop flower --before x", "inbox show --shop flower",
      "inbox retry --shop flower", "inbox retry --shop flower 1 --dead", "inbox retry --shop flower --from 2026-11-02",
      "inbox retry --shop flower --from 2026-11-03 --to 2026-11-02", "inbox waiting",
      "tokens reseal", "tokens reseal --shop flower --yes", "tokens frob",
      "adapter map", "adapter map a --id A", "adapter map a --kind people",
      "serve --log-format xml", "serve --log-level loud",
    ])
  func usage(_ line: String) async {
    let run = await Self.run(line)
    #expect(run.status == .usage)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("오류:"))
    #expect(run.errors.contains("Error:"))
    #expect(run.requests.isEmpty)
  }

  @Test(
    "that is asked for help explains itself in both languages and ends with 0",
    arguments: ["--help", "import --help", "help sync"])
  func help(_ line: String) async {
    let run = await Self.run(line)
    #expect(run.status == .fine)
    #expect(run.output.contains("USAGE: naru"))
    #expect(run.output.contains("·"))
    #expect(run.requests.isEmpty)
  }

  @Test("speaks the language of the locale, LC_ALL before LC_MESSAGES before LANG, --lang before all")
  func language() async {
    func firstWord(_ line: String, _ variables: [String: String]) async -> String {
      String(await Self.run(line, variables: variables).output.prefix(2))
    }
    #expect(await firstWord("members show --shop a b", ["LANG": "ko_KR.UTF-8"]) == "회원")
    #expect(await firstWord("members show --shop a b", ["LANG": "ko_KR.UTF-8", "LC_MESSAGES": "C"]) == "Me")
    #expect(await firstWord("members show --shop a b", ["LC_ALL": "ko", "LC_MESSAGES": "C"]) == "회원")
    #expect(await firstWord("members show --shop a b", ["LC_ALL": "", "LANG": "ko"]) == "회원")
    #expect(await firstWord("members show --shop a b --lang en", ["LANG": "ko_KR.UTF-8"]) == "Me")
    #expect(await firstWord("members show --shop a b", [:]) == "Me")
  }

  @Test("ends as its operation says", arguments: [naru.ExitStatus.somethingToDo, .tryLater, .failed, .unavailable])
  func status(_ status: naru.ExitStatus) async {
    let run = await Self.run("plan --shop flower --json", operations: SampleOperations(status: status))
    #expect(run.status == status)
    #expect(run.output.hasPrefix("{"))
  }

  private struct Foreign: Error, CustomStringConvertible { var description: String { "hana@example.com" } }

  @Test("that fails says why on standard error, and nothing of what an unforeseen error holds")
  func failures() async {
    let diagnostic = Diagnostic(.error, code: "x", reason: LocalizedText(ko: "저장소가 잠겨 있습니다", en: "the store is locked"))
    let known = await Self.run(
      "plan --shop flower", operations: SampleOperations(failure: OperationError([diagnostic], status: .tryLater)))
    #expect(known.status == .tryLater)
    #expect(known.errors == "error: the store is locked [x]\n")
    let configuration = await Self.run(
      "plan --shop flower", operations: SampleOperations(failure: ConfigurationError.sample(diagnostic)))
    #expect(configuration.status == .configuration)
    let stopped = await Self.run("plan --shop flower", operations: SampleOperations(failure: CancellationError()))
    #expect(stopped.status == .interrupted)
    let foreign = await Self.run("plan --shop flower", operations: SampleOperations(failure: Foreign()))
    #expect(foreign.status == .failed)
    #expect(foreign.errors.contains("Foreign"))
    #expect(!foreign.errors.contains("hana"))
    #expect([known, configuration, stopped, foreign].allSatisfy { $0.output.isEmpty })
  }

  @Test(
    "hides personal data unless it is revealed",
    arguments: [
      "members --shop flower", "members show --shop flower rose01", "explain --shop flower --member rose01",
      "quarantine show --shop flower 9", "inbox show --shop flower 41",
    ])
  func masking(_ line: String) async {
    for form in ["", " --json"] {
      let masked = await Self.run(line + form).output
      let revealed = await Self.run(line + form + " --reveal").output
      let personal = ["김하나", "+821012341001", "hana@example.com", "1990-01-31", "rose02", "박민준", "010-1234-1010"]
      #expect(!personal.contains { masked.contains($0) })
      #expect(personal.contains { revealed.contains($0) })
    }
  }
}

extension ConfigurationError {
  /// An error as the loader makes it.
  static func sample(_ finding: Diagnostic) -> ConfigurationError {
    do {
      _ = try NaruConfiguration.load(path: "/nonexistent/naru.yaml", environment: [:]).get()
    } catch {
      return error
    }
    preconditionFailure("there is such a file")
  }
}
