import Foundation
import NaruTestSupport
import Synchronization

/// A server on a loopback port that answers each connection once, by the path that was asked for.
final class FileServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let count = Mutex(0)

  /// How many connections came in.
  var connections: Int { count.withLock { $0 } }

  /// `answer` gets the request's first line and gives a whole response; `linger` holds the connection open after it.
  init(lingering linger: @escaping @Sendable () -> Void = {}, _ answer: @escaping @Sendable (String) -> String) throws {
    (listener, port) = try LoopbackSocket.listening()
    Thread.detachNewThread { [self] in serve(answer, linger) }
  }

  private func serve(_ answer: (String) -> String, _ linger: () -> Void) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else {
        close(listener)
        return
      }
      count.withLock { $0 += 1 }
      var head: [UInt8] = []
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) == 1 {
        head.append(byte)
        if head.suffix(4).elementsEqual([13, 10, 13, 10]) { break }
      }
      let line = String(decoding: head, as: UTF8.self).split(separator: "\r\n").first.map(String.init) ?? ""
      let bytes = Array(answer(line).utf8)
      _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      linger()
      close(connection)
    }
  }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// A response with a body.
  static func response(_ body: String, status: String = "200 OK", headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)"
  }
}
