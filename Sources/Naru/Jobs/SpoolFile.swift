import CommonValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is being received into the spool folder. It vanishes with whoever holds it, unless it was kept. Its calls block.
final class SpoolFile: Sendable {
  static let prefix = "in-"

  let name: String
  private let path: String
  private let folder: String
  private let limit: Int64
  private let descriptor: Int32
  private let state = Mutex<(written: Int64, isKept: Bool)>((0, false))

  /// A new, empty file; one byte more than `limit` is refused.
  init(in spool: Spool, limit: Int64) throws(Diagnostic) {
    try spool.make()
    name = SpoolFile.prefix + String(UInt64.random(in: .min ... .max), radix: 36)
    path = spool.path(name)
    folder = spool.folder
    self.limit = limit
    descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw SpoolProblem.failed(errno) }
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    discard()
    close(descriptor)
  }

  /// Removes it at once, unless it was kept.
  func discard() {
    if !state.withLock({ $0.isKept }) { unlink(path) }
  }

  /// Bytes so far.
  var count: Int64 { state.withLock { $0.written } }

  /// Adds bytes at the end.
  func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    guard Int64(bytes.count) <= limit - count else { throw SpoolProblem.tooLarge(limit: limit) }
    var left = bytes
    while let start = left.baseAddress, !left.isEmpty {
      let written = write(descriptor, start, left.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw SpoolProblem.failed(written == 0 ? EIO : errno) }
      state.withLock { $0.written += Int64(written) }
      left = UnsafeRawBufferPointer(rebasing: left[written...])
    }
  }

  /// Makes file and name durable, then calls `accepting`, which makes the promise; only when that returns the file stays.
  func keep<Result>(_ accepting: () throws -> Result) throws -> Result {
    guard fsync(descriptor) == 0 else { throw SpoolProblem.failed(errno) }
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw SpoolProblem.failed(errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw SpoolProblem.failed(errno) }
    let result = try accepting()
    state.withLock { $0.isKept = true }
    return result
  }
}
