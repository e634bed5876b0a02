import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A temporary file without a name: nobody else can open it, and it is gone when the process is.
final class SpoolFile: RandomAccessBytes {
  private let descriptor: Int32
  private let file: String
  private(set) var byteCount: Int64 = 0

  /// - Parameters:
  ///   - file: what is kept in it, for messages.
  ///   - directory: nil: `TMPDIR`, else `/tmp`.
  init(for file: String, in directory: String?) throws(Diagnostic) {
    let folder = directory ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    // mkstemp wants six of these, and puts letters of its own in their place.
    var template = Array("\(folder)/naru-XXXXXX".utf8CString)
    let opened = template.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      let opened = mkstemp(base)
      if opened >= 0 { _ = unlink(base) }
      return opened
    }
    guard opened >= 0 else { throw FileProblem.noScratchFile(file) }
    _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
    descriptor = opened
    self.file = file
  }

  deinit { _ = close(descriptor) }

  /// Keeps all that is left of a source, at most `limit` bytes.
  func append(_ source: any ByteSource, limit: Int64) throws(Diagnostic) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return }
      if byteCount + Int64(count) > limit { throw FileProblem.tooLarge(file, limit: limit) }
      try append(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
    }
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    var rest = bytes
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileProblem.scratchFileFailed(file) }
      byteCount += Int64(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    try SpoolFile.read(descriptor, at: offset, into: buffer, file: file)
  }

  static func read(
    _ descriptor: Int32, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer, file: String
  ) throws(Diagnostic) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw FileProblem.failed(file, code: errno) }
    }
  }

  /// All bytes as memory that the system pages in and out; the file must be kept, and not appended to, as long as that is used.
  func mapped() throws(Diagnostic) -> UnsafeRawBufferPointer {
    guard byteCount > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    guard let address = mmap(nil, Int(byteCount), PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw FileProblem.scratchFileFailed(file)
    }
    return UnsafeRawBufferPointer(start: address, count: Int(byteCount))
  }

  static func unmap(_ bytes: UnsafeRawBufferPointer) {
    if let base = bytes.baseAddress { _ = munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }
}
