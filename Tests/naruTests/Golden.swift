import Foundation
import Testing

/// Texts that are compared with files under `Golden/`; `NARU_RECORD=1` writes them instead.
enum Golden {
  static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["NARU_RECORD"] == "1" {
      #expect(throws: Never.self, sourceLocation: sourceLocation) {
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      return
    }
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    #expect(text == recorded, "record with NARU_RECORD=1", sourceLocation: sourceLocation)
  }
}
