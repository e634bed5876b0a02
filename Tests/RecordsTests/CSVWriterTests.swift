import CommonValues
import NaruTestSupport
import Records
import Testing

@Suite("Writing CSV")
struct CSVWriterTests {
  private func written(_ rows: [[String]], escapes: Bool = true) -> String {
    var writer = CSVWriter(escapesFormulas: escapes, byteOrderMark: false)
    for row in rows { writer.append(row) }
    return String(decoding: writer.take(), as: UTF8.self)
  }

  @Test(
    "a cell that a spreadsheet might run is written as text",
    arguments: [
      "=1+1", "+821012345678", "-1+1", "@SUM(A1)", "＝1", "－1", " =1", "\u{FEFF}=1", "=cmd|' /C calc'!A0", "-", "-1.2.3",
      "-1.",
    ])
  func formulas(_ cell: String) {
    let text = written([["a", cell]])
    #expect(text.contains(",'") || text.contains(",\"'"))
  }

  @Test("what begins with a tab or line end is quoted and written as text", arguments: ["\t=1", "\r=1", "\n=1"])
  func controls(_ cell: String) {
    #expect(written([[cell]]) == "\"'\(cell)\"\r\n")
  }

  @Test("everything else stays as it is", arguments: ["김하나", "-5", "-5.25", "a=b", "1,000", "'x", "010-0000-0001"])
  func plain(_ cell: String) {
    #expect(written([[cell, "x"]]) == (cell.contains(",") ? "\"\(cell)\",x\r\n" : "\(cell),x\r\n"))
  }

  @Test("what is written without escapes is read back exactly", arguments: 0..<300)
  func roundTrip(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) &+ 31)
    let alphabet = Array("ab,;\t|\"\n\r 가😀=-'")
    let width = Int.random(in: 1...5, using: &generator)
    func cell() -> String {
      String(
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
    }
    var rows = (0..<20).map { _ in (0..<width).map { _ in cell() } }
    rows.removeAll { $0.allSatisfy { $0.allSatisfy { $0 == " " || $0 == "\t" } } }
    let header = (0..<width).map { "label\($0)" }
    let text = written([header] + rows, escapes: false)
    let outcome = read(text, CSVOptions(encoding: .utf8, delimiter: 0x2C, header: .row(1), blockBytes: 64))
    #expect(outcome.labels == header)
    #expect(outcome.rows == rows)
    #expect(outcome.bad.isEmpty)
  }

  @Test("a report begins with a mark so that spreadsheets take it as UTF-8")
  func mark() {
    var writer = CSVWriter()
    writer.append(["이름"])
    #expect(writer.take().starts(with: [0xEF, 0xBB, 0xBF]))
    writer.append(["x"])
    #expect(writer.take() == Array("x\r\n".utf8))
  }
}
