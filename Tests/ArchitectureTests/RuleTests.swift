import Testing

@Suite("Each rule notices what is against it")
struct RuleTests {
  let rules = ArchitectureRules()

  private func tree(_ files: [String: String]) -> SourceTree {
    SourceTree(files.map { SourceFile(path: $0.key, text: $0.value) })
  }

  @Test(
    "An import that the table does not allow is reported with its line",
    arguments: [
      ("Sources/Store/A.swift", "Ingest"),  // upwards
      ("Sources/Ingest/A.swift", "ChannelSync"),  // a neighbour
      ("Sources/ShopModel/A.swift", "KakaoAPI"),  // sideways, not in the table
      ("Sources/Store/A.swift", "Records"),  // downwards, not in the table
      ("Sources/KakaoAPI/A.swift", "ShopModel"),  // Kakao knows no shop
      ("Sources/KakaoSandbox/A.swift", "CommonValues"),  // none of ours
      ("Sources/HTTPTransport/A.swift", "ShopModel"),  // upwards
      ("Sources/Records/A.swift", "Logging"),
      ("Sources/Ingest/A.swift", "GRDB"),
      ("Sources/Naru/A.swift", "Hummingbird"),
      ("Sources/KakaoAPI/A.swift", "FoundationNetworking"),
      ("adapters/cafe24/Sources/A.swift", "Store"),
      ("Sources/Store/A.swift", "NaruTestSupport"),  // for tests alone
      ("Sources/AdapterTesting/A.swift", "NaruTestSupport"),
      ("adapters/cafe24/Sources/A.swift", "NaruTestSupport"),
      ("Tests/NaruTestSupport/A.swift", "Store"),  // knows no room
      ("Tests/NaruTestSupport/A.swift", "Testing"),
      ("Sources/Nowhere/A.swift", "Foundation"),
    ]
  )
  func forbidden(path: String, module: String) throws {
    let problems = rules.imports(tree([path: "// A comment.\nimport \(module)\n"]))
    try #require(problems.count == 1)
    #expect(problems[0].hasPrefix(path))
  }

  @Test(
    "What the table allows is not reported",
    arguments: [
      ("Sources/Store/A.swift", "GRDB"), ("Sources/Store/A.swift", "CommonValues"), ("Sources/Ingest/A.swift", "Store"),
      ("Sources/HTTPTransport/A.swift", "CCurl"), ("Sources/ShopModel/A.swift", "Logging"),
      ("Sources/KakaoSandbox/A.swift", "Logging"), ("Sources/naru/A.swift", "Naru"),
      ("Sources/Records/A.swift", "Glibc"), ("adapters/cafe24/Sources/A.swift", "ShopModel"),
      ("Tests/NaruTestSupport/A.swift", "Synchronization"), ("Tests/StoreTests/A.swift", "NaruTestSupport"),
    ]
  )
  func allowed(path: String, module: String) {
    #expect(rules.imports(tree([path: "import \(module)\n"])) == [])
  }

  @Test(
    "An import is found however it is spelled",
    arguments: [
      "import GRDB", "public import GRDB", "@testable import GRDB", "  import GRDB // why", "import struct GRDB.Row",
      "@preconcurrency internal import GRDB", "import Foundation; import GRDB", "import GRDB.Sub",
      "/* a */\nimport GRDB", "let a = #\"\"\"#\n#\"\"\n\"\"\"#; import GRDB",
    ]
  )
  func spellings(text: String) { #expect(ImportLine.all(in: text).map(\.module).contains("GRDB")) }

  @Test(
    "What only looks like an import is none",
    arguments: [
      "// import GRDB", "/* import GRDB */", "/*\nimport GRDB\n*/", "let a = \"\"\"\nimport GRDB\n\"\"\"",
      "let a = ##\"\"\"\n\"\"\"#\nimport GRDB\n\"\"\"##", "importer GRDB", "let a = \"import GRDB\"",
      "case import GRDB",
    ]
  )
  func lookalikes(text: String) { #expect(ImportLine.all(in: text).isEmpty) }

  @Test("A C module with two importers, or with none, is reported")
  func cModules() {
    let map = ["Sources/CCurl/module.modulemap": "module CCurl [system] {}"]
    let one = map.merging(["Sources/HTTPTransport/A.swift": "import CCurl"]) { $1 }
    #expect(rules.cModules(tree(map)) == ["CCurl is imported by nobody"])
    #expect(rules.cModules(tree(one)) == [])
    #expect(rules.cModules(tree(one.merging(["Sources/Store/A.swift": "import CCurl"]) { $1 })).count == 1)
    let grdb = ["Sources/Store/A.swift": "import GRDBSQLite", "Sources/Ingest/A.swift": "import GRDBSQLite"]
    #expect(rules.cModules(tree(grdb)).count == 1)
  }

  @Test(
    "A library that is ours to replace is not handed on",
    arguments: ["public import GRDB", "public import CCurl", "@_exported import Yams", "public import GRDBSQLite"]
  )
  func publicImports(line: String) {
    #expect(rules.publicImports(tree(["Sources/Store/A.swift": line])).count == 1)
    #expect(rules.publicImports(tree(["Sources/Store/A.swift": "internal import GRDB\npublic import Logging"])) == [])
  }

  @Test("A file of 701 lines is reported, one of 700 is not")
  func fileLengths() {
    let line = "let a = 1\n"
    #expect(rules.fileLengths(tree(["Sources/Store/A.swift": String(repeating: line, count: 700)])) == [])
    #expect(rules.fileLengths(tree(["Tests/StoreTests/A.swift": String(repeating: line, count: 701)])).count == 1)
  }

  @Test("A contradiction within the table is reported")
  func contradictions() {
    var floors = Floors.naru
    floors.rooms["Store"] = Room(3, own: ["Ingest"])
    #expect(floors.contradictions.count == 1)
    floors.rooms["Store"] = Room(3, own: ["Cellar"])
    #expect(floors.contradictions == ["Store may import Cellar, which is no room"])
    floors = .naru
    floors.rooms["Ingest"] = Room(4, own: ["ChannelSync"])
    #expect(floors.contradictions.count == 1)
  }
}
