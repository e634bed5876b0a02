import CommonValues
import Records
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file without a name, for something that is downloaded and then read once. It vanishes with whoever holds it.
final class ScratchFile: Sendable {
  private let descriptor: Int32
  private let written = Mutex(Int64(0))

  /// A file in `directory`.
  init(directory: String) throws(Diagnostic) {
    // mkstemp wants six of these, and puts letters of its own in their place.
    var template = Array("\(directory)/naru-download-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FetchProblem.noScratchFile }
    unlink(template)
  }

  deinit { close(descriptor) }

  /// Bytes so far.
  var count: Int64 { written.withLock { $0 } }

  /// Adds bytes at the end; false when there is no room.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    written.withLock { written in
      var left = bytes
      while let start = left.baseAddress, !left.isEmpty {
        let count = pwrite(descriptor, start, left.count, off_t(written))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        written += Int64(count)
        left = UnsafeRawBufferPointer(rebasing: left[count...])
      }
      return true
    }
  }

  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(position))
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// The file as a source of records.
  func source(name: String) -> any ByteSource { Source(self, name: name) }

  private final class Source: ByteSource {
    let name: String
    let size: Int64?
    private let file: ScratchFile
    private var position: Int64 = 0

    init(_ file: ScratchFile, name: String) {
      self.file = file
      self.name = name
      size = file.count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
      let count = file.read(into: buffer, at: position)
      guard count >= 0 else { throw FetchProblem.noScratchFile }
      position += Int64(count)
      return count
    }
  }
}
