import CommonValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file without a name, which grows at its end and vanishes with whoever holds it.
final class StageFile: Sendable {
  let descriptor: Int32
  private let end = Mutex(0)

  /// A file in `directory`.
  init(directory: String) throws(StoreError) {
    // mkstemp wants six of these, and puts letters of its own in their place.
    var template = Array("\(directory)/naru-stage-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw StoreError(sqlite: errno == ENOSPC ? 13 : 14) }
    unlink(template)
  }

  deinit { close(descriptor) }

  /// Writes the bytes behind all others; returns where they begin. Threads may write at once.
  func append(_ bytes: [UInt8]) throws(StoreError) -> Int {
    let offset = end.withLock { end in
      defer { end += bytes.count }
      return end
    }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { pwrite(descriptor, $0 + written, bytes.count - written, off_t(offset + written)) } ?? 0
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw StoreError(sqlite: errno == ENOSPC || errno == EDQUOT ? 13 : 10) }
      written += count
    }
    return offset
  }
}
