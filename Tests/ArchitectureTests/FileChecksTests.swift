import Foundation
import Testing

@Suite("The page of what is checked of files")
struct FileChecksTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("names tests that exist, for each line from 39 to 52")
  func tests() throws {
    let page = try String(contentsOf: Self.root.appending(path: "docs/file-checks.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true }
    #expect(rows.map { Int($0.dropFirst(2).prefix { $0.isNumber }) } == Array(39...52))
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
