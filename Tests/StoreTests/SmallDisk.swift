import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file system of a few megabytes, of its own for one test; only root can make one, and only on Linux.
struct SmallDisk {
  let path: String

  /// Whether this machine lets us.
  static let isAvailable: Bool = {
    guard let disk = SmallDisk(kilobytes: 64) else { return false }
    disk.remove()
    return true
  }()

  init?(kilobytes: Int) {
    path = FileManager.default.temporaryDirectory.path + "/naru-disk-\(UUID().uuidString)"
    #if os(Linux)
      guard geteuid() == 0, mkdir(path, 0o700) == 0 else { return nil }
      guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
        rmdir(path)
        return nil
      }
    #else
      return nil
    #endif
  }

  /// Whether nothing can be written any more.
  func makeReadOnly() -> Bool {
    #if os(Linux)
      mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
    #else
      false
    #endif
  }

  func remove() {
    #if os(Linux)
      umount2(path, Int32(MNT_DETACH))
    #endif
    rmdir(path)
  }
}
