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

  /// Says that nothing more will be written.
  func closeOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Writes up to so many bytes until the other side takes no more for half a second.
  ///
  /// - Returns: how many were taken.
  func writeUntilHeldBack(_ count: Int) async -> Int { await write(count, patience: 500) }

  /// Writes so many bytes, however long that takes.
  func writeAll(_ count: Int) async { _ = await write(count, patience: -1) }

  /// Whether the other side ends the connection within so many milliseconds.
  func isClosed(within milliseconds: Int32) async -> Bool {
    await withCheckedContinuation { continuation in
      queue.async { [descriptor] in
        var closed = pollfd(fd: descriptor, events: 0, revents: 0)
        continuation.resume(returning: poll(&closed, 1, milliseconds) > 0)
      }
    }
  }

  /// How many bytes come until the other side closes, or at least so many have come.
  func count(upTo limit: Int = .max) async -> Int {
    await withCheckedContinuation { continuation in
      queue.async { [descriptor] in
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var sum = 0
        while sum < limit {
          let count = recv(descriptor, &buffer, buffer.count, 0)
          if count <= 0 { break }
          sum += count
        }
        continuation.resume(returning: sum)
      }
    }
  }

  private func write(_ count: Int, patience: Int32) async -> Int {
    await withCheckedContinuation { continuation in
      queue.async { [descriptor] in
        let block = [UInt8](repeating: 0x78, count: 1 << 16)
        var sent = 0
        while sent < count {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          guard poll(&ready, 1, patience) > 0 else { break }
          let taken = send(
            descriptor, block, min(block.count, count - sent), Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
          if taken < 0, errno != EAGAIN { break }
          sent += max(0, taken)
        }
        continuation.resume(returning: sent)
      }
    }
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
