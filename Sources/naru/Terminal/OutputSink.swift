import Foundation
import Synchronization

/// Where text goes.
protocol OutputSink: Sendable {
  func write(_ text: String)
  /// Writes UTF-8, soon; at once when it is urgent.
  func write(bytes: [UInt8], isUrgent: Bool)
}

extension OutputSink {
  func write(bytes: [UInt8], isUrgent: Bool) { write(String(decoding: bytes, as: UTF8.self)) }
}

/// Standard output or standard error; each write is one system call where the system takes it whole.
struct StandardSink: OutputSink {
  let handle: Int32

  static let output = StandardSink(handle: STDOUT_FILENO)
  static let error = StandardSink(handle: STDERR_FILENO)

  /// Writes what it can; a reader that went away (`naru … | head`) is no error.
  func write(_ text: String) { write(bytes: Array(text.utf8), isUrgent: true) }

  func write(bytes: [UInt8], isUrgent: Bool) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { systemWrite(handle, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        // A pipe that whoever reads it made non-blocking, and that is full: wait for the reader.
        guard errno == EAGAIN || errno == EWOULDBLOCK else { return }
        var waiting = pollfd(fd: handle, events: Int16(POLLOUT), revents: 0)
        if poll(&waiting, 1, -1) < 0 && errno != EINTR { return }
        continue
      }
      bytes = bytes.dropFirst(written)
    }
  }
}

private func systemWrite(_ handle: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  guard let bytes else { return 0 }
  return write(handle, bytes, count)
}

/// Keeps what was written, for tests.
final class MemorySink: OutputSink {
  private let stored = Mutex("")

  /// Everything so far.
  var text: String { stored.withLock { $0 } }

  func write(_ text: String) { stored.withLock { $0 += text } }
}
