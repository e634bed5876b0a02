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
    var fields = metadata.merging(event.metadata ?? [:]) { $1 }
    // The library's own numbers say nothing that ours does not.
    fields["hb.request.id"] = nil
    let line = LogLine(
      time: now(), level: event.level, label: label, message: "\(event.message)",
      fields: fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
    output.write(format == .json ? line.json : line.text)
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
  var time: Timestamp
  var level: Logger.Level
  var label: String
  var message: String
  /// In their order; none of the names is one that the line has itself.
  var fields: [(name: String, value: String)]

  /// The line as a JSON object, with its end.
  var json: String {
    let own = ["time", "level", "logger", "message"]
    let all =
      [("time", time.utcDescription), ("level", level.rawValue), ("logger", label), ("message", message)]
      + fields.map { (own.contains($0.name) ? $0.name + "_" : $0.name, $0.value) }
    return "{" + all.map { "\(LogText.quoted($0.0)):\(LogText.quoted($0.1))" }.joined(separator: ",") + "}\n"
  }

  /// The line as people read it, with its end.
  var text: String {
    let level = level.rawValue.uppercased()
    let rest = fields.map { " \(LogText.bare($0.name))=\(LogText.bare($0.value))" }.joined()
    return "\(time.utcDescription) \(level) \(LogText.escaped(message))\(rest)\n"
  }
}

/// Text in which nothing is taken for anything else.
enum LogText {
  /// As a JSON string.
  static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// As it stands when it is one word, else quoted.
  static func bare(_ text: String) -> String {
    let isWord =
      !text.isEmpty && text.unicodeScalars.allSatisfy { $0 != " " && $0 != "=" && $0 != "\"" && !isEscaped($0) }
    return isWord ? text : quoted(text)
  }

  /// With quotes, backslashes and whatever is not seen but does something written as JSON writes it: control characters, those of
  /// terminals among them, line and paragraph separators, and what turns the direction of writing.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" {
        result += "\\"
        result.unicodeScalars.append(scalar)
      } else if isEscaped(scalar) {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// All of these are of the first plane, and so of four digits.
  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: scalar == "\\"
    }
  }
}
