import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes that can be read in any order.
protocol RandomAccessBytes: AnyObject {
  var byteCount: Int64 { get }
  /// Fills the beginning of `buffer` from `offset` and returns how many bytes it wrote; 0 means the end.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int
}

extension MemorySource: RandomAccessBytes {
  var byteCount: Int64 { size ?? 0 }
}

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

/// Bytes that are appended and then read in any order: in memory while they are few, else in a temporary file.
final class SpoolBuffer {
  private static let pieceBytes = 1 << 20
  private let name: String
  private let directory: String?
  private var memory: [UInt8] = []
  private var file: SpoolFile?
  private var map: UnsafeRawBufferPointer?

  init(for name: String, in directory: String?) {
    self.name = name
    self.directory = directory
  }

  deinit { if let map { SpoolFile.unmap(map) } }

  private(set) var count = 0

  func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    memory.append(contentsOf: bytes)
    count += bytes.count
    if memory.count >= SpoolBuffer.pieceBytes { try flush() }
  }

  private func flush() throws(Diagnostic) {
    let target: SpoolFile
    if let file {
      target = file
    } else {
      target = try SpoolFile(for: name, in: directory)
      file = target
    }
    var problem: Diagnostic?
    memory.withUnsafeBytes { bytes in
      do throws(Diagnostic) { try target.append(bytes) } catch { problem = error }
    }
    if let problem { throw problem }
    memory.removeAll(keepingCapacity: true)
  }

  /// Nothing more will be appended.
  func finish() throws(Diagnostic) {
    guard let file else { return }
    try flush()
    memory = []
    map = try file.mapped()
  }

  /// Calls `body` with all bytes.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    if let map { return body(map) }
    return memory.withUnsafeBytes(body)
  }
}
