import Foundation

/// Asks over a unix socket, with nothing but the system's calls.
enum SocketClient {
  /// The whole answer to `GET path`; nil when nobody answers.
  static func get(_ path: String, socket file: String) async -> String? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: exchange(path, file)) }
    }
  }

  private static func exchange(_ path: String, _ file: String) -> String? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard connected(descriptor, file) else { return nil }
    let request = Array("GET \(path) HTTP/1.1\r\nHost: naru\r\nConnection: close\r\n\r\n".utf8)
    guard write(descriptor, request, request.count) == request.count else { return nil }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
  }

  private static func connected(_ descriptor: Int32, _ file: String) -> Bool {
    withAddress(file) { connect(descriptor, $0, $1) } == 0
  }

  /// A socket file whose process is gone: bound, and closed without being removed.
  static func leaveBehind(_ file: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    _ = withAddress(file) { bind(descriptor, $0, $1) }
    close(descriptor)
  }

  private static func withAddress(_ file: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(file.utf8)) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }
}
