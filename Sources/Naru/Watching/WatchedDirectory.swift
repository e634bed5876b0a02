import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open folder, and files in it by their plain names: nothing that is done leaves it, and no symbolic link is followed. Its calls block.
final class WatchedDirectory {
  private let descriptor: Int32
  private let path: String

  /// The folder at a path; nil when there is none or it may not be read.
  init?(_ path: String) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// A folder in this one, made when it is not there; nil when something else has its name.
  func folder(_ name: String) -> WatchedDirectory? {
    _ = mkdirat(descriptor, name, 0o750)
    let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    return inner >= 0 ? WatchedDirectory(descriptor: inner, path: path + "/" + name) : nil
  }

  /// Names of what is in it, in order, hidden ones and those that are not text left out; at most `limit`.
  func names(limit: Int) -> [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < limit, let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          String(validatingCString: $0)
        }
      }
      if let name, !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The mark of a regular file of that name; nil when there is none.
  func mark(_ name: String) -> FileMark? { FileMark(path: path + "/" + name) }

  /// Reads a regular file block by block; nil when it is not, or no longer, the one with that mark.
  func read(_ name: String, _ mark: FileMark, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
    let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    guard self.mark(name) == mark else { return false }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(file, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(file, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(file, buffer.baseAddress, buffer.count)
      #endif
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw SpoolProblem.failed(errno) }
      if count == 0 { return self.mark(name) == mark }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// A name that nothing has yet: the name itself, else with a number before its ending.
  func freeName(_ name: String, _ number: Int64) -> String {
    func isFree(_ name: String) -> Bool {
      faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0
        && faccessat(descriptor, name + WatchedDirectory.report, F_OK, AT_SYMLINK_NOFOLLOW) != 0
    }
    guard !isFree(name) else { return name }
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    for attempt in 0... {
      let more = attempt == 0 ? "-\(number)" : "-\(number)-\(attempt)"
      let candidate = name[..<dot] + more + name[dot...]
      if isFree(String(candidate)) { return String(candidate) }
    }
    return name
  }

  static let report = ".report.json"

  /// Writes a small new file; false when that is not possible.
  func write(_ name: String, _ bytes: [UInt8]) -> Bool {
    let file = openat(descriptor, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard file >= 0 else { return false }
    defer { close(file) }
    return bytes.withUnsafeBytes { bytes in
      #if canImport(Glibc)
        Glibc.write(file, bytes.baseAddress, bytes.count) == bytes.count
      #elseif canImport(Musl)
        Musl.write(file, bytes.baseAddress, bytes.count) == bytes.count
      #else
        Darwin.write(file, bytes.baseAddress, bytes.count) == bytes.count
      #endif
    }
  }

  /// Moves a file into another folder under a name that is free there.
  func move(_ name: String, to folder: WatchedDirectory, as newName: String) -> Bool {
    renameat(descriptor, name, folder.descriptor, newName) == 0
  }
}
