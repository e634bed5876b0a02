import CommonValues
import Logging

/// Log lines of the sidecar: a line each, times in UTC, and nothing in them that could end a line or steer a terminal.
///
/// A `Secret` is `<redacted>` here as everywhere, since values come as their description.
struct ServerLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info
  private let label: String
  private let format: LogFormat
  private let now: @Sendable () -> Timestamp
  private let clock = LogClock()
  private let output: any OutputSink

  init(label: String, format: LogFormat, output: any OutputSink, now: @escaping @Sendable () -> Timestamp) {
    self.label = label
    self.format = format
    self.output = output
    self.now = now
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields: [(name: String, value: String)] = []
    let own = event.metadata ?? [:]
    fields.reserveCapacity(metadata.count + own.count)
    // The library's own numbers say nothing that ours does not.
    for (name, value) in metadata where own[name] == nil && name != "hb.request.id" {
      fields.append((name, ServerLog.text(value)))
    }
    for (name, value) in own where name != "hb.request.id" { fields.append((name, ServerLog.text(value))) }
    fields.sort { $0.name < $1.name }
    let line = LogLine(
      time: clock.utc(now()), level: event.level, label: label, message: event.message.description, fields: fields)
    output.write(bytes: format == .json ? line.json : line.text, isUrgent: event.level >= .warning)
  }

  private static func text(_ value: Logger.Metadata.Value) -> String {
    if case .string(let text) = value { text } else { "\(value)" }
  }
}

/// From which weight on lines are written.
enum LogLevel: String, Sendable, Hashable, CaseIterable {
  case debug, info, notice, warning, error

  /// The same for the library.
  var level: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .notice: .notice
    case .warning: .warning
    case .error: .error
    }
  }
}

/// How log lines look.
enum LogFormat: String, Sendable, Hashable, CaseIterable {
  /// One JSON object a line.
  case json
  /// Time, level and message, and the rest as `key=value`.
  case text
}

/// One line, before it is written.
struct LogLine {
  /// In UTC, as ``LogClock`` writes it.
  var time: [UInt8]
  var level: Logger.Level
  var label: String
  var message: String
  /// In their order; none of the names is one that the line has itself.
  var fields: [(name: String, value: String)]

  /// The line as a JSON object, with its end.
  var json: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(320)
    bytes += "{\"time\":\"".utf8
    bytes += time
    bytes += "\",\"level\":\"".utf8
    bytes += level.rawValue.utf8
    bytes += "\",\"logger\":".utf8
    LogText.quote(label, into: &bytes)
    bytes += ",\"message\":".utf8
    LogText.quote(message, into: &bytes)
    for (name, value) in fields {
      bytes.append(0x2C)
      LogText.quote(LogLine.own.contains(name) ? name + "_" : name, into: &bytes)
      bytes.append(0x3A)
      LogText.quote(value, into: &bytes)
    }
    bytes += "}\n".utf8
    return bytes
  }

  /// The line as people read it, with its end.
  var text: [UInt8] {
    var bytes = time
    bytes.append(0x20)
    bytes += level.rawValue.uppercased().utf8
    bytes.append(0x20)
    LogText.escape(message, into: &bytes)
    for (name, value) in fields {
      bytes.append(0x20)
      LogText.word(name, into: &bytes)
      bytes.append(0x3D)
      LogText.word(value, into: &bytes)
    }
    bytes.append(0x0A)
    return bytes
  }

  private static let own = ["time", "level", "logger", "message"]
}
