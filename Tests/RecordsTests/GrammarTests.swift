import CommonValues
import Records
import Testing

@Suite("CSV grammar")
struct GrammarTests {
  struct Case: Sendable {
    var text: String
    var rows: [[String]]
    var lines: [Int]
  }

  static let cases: [Case] = [
    Case(text: "a,b\n1,2\n", rows: [["1", "2"]], lines: [2]),
    Case(text: "a,b\r\n1,2\r\n3,4", rows: [["1", "2"], ["3", "4"]], lines: [2, 3]),
    Case(text: "a,b\r1,2\r3,4\r", rows: [["1", "2"], ["3", "4"]], lines: [2, 3]),
    Case(text: "a,b\n\"1,0\",\"say \"\"hi\"\"\"\n", rows: [["1,0", "say \"hi\""]], lines: [2]),
    Case(text: "a,b\n\"x\r\ny\nz\rw\",2\n3,4\n", rows: [["x\r\ny\nz\rw", "2"], ["3", "4"]], lines: [2, 6]),
    Case(text: "a,b\n5\" pipe,2\" nail\n3,4\n", rows: [["5\" pipe", "2\" nail"], ["3", "4"]], lines: [2, 3]),
    Case(text: "a,b\n \"x\",2\n", rows: [[" \"x\"", "2"]], lines: [2]),
    Case(text: "a,b\n\"\",\"\"\n\"\"\"\",x\n", rows: [["", ""], ["\"", "x"]], lines: [2, 3]),
    Case(text: "a,b\n\n\r\n1,2\n\n,\n  \n3,4\n\n", rows: [["1", "2"], ["3", "4"]], lines: [4, 8]),
    Case(
      text: "a,b,c\n1,2,3,,,\n4,5,6,,,\n7,8,9\n", rows: [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]],
      lines: [2, 3, 4]),
    Case(text: "a,b,,\n1,2,x,\n1,2\n", rows: [["1", "2", "x", ""], ["1", "2"]], lines: [2, 3]),
    Case(text: "\u{FEFF}a,b\n1,2\n", rows: [["1", "2"]], lines: [2]),
    Case(text: "sep=;\r\na;b\r\n1,5;2\r\n", rows: [["1,5", "2"]], lines: [3]),
    Case(text: "a,b\n1,", rows: [["1", ""]], lines: [2]),
    Case(text: "a\n1\n2", rows: [["1"], ["2"]], lines: [2, 3]),
    Case(text: "a,b\n", rows: [], lines: []),
    Case(text: "a,b", rows: [], lines: []),
  ]

  @Test("cells and the lines on which rows start are exact", arguments: cases)
  func cells(_ test: Case) {
    let outcome = read(test.text)
    #expect(outcome.refusal == nil)
    #expect(outcome.rows == test.rows)
    #expect(outcome.lines == test.lines)
    #expect(outcome.bad.isEmpty)
  }

  @Test(
    "a malformed row is reported with its line and code, and the others are read",
    arguments: [
      ("a,b\n1\n3,4\n", "too-few-cells", 2), ("a,b\n1,2,3\n3,4\n", "too-many-cells", 2),
      ("a,b\n\"x\"y,2\n3,4\n", "text-after-quote", 2), ("a,b\n\"x\"y\"z,2\n3,4\n", "text-after-quote", 2),
      ("a,b\n\"x\" ,2\n3,4\n", "text-after-quote", 2), ("a,b\n1,\u{0}\n3,4\n", "nul-byte", 2),
      ("a,b\n3,4\n1\u{0},\"2\n\"\n", "nul-byte", 3), ("a,b\n\n3,4\n\"x", "truncated-row", 4),
      ("a,b\n3,4\n1", "truncated-row", 3),
    ])
  func malformed(_ text: String, _ code: String, _ line: Int) {
    let outcome = read(text)
    #expect(outcome.codes == [code])
    #expect(outcome.bad.first?.line == line)
    #expect(outcome.rows == [["3", "4"]])
    #expect(outcome.bad.first?.isTruncated == (code == "truncated-row"))
  }

  @Test("an empty cell too many is one too many, unless most of the first rows have it")
  func trailingCells() {
    let lone = read("a,b\n1,2\n3,4,\n5,6\n")
    #expect(lone.rows == [["1", "2"], ["5", "6"]])
    #expect(lone.codes == ["too-many-cells"])
    let usual = read("a,b\n1,2,\n3,4,,\n5,6,\n7,8\n")
    #expect(usual.rows == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]])
  }

  @Test("counts of cells stand in the reason")
  func counts() throws {
    let reader = try CSVReader(MemorySource("a,b,c\n1,2\n", name: "회원.csv"))
    var found: [MalformedRecord] = []
    try reader.forEach { _ in
    } malformed: {
      found.append($0)
    }
    let first = try #require(found.first)
    #expect(first.diagnostic.message(in: .english).hasPrefix("회원.csv:2: The row has 2 cells instead of 3."))
    #expect(first.diagnostic.message(in: .korean).contains("칸이 3개여야 하는데 2개뿐입니다."))
    #expect(first.text == "1,2")
  }

  @Test("a quote that stays open to the end within the limit costs only its own row")
  func openQuoteAtEnd() {
    let outcome = read("a,b\n1,2\n\"open,2\n3,4\n")
    #expect(outcome.rows == [["1", "2"]])
    #expect(outcome.codes == ["truncated-row"])
    #expect(outcome.bad.first?.raw == Array("\"open,2\n3,4\n".utf8))
    #expect(outcome.bad.first?.isTruncated == true)
  }

  @Test("one unclosed quote in a file of quoted cells costs no more than the rows it spans")
  func resynchronises() {
    let outcome = read("\"a\",\"b\"\n\"1\",\"2\n\"3\",\"4\"\n\"5\",\"6\"\n\"7\",\"8\"\n")
    #expect(outcome.codes == ["text-after-quote"])
    #expect(outcome.rows == [["5", "6"], ["7", "8"]])
    #expect(outcome.lines == [4, 5])
  }

  @Test("raw bytes of a malformed row are kept up to 4 KiB")
  func rawLimit() {
    let outcome = read("a,b\n" + String(repeating: "x", count: 10_000) + "\n")
    #expect(outcome.bad.first?.raw.count == MalformedRecord.rawLimit)
  }

  @Test("the raw row and the raw cell are the file's own bytes")
  func raw() throws {
    let reader = try CSVReader(MemorySource("a,b\r\n\"x\"\"y\",2\r\n"))
    var raw = ""
    var cell = ""
    try reader.forEach { record in
      raw = String(decoding: record.raw, as: UTF8.self)
      cell = String(decoding: record.rawCell(0), as: UTF8.self)
      #expect(record.string(0) == "x\"y")
      #expect(record.string(0) == "x\"y")
      #expect(record[2].isEmpty && record[-1].isEmpty)
    } malformed: { _ in
    }
    #expect(raw == "\"x\"\"y\",2")
    #expect(cell == "x\"\"y")
  }

  @Test(
    "the reader says whether the file ended with a line end", arguments: [("a,b\n1,2\n", true), ("a,b\n1,2", false)])
  func ending(_ text: String, _ expected: Bool) throws {
    let reader = try CSVReader(MemorySource(text))
    while try reader.nextBlock() != nil {}
    #expect(reader.endsWithLineEnd == expected)
  }
}
