import Foundation

/// A text file of the repository, by its path from the root (`Sources/Store/Store.swift`).
struct SourceFile: Sendable, Hashable {
  let path: String
  let text: String

  var components: [Substring] { path.split(separator: "/") }
  var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.isEmpty || text.hasSuffix("\n") ? 0 : 1) }
}

/// The files that the rules look at. The rules are pure functions of this, so that each can be tried on a few lines.
struct SourceTree: Sendable {
  var files: [SourceFile]

  init(_ files: [SourceFile]) { self.files = files.sorted { $0.path < $1.path } }

  subscript(path: String) -> String? { files.first { $0.path == path }?.text }

  /// The names of the folders that stand directly in `parent` and hold a file somewhere.
  func folders(in parent: String) -> Set<String> {
    let depth = parent.split(separator: "/").count
    return Set(
      files.lazy
        .filter { $0.path.hasPrefix(parent + "/") && $0.components.count > depth + 1 }
        .map { String($0.components[depth]) }
    )
  }

  /// The folder of what several test targets share.
  static let sharedByTests = "Tests/NaruTestSupport"

  /// Swift files below `Sources`, below the `Sources` of an adapter and below what tests share, each with the module that it belongs to.
  var productionSwift: [(module: String, file: SourceFile)] {
    files.compactMap { file in
      guard file.path.hasSuffix(".swift") else { return nil }
      let parts = file.components
      if parts.count >= 3, parts[0] == "Sources" { return (String(parts[1]), file) }
      if parts.count >= 4, parts[0] == "adapters", parts[2] == "Sources" { return ("adapters/\(parts[1])", file) }
      if file.path.hasPrefix(SourceTree.sharedByTests + "/") { return (String(parts[1]), file) }
      return nil
    }
  }
}

extension SourceTree {
  /// The repository that this file stands in.
  static func repository(thisFile: String = #filePath) throws -> SourceTree {
    let root = URL(filePath: thisFile).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var files: [SourceFile] = []
    for place in ["Sources", "Tests", "adapters", "Package.swift"] {
      let start = root.appending(path: place)
      var isFolder = false
      if let values = try? start.resourceValues(forKeys: [.isDirectoryKey]) {
        isFolder = values.isDirectory ?? false
      } else {
        continue
      }
      let paths =
        isFolder ? try FileManager.default.subpathsOfDirectory(atPath: start.path).map { place + "/" + $0 } : [place]
      for path in paths where !path.contains("/.build/") {
        // Of what else lies in an adapter's folder, such as samples in any encoding, it is enough to know that it is there.
        guard isRead(path) || place == "adapters" else { continue }
        let text = isRead(path) ? try String(contentsOf: root.appending(path: path), encoding: .utf8) : ""
        files.append(SourceFile(path: path, text: text))
      }
    }
    return SourceTree(files)
  }

  private static func isRead(_ path: String) -> Bool {
    path.hasSuffix(".swift") || path.hasSuffix("/module.modulemap") || path.hasSuffix("/adapter.yaml")
  }
}
