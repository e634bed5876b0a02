import CommonValues
import Testing

@testable import Records

@Suite("Blocks of other formats")
struct PackedBlockTests {
  private let format = RecordFormat(
    file: "회원.xlsx", header: RecordHeader(cells: ["a", "b", ""], line: 1), limits: RecordLimits())

  @Test("records come out of a packed block as they went in")
  func roundTrip() throws {
    var builder = PackedBlockBuilder(limits: RecordLimits(columns: 3, recordBytes: 64), blockBytes: 256)
    var blocks: [RecordBlock] = []
    for line in 2..<200 {
      if builder.isFull, let block = builder.take(format) { blocks.append(block) }
      let text = Array("행 \(line)\"x\"".utf8)
      let cells = [
        Cell(offset: 0, length: text.count - 3, flags: 0), Cell(offset: 0, length: 0, flags: Cell.absent),
        Cell(offset: text.count - 3, length: 3, flags: 0),
      ]
      builder.append(line: line, cells: cells, count: 3, text: text, length: text.count)
    }
    if let block = builder.take(format) { blocks.append(block) }
    let nothing = builder.take(format)
    #expect(nothing == nil)
    #expect(blocks.count > 1)
    let parser = RecordBlockParser()
    var rows: [[String]] = []
    var lines: [Int] = []
    for block in blocks {
      parser.parse(block) { record in
        rows.append(record.strings)
        lines.append(record.line)
        #expect((0..<4).map { record.isAbsent($0) } == [false, true, false, false])
      } malformed: { _ in
        Issue.record("no row is malformed")
      }
    }
    #expect(rows == (2..<200).map { ["행 \($0)", "", "\"x\""] })
    #expect(lines == Array(2..<200))
    #expect(parser.recordCount == 198)
  }
}
