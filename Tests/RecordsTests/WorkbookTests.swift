import CommonValues
import Testing

@testable import Records

@Suite("Workbooks")
struct WorkbookTests {
  static let header =
    #"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>이름</t></is></c><c r="C1" t="str"><v>가입일</v></c></row>"#
  static let formats =
    ##"<numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm"/><numFmt numFmtId="165" formatCode="#,##0&quot;일 d&quot;"/>"##
    + #"<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>"#
    + #"<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="21"/></cellXfs>"#

  private func cell(_ inner: String, properties: String = "") -> String?? {
    let book = Pack.workbook(
      rows:
        #"<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row r="2"><c t="str"><v>x</v></c>\#(inner)</row>"#,
      strings: ["<t>zero</t>"], formats: WorkbookTests.formats, properties: properties)
    let outcome = readFile(book)
    #expect(outcome.refusal == nil)
    return outcome.first.rows.first?.last
  }

  @Test("shared and inline strings, missing cells, and the number of the row")
  func rows() {
    let book = Pack.workbook(
      rows: WorkbookTests.header
        + #"<row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3" s="1"><v>46027</v></c></row><row r="4"/>"#
        + #"<row r="7"><c r="A7"><v>12</v></c><c r="B7" t="inlineStr"><is><r><t>김</t></r><r><t xml:space="preserve"> 하나</t></r></is></c></row>"#,
      strings: ["<t>*회원ID</t>", "<r><t>m</t></r><r><t>1</t></r><rPh><t>소리</t></rPh>"], formats: WorkbookTests.formats)
    let outcome = readFile(book)
    #expect(outcome.refusal == nil)
    #expect(outcome.first.labels == ["*회원ID", "이름", "가입일"])
    #expect(outcome.first.rows == [["m1", "", "2026-01-05"], ["12", "김 하나", ""]])
    #expect(outcome.first.lines == [3, 7])
  }

  @Test(
    "numbers keep their digits, without exponent and without what binary fractions leave",
    arguments: [
      ("1", "1"), ("1.23E+11", "123000000000"), ("9.007199254740993E15", "9007199254740993"),
      ("1234567890123456789", "1234567890123456789"), ("0.1", "0.1"), ("0.30000000000000004", "0.3"),
      ("19.989999999999998", "19.99"), ("1E-3", "0.001"), ("-12.50", "-12.5"), ("1e3", "1000"), ("0.0", "0"),
      ("007", "007"),
      ("99999999999999.995", "100000000000000"), ("1E+400", "1" + String(repeating: "0", count: 400)),
      ("1E+401", "1E+401"),
      ("x", "x"), ("1E+", "1E+"), ("-0", "0"), ("2.02601150001E+11", "202601150001"),
    ])
  func numbers(_ text: String, _ expected: String) {
    #expect(cell("<c><v>\(text)</v></c>") == expected)
  }

  @Test(
    "dates by their style, in both calendars",
    arguments: [
      (1, "46027", "2026-01-05"), (2, "46027.5", "2026-01-05 12:00:00"), (2, "46027.999999", "2026-01-06"),
      (1, "1", "1900-01-01"), (1, "59", "1900-02-28"), (1, "61", "1900-03-01"), (1, "2958465", "9999-12-31"),
      (1, "2958466", "2958466"), (1, "-1", "-1"), (1, "0", "0000-00-00"), (5, "0.5", "12:00:00"), (3, "46027", "46027"),
      (4, "1.5", "36:00:00"), (0, "46027", "46027"), (99, "46027", "46027"), (1, "45351", "2024-02-29"),
    ])
  func dates(_ style: Int, _ serial: String, _ expected: String) {
    #expect(cell(#"<c s="\#(style)"><v>\#(serial)</v></c>"#) == expected)
  }

  @Test("the calendar of 1904")
  func calendar1904() {
    let properties = #"<workbookPr date1904="1"/>"#
    #expect(cell(#"<c s="1"><v>44565</v></c>"#, properties: properties) == "2026-01-05")
    #expect(cell(#"<c s="1"><v>0</v></c>"#, properties: properties) == "1904-01-01")
  }

  @Test("booleans are words, errors are absent, escaped characters are themselves")
  func kinds() {
    #expect(cell(#"<c t="b"><v>1</v></c>"#) == "true")
    #expect(cell(#"<c t="b"><v>0</v></c>"#) == "false")
    #expect(cell(#"<c t="e"><v>#N/A</v></c>"#) == .some(nil))
    #expect(cell(#"<c t="str"><f>A1</f><v>a_x000A_b_x005F_</v></c>"#) == "a\nb_")
    #expect(cell(#"<c t="d"><v>2026-01-05T10:20:30</v></c>"#) == "2026-01-05T10:20:30")
    #expect(cell(#"<c t="s"><v>0</v></c>"#) == "zero")
    #expect(cell(#"<c/>"#) == "")
  }

  @Test("titles above the header, labels that the caller knows, a header that is said")
  func headers() {
    let rows =
      #"<row><c t="str"><v>회원 목록</v></c></row><row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>"#
      + #"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"#
    let book = Pack.workbook(rows: rows)
    #expect(readFile(book).first.labels == ["a", "b"])
    #expect(readFile(book, RecordFileOptions(header: .row(3))).first.rows == [["3", "4"]])
    #expect(readFile(book, RecordFileOptions(headerScore: { $0.contains("1") ? 1 : 0 })).first.labels == ["1", "2"])
    #expect(readFile(book, RecordFileOptions(header: .none)).first.codes == [])
    #expect(readFile(book, RecordFileOptions(header: .row(9))).code == "no-header")
  }

