import Foundation
import Testing

@Suite("The pages of what is checked")
struct FileChecksTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Each page with the lines of the checklist that it has.
  private static let pages = [
    ("docs/login-checks.md", Array(1...22)), ("docs/webhook-checks.md", Array(23...38)),
    ("docs/file-checks.md", Array(39...52)),
    ("docs/operations-checks.md", Array(67...80)),
  ]

  @Test("name tests that exist, for each of their lines", arguments: pages)
  func tests(_ path: String, _ lines: [Int]) throws {
    let page = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true }
    #expect(rows.map { Int($0.dropFirst(2).prefix { $0.isNumber }) } == lines)
    for row in rows {
      var text = ""
      var count = 0
      for part in row.split(separator: "`") where part.hasPrefix("Tests/") || part.contains("\"") {
        if part.hasPrefix("Tests/") {
          text = try String(contentsOf: Self.root.appending(path: String(part)), encoding: .utf8)
          continue
        }
        for (index, title) in part.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        where index % 2 == 1 {
          #expect(text.contains("\"\(title)\""), "no test “\(title)”")
          count += 1
        }
      }
      #expect(count > 0, "\(row.prefix(40))")
    }
  }
}
