import CommonValues
import NaruTestSupport
import Records
import Testing

@Suite("Hostile files")
struct HostileTests {
  @Test("a quote that is never closed in a gigabyte is refused after little more than the record limit")
  func openQuote() {
    let source = EndlessSource(first: "a,b\n1,2\n3,\"open", then: "x,y\n", total: 1 << 30)
    let outcome = read(source)
    #expect(outcome.refusal?.code == "quote-never-closed")
    #expect(outcome.refusal?.place.line == 3)
    #expect(source.given < 6 << 20)
  }

  @Test("a quote that is never closed behind megabytes of good rows is refused, with its line")
  func lateQuote() {
    let good = String(repeating: "1,2\n", count: 800_000)
    let source = EndlessSource(first: "a,b\n" + good + "3,\"open", then: "x,y\n", total: 1 << 30)
    let outcome = read(source)
    #expect(outcome.refusal?.code == "quote-never-closed")
    #expect(outcome.refusal?.place.line == 800_002)
    #expect(source.given < 12 << 20)
  }

  @Test("a line that never ends is one malformed row, and what follows is read")
  func endlessLine() {
    let long = String(repeating: "x", count: 3 << 20)
    let outcome = read("a,b\n1,2\n\(long)\n3,4\n")
    #expect(outcome.codes == ["record-too-long"])
    #expect(outcome.bad.first?.line == 3)
    #expect(outcome.rows == [["1", "2"], ["3", "4"]])
    #expect(outcome.lines == [2, 4])
  }

  @Test("a line of 16 MiB without end keeps memory flat and is truncated")
  func endlessLastLine() {
    let source = EndlessSource(first: "a,b\n1,2\n", then: "abcdefgh", total: 16 << 20)
    let outcome = read(source)
    #expect(outcome.codes == ["record-too-long"])
    #expect(outcome.bad.first?.isTruncated == true)
    #expect(outcome.rows == [["1", "2"]])
  }

  @Test("a header of a million columns is refused; such a row is malformed")
  func columns() {
    let wide = String(repeating: "c,", count: 1_000_000)
    #expect(read(wide + "\n1,2\n").refusal?.code == "too-many-columns")
    let outcome = read(
      "a,b\n1,2\n1,2\n1,2\n\(wide)\n\(wide.prefix(800_000))\n\(String(repeating: ",", count: 1_500))\n1,2\n")
    #expect(outcome.codes == ["record-too-long", "too-many-cells"])
    #expect(outcome.rows == [["1", "2"], ["1", "2"], ["1", "2"], ["1", "2"]])
  }

  @Test("exactly the limit of columns passes, one more does not")
  func columnEdge() {
    let limits = RecordLimits(columns: 3)
    #expect(read("a,b,c\n1,2,3\n", CSVOptions(limits: limits)).rows.count == 1)
    #expect(read("a,b,c,d\n1,2,3,4\n", CSVOptions(limits: limits)).refusal?.code == "too-many-columns")
  }

  @Test("exactly the limit of a field and of a record passes, one more does not")
  func edges() {
    let limits = RecordLimits(fieldBytes: 10, recordBytes: 12)
    func codes(_ row: String) -> [String] { read("a,b\n\(row)\n1,2\n", CSVOptions(limits: limits)).codes }
    #expect(codes("0123456789,x").isEmpty)
    #expect(codes("0123456789a,") == ["field-too-long"])
    #expect(codes("0123456789,xy") == ["record-too-long"])
    #expect(codes("\"12345678\",x") == [])
  }

  @Test("lone quotes never lose the rows behind them")
  func loneQuotes() {
    let outcome = read("a,b\n\"\n\"\n1\",2\n\"\"\"\",\"\n\"\n3,4\n")
    #expect(outcome.rows.last == ["3", "4"])
  }

  @Test("a file of CR only, and one of NUL only, end with an answer")
  func degenerate() {
    #expect(read(String(repeating: "\r", count: 10_000)).refusal?.code == "no-header")
    #expect(read([UInt8](repeating: 0, count: 10_000)).refusal?.code == "file-not-csv")
  }

  @Test("random bytes never crash the reader", arguments: 0..<400)
  func fuzz(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) &+ 500_000)
    let count = Int.random(in: 0...3_000, using: &generator)
    let isNarrow = seed % 2 == 0
    let alphabet: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xB1, 0xE8, 0xEA, 0xB9, 0x80, 0x09, 0x3B, 0x41]
    let bytes = (0..<count).map { _ in
      isNarrow ? alphabet.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
    }
    for encoding in [nil, TextEncoding.utf8, .cp949, .utf16LE, .utf16BE] {
      let outcome = read(
        MemorySource(bytes, piece: Int.random(in: 1...300, using: &generator)),
        CSVOptions(
          encoding: encoding, limits: RecordLimits(columns: 40, fieldBytes: 50, recordBytes: 300),
          blockBytes: Int.random(in: 1...200, using: &generator)))
      for row in outcome.rows { #expect(row.count >= outcome.labels.count) }
    }
  }
}
