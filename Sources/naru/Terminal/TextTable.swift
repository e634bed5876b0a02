/// Rows of text under a header, aligned by columns as a terminal shows them.
struct TextTable: Sendable {
  enum Alignment: Sendable { case left, right }

  struct Column: Sendable {
    var title: String
    var alignment: Alignment = .left
    /// What a wide text is cut to; nil leaves it whole.
    var limit: Int?
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; cells that are missing are blank, those beyond the columns are dropped.
  mutating func add(_ cells: [String]) {
    rows.append(
      columns.indices.map { index in
        let cell = index < cells.count ? cells[index].printable : ""
        return columns[index].limit.map { cell.truncated(toWidth: $0) } ?? cell
      })
  }

  /// Lines with two blanks between columns and none at their ends, each with a line feed.
  func rendered(on terminal: Terminal = .plain) -> String {
    let widths = columns.indices.map { index in
      max(columns[index].title.displayWidth, rows.map { $0[index].displayWidth }.max() ?? 0)
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    var text = TextStyle.bold.applied(to: line(columns.map(\.title), widths), on: terminal) + "\n"
    text += TextStyle.faint.applied(to: line(rule, widths), on: terminal) + "\n"
    for row in rows { text += line(row, widths) + "\n" }
    return text
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for index in columns.indices {
      let padding = String(repeating: " ", count: max(0, widths[index] - cells[index].displayWidth))
      if index > 0 { text += "  " }
      text += columns[index].alignment == .right ? padding + cells[index] : cells[index] + padding
    }
    while text.last == " " { text.removeLast() }
    return text
  }
}
