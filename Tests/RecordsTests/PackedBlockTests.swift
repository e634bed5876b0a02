import CommonValues
import Testing

@testable import Records

@Suite("Blocks of other formats")
struct PackedBlockTests {
  private func format(_ limits: RecordLimits = RecordLimits()) -> RecordFormat {
    RecordFormat(file: "회원.xlsx", header: RecordHeader(cells: ["a", "b", ""], line: 1), limits: limits)
  }

  @Test("records come out of a packed block as they went in")
  func roundTrip() throws {
    var builder = PackedBlockBuilder(format: format(), blockBytes: 256)
    var blocks: [RecordBlock] = []
    for line in 2..<200 {
      if builder.isFull, let block = builder.take() { blocks.append(block) }
      builder.append([Array("행 \(line)".utf8), [], Array("\"x\"".utf8)], line: line)
    }
    if let block = builder.take() { blocks.append(block) }
    #expect(builder.take() == nil)
    #expect(blocks.count > 1)
    let parser = RecordBlockParser()
    var rows: [[String]] = []
    var lines: [Int] = []
    for block in blocks {
      parser.parse(block) { record in
        rows.append(record.strings)
        lines.append(record.line)
      } malformed: { _ in
        Issue.record("no row is malformed")
      }
    }
    #expect(rows == (2..<200).map { ["행 \($0)", "", "\"x\""] })
    #expect(lines == Array(2..<200))
    #expect(parser.recordCount == 198)
  }

  @Test("limits and counts of cells hold as they do for CSV")
  func limits() throws {
    var builder = PackedBlockBuilder(format: format(RecordLimits(columns: 4, fieldBytes: 5, recordBytes: 8)))
    builder.append([[1]], line: 2)
    builder.append([[], [], [], []], line: 3)
    builder.append([[], [], [], [], []], line: 4)
    builder.append([Array("123456".utf8), []], line: 5)
    builder.append([Array("12345".utf8), Array("1234".utf8)], line: 6)
    let taken = builder.take()
    let block = try #require(taken)
    var codes: [Int: String] = [:]
    RecordBlockParser().parse(block) { _ in
      Issue.record("no row is good")
    } malformed: { row in
      codes[row.line] = row.diagnostic.code
    }
    #expect(
      codes == [
        2: "too-few-cells", 3: "too-many-cells", 4: "too-many-cells", 5: "field-too-long", 6: "record-too-long",
      ])
  }
}
