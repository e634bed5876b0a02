import CommonValues
import NaruTestSupport
import Testing

@testable import Records

@Suite("Pieces of every format")
struct FormatPieceTests {
  static let files: [(String, [UInt8])] = [
    ("csv", Array(ArchiveTests.csv.utf8)),
    (
      "json",
      Array(#"{"n":1,"data":[{"a":"가\ud83d\ude00","b":[1,{"c":"]"}]},{"a":-1.5e3,"o":{"p":true}}],"z":"x"}"#.utf8)
    ),
    ("lines", Array("{\"a\":\"가\"}\n{\"a\":1,}\n\n{\"b\":null,\"a\":\"\\u00e9\"}\n{\"c\":".utf8)),
    ("xml", Array(XMLTests.orders.utf8)), ("html", Array(HTMLTests.page.utf8)),
    ("gzip", Pack.gzip(Array(XMLTests.orders.utf8))),
    (
      "xlsx",
      Pack.workbook(
        rows: WorkbookTests.header + "<row><c t='s'><v>0</v></c><c><v>1E3</v></c></row>", strings: ["<t>가</t>"])
    ), ("zip", Pack.zip([Pack.Entry("a.csv", ArchiveTests.csv), Pack.Entry("b.xml", XMLTests.orders)])),
  ]

  @Test("reads and blocks of every size make the same records", arguments: 0..<8)
  func sizes(_ index: Int) {
    let (kind, bytes) = FormatPieceTests.files[index]
    let whole = readFile(MemorySource(bytes, name: "-"))
    #expect(whole.refusal == nil, "\(kind)")
    #expect(!whole.first.rows.isEmpty)
    for blockBytes in [1, 2, 3, 7, 50, 1 << 20] {
      for piece in [1, 2, 3, 5, 17, Int.max] {
        let options = RecordFileOptions(limits: RecordLimits(fieldBytes: 200, recordBytes: 500), blockBytes: blockBytes)
        let outcome = readFile(MemorySource(bytes, name: "-", piece: piece), options)
        #expect(outcome.settled == whole.settled, "\(kind), block \(blockBytes), piece \(piece)")
        if kind != "csv" {
          #expect(readFile(OrderedSource(bytes, piece: piece), options).settled == whole.settled, "\(kind)")
        }
      }
    }
  }

  @Test("random documents of brackets, quotes and tags never crash, and never differ by pieces", arguments: 0..<60)
  func random(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) &+ 500)
    let pieces =
      seed % 2 == 0
      ? [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\n\"", "1", "null", "\n", " ", "\"", "\\", "{\"a\":1}",
        "{\"b\":\"x\"}\n",
      ]
      : [
        "<a>", "</a>", "<b/>", "<b c='1'>", "</b>", "x", "&amp;", "<", ">", "<!--", "-->", "<![CDATA[", "]]>", "\n",
        "<a>1</a>",
      ]
    let start = seed % 2 == 0 ? "{\"a\":1}\n" : "<r><member><a>1</a></member>"
    for _ in 0..<30 {
      let text =
        start
        + (0..<Int.random(in: 0...25, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
        .joined()
      let bytes = Array(text.utf8)
      let options = RecordFileOptions(limits: RecordLimits(recordBytes: 4_000))
      let whole = readFile(MemorySource(bytes), options)
      for piece in [1, 4] {
        var small = options
        small.blockBytes = 1
        let outcome = readFile(MemorySource(bytes, piece: piece), small)
        #expect(outcome.settled == whole.settled, "\(text.debugDescription)")
      }
    }
  }
}
