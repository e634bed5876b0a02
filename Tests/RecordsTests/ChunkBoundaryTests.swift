import CommonValues
import NaruTestSupport
import Testing

@testable import Records

@Suite("Pieces")
struct ChunkBoundaryTests {
  static let small = RecordLimits(columns: 5, fieldBytes: 12, recordBytes: 40)

  private func options(_ blockBytes: Int) -> CSVOptions {
    CSVOptions(
      encoding: .utf8, delimiter: 0x2C, header: .row(1), limits: ChunkBoundaryTests.small, blockBytes: blockBytes)
  }

  @Test("rows, lines and malformed rows are the same in blocks and reads of every size", arguments: 0..<150)
  func sizes(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let text = "a,b\n" + randomDocument(&generator, length: seed % 3 == 0 ? 120 : 40)
    let whole = read(MemorySource(text), options(1 << 16))
    for size in 1...24 {
      let pieces = read(MemorySource(text), options(size))
      #expect(pieces == whole, "block \(size): \(text.debugDescription)")
    }
    for piece in [1, 2, 3, 7] {
      #expect(read(MemorySource(Array(text.utf8), piece: piece), options(5)) == whole, "piece \(piece)")
    }
  }

  @Test("the same holds for CP949 bytes of any kind", arguments: 0..<100)
  func koreanBytes(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) &+ 7_000)
    let alphabet: [UInt8] = [0x2C, 0x22, 0x0A, 0x0D, 0xB1, 0xE8, 0x8C, 0x63, 0x41, 0x42, 0xFF]
    let bytes = Array("a,b\n1,\u{0}\n".utf8) + (0..<80).map { _ in alphabet.randomElement(using: &generator) ?? 0x41 }
    var options = options(1 << 16)
    options.encoding = .cp949
    let whole = read(MemorySource(bytes), options)
    for size in 1...20 {
      options.blockBytes = size
      #expect(read(MemorySource(bytes), options) == whole, "block \(size): \(bytes)")
    }
  }

  @Test(
    "splitting agrees with taking apart: every record of the whole text is a record of some block", arguments: 0..<300)
  func agreement(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) &+ 90_000)
    let text = Array(randomDocument(&generator, length: 80).utf8)
    let padded = text + [UInt8](repeating: 0, count: 64)
    padded.withUnsafeBufferPointer { buffer in
      let bytes = ByteSlice(rebasing: buffer[0..<text.count])
      var starts: [Int: Int] = [0: 1]
      var tokenizer = CSVTokenizer(delimiter: 0x2C, capacity: 8)
      tokenizer.tokenise(bytes, line: 1, korean: false) { found, _ in
        starts[found.start] = found.line
        return true
      }
      var splitter = CSVSplitter(delimiter: 0x2C, line: 1)
      for end in 0..<text.count {
        splitter.scan(ByteSlice(rebasing: buffer[0..<end]), atEnd: false, quoteLimit: 1 << 20)
        #expect(starts[splitter.boundary] == splitter.boundaryLine)
      }
    }
  }

  @Test("blocks can be parsed by several workers at once, and say their order")
  func concurrently() async throws {
    let text = "id,memo\n" + (0..<5_000).map { "m\($0),\"줄\n바꿈 \"\"\($0)\"\"\"\n" }.joined()
    let reader = try CSVReader(MemorySource(text), options: CSVOptions(blockBytes: 4_096))
    var blocks: [RecordBlock] = []
    while let block = try reader.nextBlock() { blocks.append(block) }
    #expect(blocks.map(\.index) == Array(0..<blocks.count))
    #expect(blocks.count > 10)
    let parts = await withTaskGroup(of: (Int, [String], [Int]).self) { group in
      for block in blocks {
        group.addTask {
          var ids: [String] = []
          var lines: [Int] = []
          RecordBlockParser().parse(block) { record in
            ids.append(record.string(0) + record.string(1))
            lines.append(record.line)
          } malformed: { _ in
          }
          return (block.index, ids, lines)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }
    }
    #expect(parts.flatMap(\.1) == (0..<5_000).map { "m\($0)줄\n바꿈 \"\($0)\"" })
    #expect(parts.flatMap(\.2) == (0..<5_000).map { 2 + 2 * $0 })
  }
}
