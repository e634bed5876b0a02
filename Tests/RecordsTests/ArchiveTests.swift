import CommonValues
import NaruTestSupport
import Testing

@testable import Records

@Suite("Packed files")
struct ArchiveTests {
  static let csv = "아이디,이름\nm1,김하나\n"
  static let json = #"[{"아이디":"m2"}]"#

  @Test("gzip around every format, in several members, with zeros behind")
  func gzip() {
    #expect(readFile(Pack.gzip(Array(ArchiveTests.csv.utf8))).first.rows == [["m1", "김하나"]])
    #expect(readFile(Pack.gzip(Array(ArchiveTests.json.utf8))).first.rows == [["m2"]])
    #expect(readFile(Pack.gzip(Array(XMLTests.orders.utf8))).first.rows.count == 2)
    #expect(readFile(Pack.gzip(Array(HTMLTests.page.utf8))).first.rows.count == 2)
    let book = Pack.workbook(rows: WorkbookTests.header, strings: ["<t>a</t>"])
    #expect(readFile(Pack.gzip(book)).first.labels == ["a", "이름", "가입일"])
    let zip = Pack.zip([Pack.Entry("a.csv", ArchiveTests.csv), Pack.Entry("b.csv", ArchiveTests.csv)])
    #expect(readFile(Pack.gzip(zip)).parts.count == 2)
    let two = Pack.gzip(Array("a,b\n1,".utf8)) + Pack.gzip(Array("2\n".utf8)) + [0, 0, 0]
    for piece in [1, 3, Int.max] { #expect(readFile(MemorySource(two, piece: piece)).first.rows == [["1", "2"]]) }
  }

  @Test("gzip that is cut anywhere, changed or followed by something else is refused")
  func badGzip() {
    let good = Pack.gzip(Array(ArchiveTests.csv.utf8))
    for end in 2..<good.count { #expect(readFile(Array(good[..<end])).code == "file-truncated", "\(end)") }
    var changed = good
    changed[20] ^= 1
    #expect(readFile(changed).code == "file-damaged")
    #expect(readFile(good + [1]).code == "file-damaged")
    #expect(readFile(Pack.gzip(good)).code == "archive-nested")
  }

  @Test("a zip is read entry by entry, with what systems put in left out")
  func zip() {
    let bytes = Pack.zip([
      Pack.Entry("folder/", ""), Pack.Entry("folder/회원.csv", ArchiveTests.csv),
      Pack.Entry("__MACOSX/folder/._회원.csv", "x"),
      Pack.Entry("folder/.DS_Store", "x"), Pack.Entry("b.json", ArchiveTests.json),
      Pack.Entry("c.gz", bytes: Pack.gzip(Array(ArchiveTests.csv.utf8))),
      Pack.Entry("d.xlsx", bytes: Pack.workbook(rows: WorkbookTests.header, strings: ["<t>a</t>"])),
    ])
    for source: any ByteSource in [
      MemorySource(bytes, name: "-"), OrderedSource(bytes), OrderedSource(bytes, piece: 7),
    ] {
      let outcome = readFile(source)
      #expect(outcome.refusal == nil)
      #expect(outcome.parts.map(\.file) == ["-/folder/회원.csv", "-/b.json", "-/c.gz", "-/d.xlsx"])
      #expect(outcome.parts.map(\.labels) == [["아이디", "이름"], ["아이디"], ["아이디", "이름"], ["a", "이름", "가입일"]])
    }
  }

  @Test("names of entries in Korean Windows' encoding are read, and none plays tricks on a terminal")
  func names() throws {
    var entry = Pack.Entry("", ArchiveTests.csv)
    entry.name = try encoded("회원.csv", "CP949")
    #expect(readFile(Pack.zip([entry])).first.file == "file/회원.csv")
    #expect(readFile(Pack.zip([Pack.Entry("a\u{1B}[2J\n.csv", ArchiveTests.csv)])).first.file == "file/a?[2J?.csv")
  }

  @Test("names that point elsewhere are only names, and links are passed over")
  func slip() {
    var link = Pack.Entry("link.csv", "/etc/passwd")
    link.mode = 0o120777
    var plain = Pack.Entry("../../../tmp/naru-slip.csv", ArchiveTests.csv)
    plain.mode = 0o100644
    let outcome = readFile(Pack.zip([link, plain, Pack.Entry("/etc/naru-slip", ArchiveTests.csv)]))
    #expect(outcome.parts.map(\.rows) == [[["m1", "김하나"]], [["m1", "김하나"]]])
  }

  @Test("a zip with a bad entry is refused, the entries before it having been read")
  func badEntry() throws {
    let first = Pack.Entry("a.csv", ArchiveTests.csv)
    var locked = Pack.Entry("비밀.csv", ArchiveTests.csv)
    locked.flags = 1
    let outcome = readFile(Pack.zip([first, locked]))
    #expect(outcome.code == "file-encrypted")
    #expect(outcome.refusal?.place.file == "file/비밀.csv")
    #expect(readFile(Pack.zip([first, Pack.Entry("b.zip", bytes: Pack.zip([first]))])).code == "archive-nested")
    #expect(readFile(Pack.zip([first, Pack.Entry("c.pdf", "%PDF-1.7")])).code == "unknown-format")
    #expect(readFile(Pack.zip([first, Pack.Entry("d.csv", "")])).code == "file-empty")
    #expect(readFile(Pack.zip([])).code == "archive-empty")
    #expect(readFile(Pack.zip([Pack.Entry("x/", "")])).code == "archive-empty")
    var strange = first
    strange.method = 77
    #expect(readFile(Pack.zip([strange])).code == "file-damaged")
    var changed = Pack.zip([first])
    changed[40] ^= 1
    #expect(readFile(changed).code == "file-damaged")
    let file = try RecordFile.open(MemorySource(Pack.zip([first, Pack.Entry("d.csv", "")])))
    #expect(file.kind == .zip)
    #expect(try file.nextReader() != nil)
    #expect(throws: Diagnostic.self) { try file.nextReader() }
  }

  @Test("a zip or workbook that is cut anywhere is refused")
  func cutZip() {
    for bytes in [
      Pack.zip([Pack.Entry("a.csv", ArchiveTests.csv), Pack.Entry("b.csv", ArchiveTests.csv)]),
      Pack.workbook(rows: WorkbookTests.header, strings: ["<t>a</t>"]),
    ] {
      for end in stride(from: 4, to: bytes.count, by: bytes.count > 1_000 ? 13 : 1) {
        #expect(readFile(Array(bytes[..<end])).refusal != nil, "\(end) of \(bytes.count)")
      }
    }
  }

  @Test("changing any byte of an archive never crashes", arguments: [0, 1, 2])
  func changed(_ kind: Int) {
    let good = [
      Pack.zip([
        Pack.Entry("a.csv", ArchiveTests.csv),
        Pack.Entry("b.csv", bytes: Array(ArchiveTests.csv.utf8), deflated: Pack.stored(Array(ArchiveTests.csv.utf8))),
      ]),
      Pack.gzip(Array(ArchiveTests.csv.utf8)), Pack.workbook(rows: WorkbookTests.header, strings: ["<t>a</t>"]),
    ][kind]
    var generator = SplitMix64(seed: 11)
    for index in stride(from: 0, to: good.count, by: good.count > 1_000 ? 7 : 1) {
      var bytes = good
      bytes[index] = UInt8.random(in: 0...255, using: &generator)
      _ = readFile(bytes)
    }
  }

  @Test("what unpacks to too much, or too many times as much, is refused while it unpacks")
  func bombs() {
    let deflated = Pack.bomb("a,b\n1,x", runs: 50_000)
    let gzip = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated + Pack.little(0, 8)
    var entry = Pack.Entry("a.csv", bytes: [], deflated: deflated)
    entry.size = 258 * 50_000 + 7
    let zip = Pack.zip([entry])
    entry.name = Array("xl/sharedStrings.xml".utf8)
    entry.deflated = Pack.bomb("<x>a", runs: 50_000)
    let book = Pack.workbook(rows: WorkbookTests.header, others: [entry], without: "xl/sharedStrings.xml")
    for bytes in [gzip, zip, book] {
      let ratio = RecordFileOptions(limits: RecordLimits(unpackedRatio: 100))
      #expect(readFile(bytes, ratio).code == "unpacked-ratio")
      let size = RecordFileOptions(limits: RecordLimits(unpackedBytes: 5 << 20))
      #expect(readFile(bytes, size).code == "unpacked-too-large")
    }
  }

  @Test("entries have a limit, also when the directory lies about their number")
  func entries() {
    let options = RecordFileOptions(limits: RecordLimits(entries: 10))
    let bytes = Pack.zip((0..<11).map { Pack.Entry("\($0).csv", ArchiveTests.csv) })
    #expect(readFile(bytes, options).code == "too-many-entries")
    #expect(readFile(bytes).parts.count == 11)
    var lying = bytes
    lying[lying.count - 14] = 1
    lying[lying.count - 12] = 1
    #expect(readFile(lying, options).refusal != nil)
    var huge = bytes
    huge[huge.count - 12] = 0xF0
    huge[huge.count - 11] = 0xF0
    #expect(readFile(huge).code == "too-many-entries")
  }

  @Test("an archive from standard input that is over the limit is refused")
  func spoolLimit() {
    let bytes = Pack.zip([Pack.Entry("a.csv", ArchiveTests.csv)])
    let options = RecordFileOptions(limits: RecordLimits(fileBytes: 50))
    #expect(readFile(OrderedSource(bytes), options).code == "file-too-large")
    #expect(
      readFile(OrderedSource(bytes), RecordFileOptions(scratchDirectory: "/nonexistent")).code == "no-scratch-file")
  }
}
