#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What tells whether the files of a configuration were changed: their names, times and sizes. Secrets' files are not looked at.
public struct ConfigurationFingerprint: Sendable, Hashable {
  private struct File: Hashable {
    let path: String
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
  }

  private let files: [File]

  /// The files as they are now.
  ///
  /// - Parameters:
  ///   - path: `naru.yaml`.
  ///   - shopsFolder: the folder of the shops' files.
  public init(path: String, shopsFolder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: shopsFolder)) ?? []
    let shops = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
    files = ([path] + shops.map { shopsFolder + "/" + $0 }).compactMap { path in
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      #if canImport(Glibc)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      return File(
        path: path, device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
        seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }
  }
}