  @Test("the first sheet that is not hidden, or the one with the name")
  func sheets() {
    let second = Pack.Entry(
      "xl/worksheets/sheet2.xml",
      "<worksheet><sheetData><row><c t='str'><v>둘</v></c></row><row><c><v>2</v></c></row></sheetData></worksheet>")
    let book = Pack.workbook(
      rows: "<row><c t='str'><v>하나</v></c></row>",
      sheets: #"<sheet name="숨김" sheetId="1" state="hidden" r:id="rId1"/><sheet name="보임" sheetId="2" r:id="rId2"/>"#,
      others: [second])
    #expect(readFile(book).first.labels == ["둘"])
    #expect(readFile(book, RecordFileOptions(sheet: "숨김")).first.labels == ["하나"])
    let missing = readFile(book, RecordFileOptions(sheet: "없음"))
    #expect(missing.code == "no-such-sheet")
    #expect(missing.refusal?.reason.english.contains("숨김, 보임") == true)
  }

  @Test("many shared strings go to a temporary file and come back")
  func manyStrings() {
    let strings = (0..<40_000).map { "<t>문자열 \($0) \(String(repeating: "x", count: 40))</t>" }
    let rows =
      "<row><c t='str'><v>a</v></c></row>"
      + (0..<40_000).map { "<row><c t='s'><v>\(39_999 - $0)</v></c></row>" }.joined()
    let outcome = readFile(Pack.workbook(rows: rows, strings: strings))
    #expect(outcome.first.rows.count == 40_000)
    #expect(outcome.first.rows.first == ["문자열 39999 \(String(repeating: "x", count: 40))"])
    #expect(outcome.first.rows.last == ["문자열 0 \(String(repeating: "x", count: 40))"])
  }

  @Test("rows that are wrong are malformed")
  func malformed() {
    let rows =
      "<row><c t='str'><v>a</v></c></row><row><c t='s'><v>7</v></c></row><row><c r='B3'><v>1</v></c></row>"
      + "<row><c r='A4'><v>1</v></c><c r='A4'><v>2</v></c></row><row><c r='!!'><v>2</v></c></row>"
      + "<row><c r='XFD6'><v>1</v></c></row><row><c t='str'><v>\(String(repeating: "x", count: 70_000))</v></c></row>"
      + "<row><c><v>9</v></c></row>"
    let outcome = readFile(Pack.workbook(rows: rows))
    #expect(outcome.first.rows == [["9"]])
    #expect(
      outcome.first.codes == ["bad-cell", "too-many-cells", "bad-cell", "bad-cell", "too-many-cells", "field-too-long"])
    #expect(outcome.first.bad.map(\.line) == [2, 3, 4, 5, 6, 7])
  }

  @Test("a workbook that is none is refused")
  func refused() {
    func book(_ change: (inout [Pack.Entry]) -> Void) -> String? {
      var entries = [
        Pack.Entry("[Content_Types].xml", "<Types/>"),
        Pack.Entry("_rels/.rels", #"<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></R>"#),
        Pack.Entry("xl/workbook.xml", #"<w xmlns:r="r"><sheet name="s" r:id="b"/></w>"#),
        Pack.Entry(
          "xl/_rels/workbook.xml.rels", #"<R><Relationship Id="b" Type="x/worksheet" Target="../xl/./s.xml"/></R>"#),
        Pack.Entry("xl/s.xml", "<w><row><c t='str'><v>a</v></c></row></w>"),
      ]
      change(&entries)
      return readFile(Pack.zip(entries)).code
    }
    #expect(book { _ in } == nil)
    #expect(book { $0.removeLast() } == "file-bad-workbook")
    #expect(book { $0.remove(at: 1) } == "file-bad-workbook")
    #expect(book { $0[2] = Pack.Entry("xl/workbook.xml", "<w/>") } == "no-such-sheet")
    #expect(book { $0[4] = Pack.Entry("xl/s.xml", "<w><row><c t='str'><v>a</v></c></row>") } == "file-truncated")
    #expect(book { $0[4] = Pack.Entry("xl/s.xml", "<!DOCTYPE w [<!ENTITY a 'x'>]><w/>") } == "xml-doctype")
    #expect(book { $0[4] = Pack.Entry("xl/s.xml", "<w/>") } == "no-header")
    #expect(book { $0[4] = Pack.Entry("xl/s.xml", "<w><row r='2'/><row r='2'/></w>") } == "file-bad-workbook")
    #expect(book { $0[4].flags = 1 } == "file-encrypted")
  }

  @Test("old and password-protected workbooks are refused with the word for it")
  func ole() throws {
    let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let old = magic + [UInt8](repeating: 0, count: 100_000) + (try encoded("Workbook", "UTF-16LE"))
    #expect(readFile(old).code == "old-excel-file")
    for filler in [65_520, 65_530, 65_536, 200_000] {
      let locked = magic + [UInt8](repeating: 0, count: filler) + (try encoded("EncryptedPackage", "UTF-16LE"))
      #expect(readFile(locked).code == "file-encrypted")
    }
  }
}
