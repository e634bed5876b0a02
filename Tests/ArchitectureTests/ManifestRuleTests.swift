import Testing

@Suite("The rules for Package.swift and adapters/ notice what is against them")
struct ManifestRuleTests {
  let rules = ArchitectureRules()
  private let manifest = """
    let package = Package(targets: [
      // .target(name: "Gone"),
      .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
      .target(name: "CommonValues"),
      .target(
        name: "ShopModel",
        dependencies: ["CommonValues", .target(name: "CommonValues")]
      ),
      .testTarget(name: "CommonValuesTests", dependencies: ["CommonValues"]),
      .testTarget(name: "ShopModelTests"),
    ])
    """
  private let files = [
    "Sources/CCurl/module.modulemap": "", "Sources/CommonValues/A.swift": "", "Sources/ShopModel/A.swift": "",
    "Tests/CommonValuesTests/A.swift": "", "Tests/ShopModelTests/A.swift": "",
  ]

  private func tree(_ manifest: String, _ files: [String: String]) -> SourceTree {
    SourceTree(files.merging(["Package.swift": manifest]) { $1 }.map { SourceFile(path: $0.key, text: $0.value) })
  }

  @Test("A manifest is read with its kinds, names, paths and dependencies")
  func reading() throws {
    let targets = ManifestTarget.all(in: manifest)
    #expect(targets.map(\.name) == ["CCurl", "CommonValues", "ShopModel", "CommonValuesTests", "ShopModelTests"])
    #expect(targets.map(\.kind) == [.systemLibrary, .target, .target, .testTarget, .testTarget])
    #expect(try #require(targets.dropFirst(2).first).mentions == ["CommonValues"])
    #expect(
      ManifestTarget.all(in: #".target(name: "A", path: "adapters/a/Sources")"#).first?.path == "adapters/a/Sources")
  }

  @Test("Folders and targets that agree are not reported")
  func agreeing() { #expect(rules.manifest(tree(manifest, files)) == []) }

  @Test(
    "A folder without a target, and a target without a folder, are reported",
    arguments: ["Sources/Store/A.swift", "Tests/StoreTests/A.swift"]
  )
  func folders(path: String) {
    #expect(rules.manifest(tree(manifest, files.merging([path: ""]) { $1 })).count == 1)
  }

  @Test(
    "A target without a folder is reported",
    arguments: ["Sources/CommonValues/A.swift", "Tests/ShopModelTests/A.swift"])
  func missing(path: String) { #expect(rules.manifest(tree(manifest, files.filter { $0.key != path })).count == 1) }

  @Test("A target without its test target is reported")
  func untested() {
    let less = manifest.replacing(".testTarget(name: \"ShopModelTests\"),", with: "")
    let problems = rules.manifest(tree(less, files.filter { $0.key != "Tests/ShopModelTests/A.swift" }))
    #expect(problems == ["ShopModel has no test target"])
  }

  @Test("A dependency that the table does not allow is reported")
  func dependencies() {
    let more = manifest.replacing("dependencies: [\"CommonValues\", .target", with: "dependencies: [\"CCurl\", .target")
    #expect(rules.manifest(tree(more, files)) == ["ShopModel must not depend on CCurl"])
  }

  @Test("What tests share may stand in a folder of theirs, for test targets and nobody else")
  func sharedByTests() {
    let shared =
      ".target(name: \"NaruTestSupport\", path: \"Tests/NaruTestSupport\"),\n  .testTarget(name: \"ShopModelTests\""
    let more = manifest.replacing(".testTarget(name: \"ShopModelTests\"", with: shared)
    let used = more.replacing("\"ShopModelTests\"", with: "\"ShopModelTests\", dependencies: [\"NaruTestSupport\"]")
    let here = files.merging(["Tests/NaruTestSupport/A.swift": ""]) { $1 }
    #expect(rules.manifest(tree(used, here)) == [])
    #expect(rules.manifest(tree(used, files)) == ["Package.swift: there is no Tests/NaruTestSupport"])
    #expect(rules.manifest(tree(manifest, here)) == ["Tests/NaruTestSupport is no target of Package.swift"])
    let room = used.replacing(
      "dependencies: [\"CommonValues\", .target", with: "dependencies: [\"NaruTestSupport\", .target")
    #expect(rules.manifest(tree(room, here)) == ["ShopModel must not depend on NaruTestSupport"])
    let elsewhere = used.replacing("Tests/NaruTestSupport", with: "Tests/Cellar").replacing(
      "NaruTestSupport", with: "Cellar")
    let cellar = files.merging(["Tests/Cellar/A.swift": ""]) { $1 }
    #expect(
      rules.manifest(tree(elsewhere, cellar)) == [
        "Tests/Cellar is no target of Package.swift", "Cellar is no room of the table",
      ])
  }

  private let embedded = """
    enum EmbeddedAdapters {
      static let manifests: [String: String] = [
        "shop-export": shopExport,
      ]
    }
    extension EmbeddedAdapters {
      static let shopExport = #\"""
    id: shop-export

    \"""#
    }
    """

  private func adapters(_ manifest: String, embedded: String, more: [String: String] = [:]) -> [String] {
    rules.adapters(
      tree(
        "",
        [
          "adapters/shop-export/adapter.yaml": manifest,
          "Sources/ShopAdapters/Embedded/EmbeddedAdapters.swift": embedded,
        ]
        .merging(more) { $1 }))
  }

  @Test("An adapter that is embedded as it stands is not reported")
  func current() { #expect(adapters("id: shop-export\n", embedded: embedded) == []) }

  @Test("A manifest that has changed since it was embedded is reported")
  func changed() { #expect(adapters("id: shop-export\nname: x\n", embedded: embedded).count == 1) }

  @Test("An adapter that is not embedded, one embedded that is gone, and a folder without a manifest are reported")
  func registry() {
    let other = ["adapters/cafe24/adapter.yaml": "id: cafe24\n"]
    #expect(adapters("id: shop-export\n", embedded: embedded, more: other).count == 1)
    #expect(adapters("id: shop-export\n", embedded: embedded.replacing("shop-export\"", with: "old\"")).count == 2)
    let bare = ["adapters/imweb/Sources/A.swift": ""]
    #expect(adapters("id: shop-export\n", embedded: embedded, more: bare).count == 2)
    #expect(rules.adapters(tree("", other)).count == 1)
  }

  @Test("Swift of an adapter that is a target, and a target without Swift, are told apart")
  func sources() {
    let manifest = #".target(name: "Cafe24Adapter", path: "adapters/cafe24/Sources")"#
    let files = [
      "adapters/cafe24/adapter.yaml": "id: shop-export\n", "adapters/cafe24/Sources/A.swift": "",
      "Sources/ShopAdapters/Embedded/EmbeddedAdapters.swift": embedded.replacing("\"shop-export\"", with: "\"cafe24\""),
    ]
    #expect(rules.adapters(tree(manifest, files)) == [])
    #expect(rules.adapters(tree(manifest, files.filter { !$0.key.hasSuffix("A.swift") })).count == 1)
  }
}
