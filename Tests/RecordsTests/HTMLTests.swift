import CommonValues
import Testing

@testable import Records

@Suite("HTML tables")
struct HTMLTests {
  static let page = """
    <html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"><style>td { mso: x }</style></head>
    <body><table><tr><td colspan="2">회원 목록</td></tr></table><table border=1>
    <tr><th>아이디<th>이름<th>메모</tr>
    <tr><td>m1</td><td>
      김하나 &amp; 이두리 </td><td>첫째<br>둘째&nbsp;줄</td></tr>
    <tr><td>m2</td><td></td><td><b>굵</b>게<script>var x = "<td>";</script></td></tr>
    </table></body></html>
    """

  @Test("cells are text, whatever is around them", arguments: ["CP949", "UTF-8", "UTF-16LE"])
  func cells(_ encoding: String) throws {
    let mark = encoding == "UTF-16LE" ? "\u{FEFF}" : ""
    let outcome = readFile(try encoded(mark + HTMLTests.page, encoding))
    #expect(outcome.refusal == nil)
    #expect(outcome.first.labels == ["아이디", "이름", "메모"])
    #expect(outcome.first.rows == [["m1", "김하나 & 이두리", "첫째\n둘째\u{A0}줄"], ["m2", "", "굵게"]])
    #expect(outcome.first.lines == [3, 4])
  }

  @Test("a cell over rows stands in each, one over columns in the first")
  func spans() {
    let text = """
      <table><tr><th>주문<th>상품<th>수량<th>비고</tr>
      <tr><td rowspan=2>o1<td>a<td>1<td>x</tr><tr><td colspan=2>b<td>y</tr>
      <tr><td>o2<td rowspan="2">c<td>3<td>z</tr><tr><td>o3<td>4<td>w</tr></table>
      """
    #expect(
      readFile(text).first.rows == [
        ["o1", "a", "1", "x"], ["o1", "b", "", "y"], ["o2", "c", "3", "z"], ["o3", "c", "4", "w"],
      ])
  }

  @Test("cells too few or too many make a row malformed")
  func malformed() {
    let outcome = readFile(
      "<table><tr><td>a<td>b</tr><tr><td>1</tr><tr><td>1<td>2<td>3</tr><tr><td>1<td>2<td></tr></table>")
    #expect(outcome.first.rows == [["1", "2"]])
    #expect(outcome.first.codes == ["too-few-cells", "too-many-cells"])
  }

  @Test("a page without a table, or cut before its end, is refused")
  func refused() throws {
    #expect(readFile("<html><body><p>로그인해 주십시오</p></body></html>").code == "no-table")
    let bytes = Array(HTMLTests.page.utf8)
    let close = try #require(HTMLTests.page.firstRange(of: "</table></body>"))
    let last = HTMLTests.page[..<close.lowerBound].utf8.count + "</table>".utf8.count
    let first = try #require(HTMLTests.page.firstRange(of: "<table border"))
    let start = HTMLTests.page[..<first.lowerBound].utf8.count + "<table ".utf8.count
    for end in start..<last {
      #expect(readFile(Array(bytes[..<end])).code == "file-truncated", "\(end)")
    }
  }

  @Test("hostile pages are refused or their rows are malformed, and cost little")
  func hostile() {
    #expect(readFile("<table>" + String(repeating: "<div>", count: 1_000_000)).code == "file-too-deep")
    let source = EndlessSource(first: "<table><tr><td title=\"", then: "aaaaaaaa", total: 1 << 30)
    #expect(["markup-too-long", "file-bad-xml"].contains(readFile(source).code ?? ""))
    #expect(source.given < 32 << 20)
    let wide = "<table><tr><td>a</tr><tr><td colspan=99999999 rowspan=99999999>x</tr><tr><td>1</tr></table>"
    #expect(readFile(wide).first.codes.allSatisfy { $0 == "too-many-cells" })
    let bytes =
      Array("<meta charset=utf-8><table><tr><td>a</tr><tr><td>".utf8) + [0xC0, 0xAF]
      + Array("</tr><tr><td>가</tr></table>".utf8)
    let outcome = readFile(bytes, RecordFileOptions(encoding: .utf8))
    #expect(outcome.first.rows == [["가"]])
    #expect(outcome.first.codes == ["undecodable-bytes"])
    #expect(
      readFile("<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><table><tr><td>a</tr><tr><td>&x;</tr></table>")
        .first.rows == [["&x;"]])
  }
}
