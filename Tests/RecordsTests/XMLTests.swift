import CommonValues
import Testing

@testable import Records

@Suite("XML")
struct XMLTests {
  static let orders = """
    <?xml version="1.0" encoding="UTF-8"?>
    <shop><date>2026-01-05</date><orders>
      <order no="1"><buyer grade="VIP"><name>김하나</name><phone/></buyer><memo><![CDATA[a < b]]> &amp; c</memo></order>
      <order no="2"><buyer><name>이두리</name></buyer><tag>x</tag><tag>"y"</tag></order>
    </orders></shop>
    """

  @Test("elements and attributes become paths")
  func paths() {
    let outcome = readFile(XMLTests.orders)
    #expect(outcome.refusal == nil)
    #expect(
      outcome.first.records == [
        ["@no": "1", "buyer.@grade": "VIP", "buyer.name": "김하나", "buyer.phone": "", "memo": "a < b & c"],
        ["@no": "2", "buyer.name": "이두리", "tag": #"["x","\"y\""]"#],
      ])
    #expect(outcome.first.lines == [3, 4])
  }

  @Test("the record is member or order, else what is repeated least deep")
  func detection() {
    let rows = "<r><meta><v>1</v></meta><rows><row><id>1</id><o><p/><p/></o></row><row><id>2</id></row></rows></r>"
    #expect(readFile(rows).first.records.map { $0["id"] } == ["1", "2"])
    #expect(readFile("<members><member><id>1</id></member></members>").first.records == [["id": "1"]])
    #expect(readFile("<m:list xmlns:m='u'><m:member><m:id>1</m:id></m:member></m:list>").first.records == [["id": "1"]])
    #expect(readFile("<list><x><id>1</id></x></list>").first.records == [["id": "1"]])
    #expect(readFile("<x><id>1</id></x>").first.records == [["id": "1"]])
    #expect(readFile("<list/>").code == "no-records")
    let known = RecordFileOptions(headerScore: { $0.contains("id") ? 1 : 0 })
    let two = "<r><a><n>1</n></a><a><n>2</n></a><b><id>1</id></b><b><id>2</id></b></r>"
    #expect(readFile(two, known).first.records.map { $0["id"] } == ["1", "2"])
  }

  @Test("where the records are can be said, by the end of the path")
  func recordPath() {
    #expect(readFile(XMLTests.orders, RecordFileOptions(recordPath: "order.buyer")).first.records.count == 2)
    #expect(readFile(XMLTests.orders, RecordFileOptions(recordPath: "buyer")).first.records.last == ["name": "이두리"])
    #expect(readFile(XMLTests.orders, RecordFileOptions(recordPath: "shop.buyer")).code == "no-records")
  }

  @Test("nested rows repeat the cells around them, those that follow too")
  func rows() {
    let text = """
      <os><order><id>1</id><items><item n="1"><sku>a</sku></item><item><sku>b</sku></item></items><sum>5</sum></order>
      <order><id>2</id><items/></order></os>
      """
    let outcome = readFile(text, RecordFileOptions(rowsPath: "items.item"))
    #expect(
      outcome.first.records == [
        ["id": "1", "items.item.@n": "1", "items.item.sku": "a", "sum": "5"],
        ["id": "1", "items.item.sku": "b", "sum": "5"], ["id": "2", "items": ""],
      ])
  }

  @Test("text beside elements is kept")
  func mixed() {
    let outcome = readFile("<l><order>x<a>1</a> y </order><order>\n<a>2</a>\n</order></l>")
    #expect(outcome.first.records == [["a": "1", "#text": #"["x"," y "]"#], ["a": "2"]])
  }

  @Test("any encoding that is declared", arguments: ["EUC-KR", "CP949", "UTF-16LE", "UTF-16BE", "UTF-8"])
  func encodings(_ name: String) throws {
    let declared = name.hasPrefix("UTF-16") ? "UTF-16" : name
    let mark = name.hasPrefix("UTF-16") ? "\u{FEFF}" : ""
    let text = "\(mark)<?xml version='1.0' encoding='\(declared)'?><l><member><이름>김하나</이름></member></l>"
    #expect(readFile(try encoded(text, name)).first.records == [["이름": "김하나"]])
    let latin =
      Array("<?xml version='1.0' encoding=\"ISO-8859-1\"?><l><member><n>".utf8) + [0xE9]
      + Array("</n></member></l>".utf8)
    #expect(readFile(latin).first.records == [["n": "é"]])
    let unknown = "<?xml version='1.0' encoding='KLINGON-8'?><l><member><n/></member></l>"
    #expect(readFile(unknown).code == "encoding-unavailable")
  }

  @Test("CP949 beyond EUC-KR is read under the name EUC-KR")
  func extendedKorean() throws {
    let text = "<?xml version='1.0' encoding='euc-kr'?><l><member><n>똠방각하</n></member></l>"
    #expect(readFile(try encoded(text, "CP949")).first.records == [["n": "똠방각하"]])
  }

  @Test("bytes that are no character make their record malformed, and the others are read")
  func undecodable() {
    for bad: [UInt8] in [[0xB1, 0xE8], [0x00], [0x0B], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xEF, 0xBF, 0xBE]] {
      let head = Array("<?xml version='1.0' encoding='UTF-8'?><l><member><n>가</n></member><member><n>x".utf8)
      let bytes = head + bad + Array("y</n></member><member n='나'/></l>".utf8)
      let outcome = readFile(bytes)
      #expect(outcome.first.records == [["n": "가"], ["@n": "나"]])
      #expect(outcome.first.codes == ["undecodable-bytes"])
    }
  }
}

