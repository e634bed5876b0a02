public import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regular file, or standard input, read by plain system calls.
public final class FileSource: ByteSource {
  public let name: String
  public let size: Int64?
  /// When the file was last changed, in seconds since 1970; unknown for standard input.
  public let modifiedAt: Int64?
  private let descriptor: Int32
  private let ownsDescriptor: Bool

  /// Opens the file at `path`; `-` is standard input.
  ///
  /// Refuses, each with its own code, a path with nothing there, a directory, a device or pipe, a file that may not be read, an
  /// empty file, and one larger than `limits` allow. `name` is what messages call it; nil: its path.
  public init(path: String, name shown: String? = nil, limits: RecordLimits = RecordLimits()) throws(Diagnostic) {
    name = shown ?? path
    if path == "-" {
      size = nil
      modifiedAt = nil
      descriptor = 0
      ownsDescriptor = false
      return
    }
    // O_NONBLOCK, so that opening a pipe that nobody writes to does not wait; regular files ignore it.
    let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else { throw FileSource.failure(errno, name) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let code = errno
      _ = close(opened)
      throw FileSource.failure(code, name)
    }
    let problem: Diagnostic? =
      switch status.st_mode & S_IFMT {
      case S_IFREG where status.st_size == 0: FileProblem.empty(name)
      case S_IFREG where Int64(status.st_size) > limits.fileBytes: FileProblem.tooLarge(name, limit: limits.fileBytes)
      case S_IFREG: nil
      case S_IFDIR: FileProblem.directory(name)
      default: FileProblem.notRegular(name)
      }
    if let problem {
      _ = close(opened)
      throw problem
    }
    descriptor = opened
    ownsDescriptor = true
    size = Int64(status.st_size)
    #if canImport(Darwin)
      modifiedAt = Int64(status.st_mtimespec.tv_sec)
    #else
      modifiedAt = Int64(status.st_mtim.tv_sec)
    #endif
  }

  deinit { if ownsDescriptor { _ = close(descriptor) } }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw FileSource.failure(errno, name) }
    }
  }

  private static func failure(_ code: Int32, _ path: String) -> Diagnostic {
    switch code {
    case ENOENT, ENOTDIR, ENAMETOOLONG: FileProblem.missing(path)
    case EACCES, EPERM: FileProblem.unreadable(path)
    case EISDIR: FileProblem.directory(path)
    case ENXIO: FileProblem.notRegular(path)
    default: FileProblem.failed(path, code: code)
    }
  }
}

extension FileSource: RandomAccessBytes {
  /// 0 for standard input, which can only be read in order.
  var byteCount: Int64 { size ?? 0 }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    try SpoolFile.read(descriptor, at: offset, into: buffer, file: name)
  }
}
