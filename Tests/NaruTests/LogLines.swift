import Logging
import Synchronization

/// Keeps what is logged, each line with its metadata in order.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  @Sendable func handler(label: String) -> any LogHandler { Handler(kept: self) }

  private struct Handler: LogHandler {
    let kept: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let fields = metadata.merging(event.metadata ?? [:]) { $1 }.map { " \($0.key)=\($0.value)" }.sorted()
      kept.lines.withLock { $0.append("\(event.message)" + fields.joined()) }
    }
  }
}
