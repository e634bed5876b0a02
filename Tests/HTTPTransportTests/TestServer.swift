import Dispatch
import Foundation
import NaruTestSupport
import Synchronization

/// A server of raw sockets on a loopback port, one thread per connection; each connection is handed to `handler`.
final class TestServer: Sendable {
  private struct State {
    var open: Set<Int32> = []
    var accepted = 0
    var stopped = false
  }

  let port: UInt16
  private let listener: Int32
  private let state = Mutex(State())
  private let threads = DispatchGroup()
  private let handler: @Sendable (TestConnection) -> Void

  var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections came in so far.
  var connections: Int { state.withLock { $0.accepted } }

  init(_ handler: @escaping @Sendable (TestConnection) -> Void) throws {
    self.handler = handler
    (listener, port) = try LoopbackSocket.listening()
    threads.enter()
    Thread.detachNewThread { [self] in acceptAll() }
  }

  private func acceptAll() {
    defer { threads.leave() }
    while true {
      let descriptor = accept(listener, nil, nil)
      let serve = state.withLock { state in
        guard descriptor >= 0, !state.stopped else { return false }
        state.accepted += 1
        state.open.insert(descriptor)
        return true
      }
      guard serve else {
        if descriptor >= 0 { close(descriptor) }
        close(listener)
        return
      }
      threads.enter()
      Thread.detachNewThread { [self] in
        handler(TestConnection(descriptor))
        state.withLock { _ = $0.open.remove(descriptor) }
        close(descriptor)
        threads.leave()
      }
    }
  }

  /// Ends every connection and returns when all threads and descriptors are gone.
  func stop() async {
    state.withLock { state in
      state.stopped = true
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
    await withCheckedContinuation { continuation in
      threads.notify(queue: .global()) { continuation.resume() }
    }
  }
}

/// One accepted connection, used by its own thread.
struct TestConnection {
  struct Request {
    var head: String
    var body: [UInt8]
    var line: String { String(head.prefix { $0 != "\r\n" }) }
  }

  let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  private func readByte() -> UInt8? {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, 0) == 1 ? byte : nil
  }

  /// The next request, nil when the client has gone.
  func readRequest() -> Request? {
    var head: [UInt8] = []
    while !head.ends(with: "\r\n\r\n") {
      guard let byte = readByte() else { return nil }
      head.append(byte)
    }
    let text = String(decoding: head, as: UTF8.self)
    let length = text.split(separator: "\r\n").compactMap { line -> Int? in
      line.lowercased().hasPrefix("content-length:")
        ? Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) : nil
    }
    var body: [UInt8] = []
    while body.count < length.first ?? 0 {
      guard let byte = readByte() else { return nil }
      body.append(byte)
    }
    return Request(head: text, body: body)
  }

  /// False when the client has gone.
  @discardableResult
  func write(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// A whole response with a declared length.
  @discardableResult
  func respond(_ status: String = "200 OK", headers: String = "", body: String = "") -> Bool {
    write("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Returns when the client has closed its side.
  func waitForClose() {
    while readByte() != nil {}
  }
}

extension [UInt8] {
  fileprivate func ends(with text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount
      && text.withUTF8Buffer { suffix(text.utf8CodeUnitCount).elementsEqual($0) }
  }
}

/// A door that stays shut until it is opened once; threads wait blocking, tasks by awaiting.
final class Door: Sendable {
  private let group = DispatchGroup()
  private let isOpen = Mutex(false)

  init() { group.enter() }

  func open() {
    let first = isOpen.withLock { open in
      defer { open = true }
      return !open
    }
    if first { group.leave() }
  }

  func waitBlocking() { group.wait() }

  func wait() async {
    await withCheckedContinuation { continuation in
      group.notify(queue: .global()) { continuation.resume() }
    }
  }
}
