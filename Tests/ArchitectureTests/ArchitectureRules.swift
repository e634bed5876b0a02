/// The rules of docs/architecture.md, each a pure function that returns what is against it.
struct ArchitectureRules {
  var floors: Floors = .naru
  var longestFile = 700

  /// Floors import downwards only, what the table allows, and nothing else.
  func imports(_ tree: SourceTree) -> [String] {
    tree.productionSwift.flatMap { module, file -> [String] in
      guard let room = floors.room(of: module) else { return ["\(file.path): \(module) is no room of the table"] }
      return ImportLine.all(in: file.text).compactMap { line in
        guard line.module != module else { return nil }
        let isOwn = floors.rooms[line.module] != nil
        let allowed =
          isOwn ? floors.allowsOwn(line.module, in: module, room) : floors.allowsForeign(line.module, in: room)
        return allowed
          ? nil : "\(file.path):\(line.line): \(module) (floor \(room.floor)) must not import \(line.module)"
      }
    }
  }

  /// A C module is imported by exactly one Swift target; one that stands in `Sources` by at least one.
  func cModules(_ tree: SourceTree) -> [String] {
    var importers: [String: Set<String>] = [:]
    for (module, file) in tree.productionSwift {
      for line in ImportLine.all(in: file.text) { importers[line.module, default: []].insert(module) }
    }
    let here = Set(tree.files.filter { $0.path.hasSuffix("/module.modulemap") }.map { String($0.components[1]) })
    return floors.cModules.union(here).sorted().compactMap { name in
      let who = importers[name, default: []].sorted()
      if who.count > 1 { return "\(name) is imported by \(who.joined(separator: " and "))" }
      return who.isEmpty && here.contains(name) ? "\(name) is imported by nobody" : nil
    }
  }

  /// No type of another library that is ours to replace is in a public signature.
  func publicImports(_ tree: SourceTree) -> [String] {
    tree.productionSwift.flatMap { _, file in
      ImportLine.all(in: file.text).compactMap { line in
        let isShown = line.access == "public" || line.isReexported
        return isShown && floors.hidden.contains(line.module)
          ? "\(file.path):\(line.line): \(line.module) must not be in a public signature" : nil
      }
    }
  }

  func fileLengths(_ tree: SourceTree) -> [String] {
    tree.files.compactMap { file in
      guard file.path.hasSuffix(".swift"), file.lineCount > longestFile else { return nil }
      return "\(file.path): \(file.lineCount) lines, at most \(longestFile)"
    }
  }

  /// `Package.swift`, the folders and the table tell the same.
  func manifest(_ tree: SourceTree) -> [String] {
    guard let text = tree["Package.swift"] else { return ["there is no Package.swift"] }
    let targets = ManifestTarget.all(in: text)
    let tests = Set(targets.filter { $0.kind == .testTarget }.map(\.name))
    let others = Set(targets.filter { $0.kind != .testTarget && $0.path == nil && $0.kind != .plugin }.map(\.name))
    // What tests share is a target in a folder of theirs, without tests of its own, and the table lets no room depend on it.
    let shared = Set(targets.filter { $0.path == SourceTree.sharedByTests }.map(\.name))
    var problems = compare(others, tree.folders(in: "Sources"), in: "Sources")
    // Tests/Interop is a script with clients in another language, and no target.
    problems += compare(tests.union(shared), tree.folders(in: "Tests").subtracting(["Interop"]), in: "Tests")
    for target in targets where target.kind == .target || target.kind == .executableTarget {
      if target.path == nil, !tests.contains(target.name + "Tests") {
        problems.append("\(target.name) has no test target")
      }
      guard let room = floors.room(of: module(of: target)) else {
        problems.append("\(target.name) is no room of the table")
        continue
      }
      for name in target.mentions.sorted() where floors.rooms[name] != nil {
        if !floors.allowsOwn(name, in: target.name, room) {
          problems.append("\(target.name) must not depend on \(name)")
        }
      }
    }
    return problems
  }

  /// Every adapter folder is embedded with exactly its manifest's text, and its Swift, if any, is a target.
  func adapters(_ tree: SourceTree) -> [String] {
    let place = "Sources/ShopAdapters/Embedded"
    let folders = tree.folders(in: "adapters")
    let embedded = tree.files.filter { $0.path.hasPrefix(place + "/") }
    if embedded.isEmpty { return folders.isEmpty ? [] : ["there is no \(place)"] }
    let listed = EmbeddedManifest.all(in: embedded.map(\.text))
    var problems: [String] = []
    for id in folders.sorted() {
      guard let manifest = tree["adapters/\(id)/adapter.yaml"] else {
        problems.append("adapters/\(id) has no adapter.yaml")
        continue
      }
      if listed[id] == nil { problems.append("adapters/\(id) is not embedded: scripts/embed-adapters") }
      if let text = listed[id], text != manifest {
        problems.append("adapters/\(id)/adapter.yaml has changed: scripts/embed-adapters")
      }
    }
    for id in listed.keys.sorted() where !folders.contains(id) {
      problems.append("\(place): there is no adapters/\(id)")
    }
    let targets = ManifestTarget.all(in: tree["Package.swift"] ?? "").compactMap(\.path)
    let withSwift = Set(tree.productionSwift.map(\.module).filter { $0.hasPrefix("adapters/") }.map { $0 + "/Sources" })
    let built = Set(targets.filter { $0.hasPrefix("adapters/") })
    for path in withSwift.subtracting(built).sorted() { problems.append("\(path) is no target of Package.swift") }
    for path in built.subtracting(withSwift).sorted() { problems.append("Package.swift: there is no Swift in \(path)") }
    return problems
  }

  private func module(of target: ManifestTarget) -> String {
    guard let path = target.path, path.hasPrefix("adapters/") else { return target.name }
    return path.split(separator: "/").prefix(2).joined(separator: "/")
  }

  private func compare(_ declared: Set<String>, _ folders: Set<String>, in place: String) -> [String] {
    declared.subtracting(folders).sorted().map { "Package.swift: there is no \(place)/\($0)" }
      + folders.subtracting(declared).sorted().map { "\(place)/\($0) is no target of Package.swift" }
  }
}
