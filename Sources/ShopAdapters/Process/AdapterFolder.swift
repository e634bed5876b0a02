/// Paths within an adapter's folder.
enum AdapterFolder {
  /// Whether a path names something below the folder that it is relative to: no `..`, not absolute, nothing empty.
  static func isConfined(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= 1_024, !path.hasPrefix("/"), !path.contains("\\") else { return false }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != ".." }) else { return false }
    return parts.contains { $0 != "." }
  }
}
