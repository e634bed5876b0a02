import CommonValues
import Records
import Testing

@Suite("Delimiter and header")
struct DelimiterTests {
  @Test(
    "the delimiter is the one under which rows agree",
    arguments: [
      ("a,b,c\n1,2,3\n", ","), ("a;b;c\n1;2,5;3\n4;5,5;6\n", ";"), ("a\tb\tc\n1,000\t2\t3,000\n", "\t"),
      ("a|b|c\n1|x,y|3\n", "|"), ("a;b\n\"1,2,3\";4\n\"1,2,3\";4\n", ";"), ("이름;주소(시,도);번호\n", ";"),
      ("공지, 이 파일은, 대외비입니다\n\n이름\t번호\t등급\n가\t1\tA\n나\t2\tB\n다\t3\tC\n", "\t"), ("only\n1\n2\n", ","),
    ])
  func found(_ text: String, _ delimiter: Character) throws {
    let reader = try CSVReader(MemorySource(text))
    #expect(Character(Unicode.Scalar(reader.delimiter)) == delimiter)
  }

  @Test("a given delimiter is not questioned")
  func given() {
    let outcome = read("a,b;c\n1,2;3\n", CSVOptions(delimiter: 0x3B))
    #expect(outcome.labels == ["a,b", "c"])
    #expect(outcome.rows == [["1,2", "3"]])
  }

  @Test(
    "a delimiter that can not be one is refused",
    arguments: [0x22, 0x0A, 0x0D, 0x00, 0x41, 0x7A, 0x30, 0xB1] as [UInt8])
  func unusable(_ delimiter: UInt8) {
    #expect(read("a,b\n1,2\n", CSVOptions(delimiter: delimiter)).refusal?.code == "bad-delimiter")
  }

  static let titled = "회원 목록\n생성: 2026-11-20,,\n\n*아이디, 이름 ,휴대폰\n rose01,김하나,010-0000-0001\n"

  @Test("title rows above the header are passed over, by score")
  func score() throws {
    let known: Set<String> = ["아이디", "이름"]
    let options = CSVOptions(headerScore: { cells in
      cells.filter { known.contains(LabelNormaliser.normalise($0)) }.count
    })
    let reader = try CSVReader(MemorySource(DelimiterTests.titled), options: options)
    #expect(reader.format.header.labels == ["*아이디", "이름", "휴대폰"])
    #expect(reader.format.header.line == 4)
    #expect(reader.format.header.titleRows == 2)
    let outcome = read(DelimiterTests.titled, options)
    #expect(outcome.rows == [[" rose01", "김하나", "010-0000-0001"]])
    #expect(outcome.lines == [5])
  }

  @Test("title rows above the header are passed over, by shape")
  func shape() {
    #expect(read(DelimiterTests.titled).labels == ["*아이디", "이름", "휴대폰"])
  }

  @Test("the best score wins over an earlier, lesser one; the first of two equal ones is taken")
  func bestScore() {
    let options = CSVOptions(headerScore: { $0.filter { $0.hasPrefix("k") }.count })
    #expect(read("k1,x\nk1,k2\nk3,k4\n", options).labels == ["k1", "k2"])
  }

  @Test("the header's row can be said; blank lines count")
  func row() {
    let outcome = read("notice\n\na,b\n1,2\n", CSVOptions(header: .row(3)))
    #expect(outcome.labels == ["a", "b"])
    #expect(read("a,b\n1,2\n", CSVOptions(header: .row(9))).refusal?.code == "no-header")
  }

  @Test("a file without header is as wide as most of its rows")
  func none() {
    let outcome = read("1,2\n3,4\n5\n", CSVOptions(header: .none))
    #expect(outcome.labels.isEmpty)
    #expect(outcome.rows == [["1", "2"], ["3", "4"]])
    #expect(outcome.codes == ["too-few-cells"])
    #expect(outcome.lines == [1, 2])
  }

  @Test("labels that are repeated are reported with their columns; blank ones are not")
  func repeated() throws {
    let header = try CSVReader(MemorySource("연락처,,이름, 연락처 ,,이 름\n")).format.header
    #expect(header.repetitions.map(\.label) == ["연락처", "이름"])
    #expect(header.repetitions.map(\.columns) == [[0, 3], [2, 5]])
    #expect(header.labels == ["연락처", "", "이름", "연락처", "", "이 름"])
  }

  @Test("nothing but blank lines has no header", arguments: ["\n\n", ",,,\n", "\u{FEFF}\n"])
  func blank(_ text: String) {
    #expect(read(text).refusal?.code == "no-header")
  }
}
