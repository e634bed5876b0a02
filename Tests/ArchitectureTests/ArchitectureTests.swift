import Testing

@Suite("The repository keeps to the rules of docs/architecture.md")
struct ArchitectureTests {
  let rules = ArchitectureRules()
  let tree: SourceTree

  init() throws { tree = try SourceTree.repository() }

  @Test("The repository is found and read")
  func found() {
    #expect(tree["Package.swift"] != nil)
    #expect(tree.productionSwift.contains { $0.module == "CommonValues" })
  }

  @Test("Nobody may import upwards or sideways, by the table itself")
  func table() { #expect(rules.floors.contradictions == []) }

  @Test("Every import is one that the table allows")
  func imports() { #expect(rules.imports(tree) == []) }

  @Test("A C module is imported by exactly one Swift target")
  func cModules() { #expect(rules.cModules(tree) == []) }

  @Test("No GRDB, libcurl, libxml2, libpq or Yams type is in a public signature")
  func publicImports() { #expect(rules.publicImports(tree) == []) }

  @Test("Package.swift, the folders and the table list the same targets, each with its test target")
  func manifest() { #expect(rules.manifest(tree) == []) }

  @Test("The adapters are embedded as they stand in adapters/")
  func adapters() { #expect(rules.adapters(tree) == []) }

  @Test("No Swift file is longer than 700 lines")
  func fileLengths() { #expect(rules.fileLengths(tree) == []) }
}
