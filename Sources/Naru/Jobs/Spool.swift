import CommonValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder in which accepted files lie until they were imported.
///
/// A file that is being written is locked (`flock`), and so is the folder by the one process that imports from it: locks end with their
/// process, however that ends, so that nothing has to time out.
final class Spool: Sendable {
  let folder: String
  /// The lock on the folder while it is ours.
  private let lock = Mutex<Int32?>(nil)

  init(_ folder: String) { self.folder = folder }

  deinit { release() }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Makes the folder, for the owner alone. Throws a ``Diagnostic``.
  func make() throws(Diagnostic) {
    guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
    throw SpoolProblem.failed(errno)
  }

  /// Takes the folder for this process; false while another has it.
  ///
  /// - Returns: nil when it was ours already.
  func own() throws(Diagnostic) -> Bool? {
    try make()
    return try lock.withLock { held throws(Diagnostic) in
      if held != nil { return nil }
      let descriptor = open(folder + "/.lock", O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw SpoolProblem.failed(errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        return false
      }
      held = descriptor
      return true
    }
  }

  /// Gives the folder back.
  func release() {
    lock.withLock { held in
      if let descriptor = held { close(descriptor) }
      held = nil
    }
  }

  /// Removes a file that was imported.
  func remove(_ name: String) { unlink(path(name)) }

  /// Removes what nobody writes and nobody needs: what a process left that was killed.
  ///
  /// - Parameter needed: the names that are needed, asked anew for each file that nobody writes.
  func sweep(needed: () throws -> Set<String>) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(SpoolFile.prefix) {
      let descriptor = open(path(name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      // Who has written a file lets it go only after its row is there.
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, try !needed().contains(name) else { continue }
      remove(name)
    }
  }
}
