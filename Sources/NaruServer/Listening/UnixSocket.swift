#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file of a unix socket that is listened on.
struct UnixSocket: Sendable {
  let path: String
  /// For the owner and the group: whoever may connect is chosen by the group.
  static let mode: mode_t = 0o660

  /// Makes way for a new socket: a file that a dead process has left behind is removed.
  ///
  /// Throws ``ListenError``: ``ListenError/Cause/inUse`` when somebody answers there, ``ListenError/Cause/notASocket`` when it is no socket
  /// (it is left alone).
  func makeWay() throws(ListenError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw ListenError(errno: errno) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw ListenError(.notASocket) }
    if isAnswered() { throw ListenError(.inUse) }
    guard unlink(path) == 0 || errno == ENOENT else { throw ListenError(errno: errno) }
  }

  /// Lets the group in, once the socket is there.
  func open() throws(ListenError) {
    guard chmod(path, UnixSocket.mode) == 0 else { throw ListenError(errno: errno) }
  }

  /// Which file it is, to tell whether it is still the same.
  var identity: UInt64? {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK ? UInt64(status.st_ino) : nil
  }

  /// Removes the file, unless somebody else's has taken its place.
  func remove(ifStill identity: UInt64?) {
    guard let identity, identity == self.identity else { return }
    unlink(path)
  }

  private func isAnswered() -> Bool {
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    // Whatever else than a refusal comes of it, somebody may be there.
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 || (errno != ECONNREFUSED && errno != ENOENT)
  }
}
