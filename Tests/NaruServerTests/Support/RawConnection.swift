import Foundation
import Synchronization

/// A TCP connection on which a test writes whatever it likes, also what no HTTP client would send.
final class RawConnection: Sendable {
  private let descriptor: Int32
  private let queue = DispatchQueue(label: "naru.raw-connection")

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard connected else { throw POSIXError(.ECONNREFUSED) }
  }

  deinit { close(descriptor) }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
  }

  /// Writes `text` again and again, a byte at a time with a moment in between, until the other side closes.
  ///
  /// - Returns: what the other side wrote.
  func drip(_ text: String) async -> String {
    await withCheckedContinuation { continuation in
      queue.async { [descriptor] in
        let bytes = Array(text.utf8)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var next = 0
        while true {
          _ = send(descriptor, [bytes[next % bytes.count]], 1, Int32(MSG_NOSIGNAL))
          next += 1
          var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          guard poll(&ready, 1, 5) > 0 else { continue }
          let count = recv(descriptor, &buffer, buffer.count, 0)
          if count <= 0 { break }
          received += buffer[..<count]
        }
        continuation.resume(returning: String(decoding: received, as: UTF8.self))
      }
    }
  }

  /// Everything until the other side closes.
  func readToEnd() async -> String { await read { _ in false } }

  /// What comes until `isEnough`, or until the other side closes.
  func read(until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
    await withCheckedContinuation { continuation in
      queue.async { [descriptor] in
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = recv(descriptor, &buffer, buffer.count, 0)
          if count <= 0 { break }
          bytes += buffer[..<count]
          if isEnough(String(decoding: bytes, as: UTF8.self)) { break }
        }
        continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}