@Suite("XML that is wrong")
struct XMLHostileTests {
  static let laughs = """
    <!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
    <l><member><n>&c;</n></member></l>
    """

  @Test(
    "entities, document types of others and parameter entities are refused, whatever they point at",
    arguments: [
      laughs, "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><l><member><n>&x;</n></member></l>",
      "<!DOCTYPE l [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]><l><member><n>&x;</n></member></l>",
      "<!DOCTYPE l [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><l><member><n/></member></l>",
      "<!DOCTYPE l [%p;]><l><member><n/></member></l>",
      "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/x.dtd'><l><member><n/></member></l>",
      "<!DOCTYPE l PUBLIC '-//x' 'file:///etc/passwd'><l><member><n/></member></l>",
      "<!DOCTYPE l [<!ENTITY q '\(String(repeating: "q", count: 50_000))'>]><l><member><n>\(String(repeating: "&q;", count: 50_000))</n></member></l>",
      "<!DOCTYPE l [<!ATTLIST member x CDATA 'injected'>]><l><member><n/></member></l>",
      "<!DOCTYPE l [<!ENTITY x SYSTEM 'a.gif' NDATA gif>]><l><member><n/></member></l>",
    ])
  func doctypes(_ text: String) {
    for piece in [Int.max, 7] {
      #expect(readFile(MemorySource(Array(text.utf8), piece: piece)).code == "xml-doctype")
    }
    #expect(readFile(text, RecordFileOptions(recordPath: "member")).code == "xml-doctype")
  }

  @Test("a document type that declares nothing is harmless; an entity that nobody declared is not")
  func plainDoctype() {
    #expect(readFile("<!DOCTYPE l><l><member><n>1</n></member></l>").first.records == [["n": "1"]])
    #expect(readFile("<l><member><n>&nbsp;</n></member></l>").code == "file-bad-xml")
    #expect(readFile("<l><member><n>&#x26;&lt;&gt;&quot;&apos;</n></member></l>").first.records == [["n": "&<>\"'"]])
  }

  @Test("depth has a limit, also at a million elements")
  func depth() {
    let deep = String(repeating: "<a>", count: 1_000_000)
    #expect(readFile(deep).code == "file-too-deep")
    #expect(readFile("<l><member>\(deep)", RecordFileOptions(recordPath: "member")).code == "file-too-deep")
  }

  @Test("an attribute, comment or tag without end is refused early")
  func endlessMarkup() {
    for start in ["<l><member a=\"", "<l><!-- ", "<l><member ", "<l><?pi "] {
      let source = EndlessSource(first: start, then: "aaaaaaaa", total: 1 << 30)
      let outcome = readFile(source, RecordFileOptions(recordPath: "member"))
      #expect(["markup-too-long", "file-bad-xml"].contains(outcome.code ?? ""), "\(start)")
      #expect(source.given < 8 << 20)
    }
  }

  @Test("text without end is one malformed record")
  func endlessText() {
    let text = "<l><member><n>\(String(repeating: "x", count: 3 << 20))</n></member><member><n>1</n></member></l>"
    let outcome = readFile(text)
    #expect(outcome.first.codes == ["record-too-long"])
    #expect(outcome.first.records == [["n": "1"]])
    let limits = RecordLimits(fieldBytes: 10)
    #expect(
      readFile("<l><member><n>12345678901</n></member></l>", RecordFileOptions(limits: limits)).first.codes == [
        "field-too-long"
      ])
  }

  @Test("a document that is cut anywhere, or goes on behind its end, is refused")
  func cut() {
    let bytes = Array(XMLTests.orders.utf8)
    for end in 6..<(bytes.count - 1) {
      let outcome = readFile(Array(bytes[..<end]), RecordFileOptions(recordPath: "order"))
      #expect(outcome.refusal != nil, "\(end)")
    }
    #expect(readFile("<l><member><n>1</n></member><member><n>").code == "file-truncated")
    #expect(readFile("<l><member><n>1</n></member></l><x/>").code == "file-bad-xml")
    #expect(readFile("<l><member><n>1</m></member></l>").code == "file-bad-xml")
    #expect(readFile("<l><member a='1' a='2'/></l>").code == "file-bad-xml")
  }

  @Test("too many different names refuse the file")
  func columns() {
    let text = "<l>" + (0..<100).map { "<member><n\($0)/></member>" }.joined() + "</l>"
    #expect(readFile(text, RecordFileOptions(limits: RecordLimits(columns: 50))).code == "too-many-columns")
  }
}
