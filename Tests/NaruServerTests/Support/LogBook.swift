import Logging
import Synchronization

/// Keeps every log line, at every level.
final class LogBook: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func handler(label: String) -> any LogHandler { Handler(book: self) }

  private struct Handler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let fields = metadata.merging(event.metadata ?? [:]) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
      let line = "\(event.level) \(event.message) \(fields.joined(separator: " "))"
      book.lines.withLock { $0.append(line) }
    }
  }
}
