#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Paths within an adapter's folder.
enum AdapterFolder {
  /// Whether a path names something below the folder that it is relative to: no `..`, not absolute, nothing empty.
  static func isConfined(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= 1_024, !path.hasPrefix("/"), !path.contains("\\") else { return false }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != ".." }) else { return false }
    return parts.contains { $0 != "." }
  }

  /// The real path of a program in a folder; nil when it is not there, is no file that may be run, or a link leads out of the folder.
  static func program(_ path: String, in folder: String) -> String? {
    guard isConfined(path), let root = resolved(folder), let program = resolved(root + "/" + path),
      program.hasPrefix(root == "/" ? root : root + "/"), access(program, X_OK) == 0
    else { return nil }
    var status = stat()
    guard stat(program, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return program
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(validatingCString: real)
  }
}
