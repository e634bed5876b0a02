import CommonValues
import Foundation
import Logging
import Testing

@testable import naru

@Suite("Log lines of the sidecar")
struct ServerLogTests {
  private func lines(_ format: LogFormat, _ body: (Logger) -> Void) -> [String] {
    let sink = MemorySink()
    var logger = Logger(label: "naru") { label in
      ServerLog(label: label, format: format, output: sink) { Timestamp(milliseconds: 1_790_000_000_123) }
    }
    logger[metadataKey: "request"] = "ABC"
    body(logger)
    return sink.text.split(separator: "\n").map(String.init)
  }

  @Test("JSON is one object a line, with its time in UTC")
  func json() throws {
    let line = try #require(lines(.json) { $0.info("request", metadata: ["shop": "flower", "status": "200"]) }.first)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    #expect(
      object == [
        "time": "2026-09-21T14:13:20.123Z", "level": "info", "logger": "naru", "message": "request", "request": "ABC",
        "shop": "flower", "status": "200",
      ])
  }

  @Test("text has time, level and message first, and words only where they are words")
  func text() {
    let line = lines(.text) {
      $0.warning("back end: refused", metadata: ["shop": "flower", "reason": "a b=\"c\"", "none": ""])
    }
    #expect(
      line == [
        "2026-09-21T14:13:20.123Z WARNING back end: refused none=\"\" reason=\"a b=\\\"c\\\"\" request=ABC shop=flower"
      ])
  }

  private static let hostile = [
    "a\r\n2026-01-01T00:00:00Z INFO forged", "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{9B}31m", "\u{2028}\u{2029}",
    "\u{202E}gnp.exe",
    "\u{0}\u{7F}\u{FEFF}", "\\u000a", "}\n{\"level\":\"error\"}",
  ]

  @Test(
    "nothing ends a line, steers a terminal or turns the writing, in messages, names and values",
    arguments: LogFormat.allCases)
  func injection(_ format: LogFormat) throws {
    for text in Self.hostile {
      let lines = lines(format) { logger in
        logger.error("\(text)", metadata: ["v": "\(text)", "\(text)": "x"])
      }
      let line = try #require(lines.first)
      #expect(lines.count == 1)
      let isPlain = line.unicodeScalars.allSatisfy { scalar in
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
      }
      #expect(isPlain, "\(line)")
      guard format == .json else { continue }
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
      #expect(object["v"] == text && object["level"] == "error")
    }
  }

  @Test("a value can not pass for the line's own time, level or message")
  func ownNames() throws {
    let line = try #require(
      lines(.json) { $0.info("true", metadata: ["message": "false", "level": "error", "time": "0"]) }.first)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    #expect(object["message"] == "true" && object["level"] == "info" && object["message_"] == "false")
  }

  @Test("a secret is redacted by its type")
  func secret() {
    let secret = Secret("marked-secret")
    for format in LogFormat.allCases {
      let lines = lines(format) { $0.info("\(secret)", metadata: ["a": "\(secret)", "b": .stringConvertible(secret)]) }
      #expect(!lines.joined().contains("marked") && lines.joined().contains("<redacted>"))
    }
  }

  @Test("what is below its level is not written")
  func level() {
    #expect(lines(.json) { $0.debug("request") }.isEmpty)
  }
}
