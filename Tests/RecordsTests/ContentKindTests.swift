import CommonValues
import Records
import Testing

@Suite("What is no CSV")
struct ContentKindTests {
  @Test(
    "a file of another kind is refused and named",
    arguments: [
      ([0x50, 0x4B, 3, 4] + Array("....[Content_Types].xml".utf8), "xlsx"),
      ([0x50, 0x4B, 3, 4] + Array("....a.csv".utf8), "zip"),
      ([0x1F, 0x8B, 8, 0], "gzip"), (Array("%PDF-1.7".utf8), "PDF"), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "xls"),
      (Array("\n <!DOCTYPE html><html>".utf8), "HTML"), (Array("<table><tr>".utf8), "HTML"),
      (Array("<?xml version=\"1.0\"?><members/>".utf8), "XML"),
      ([0xEF, 0xBB, 0xBF] + Array("{ \"members\": [] }".utf8), "JSON"), (Array("[ {\"id\": 1}]".utf8), "JSON"),
      ([UInt8](repeating: 1, count: 300), "binary"), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "picture"),
      (Array("SQLite format 3\u{0}".utf8), "database"),
    ] as [([UInt8], String)])
  func refused(_ bytes: [UInt8], _ word: String) {
    let refusal = read(bytes).refusal
    #expect(refusal?.code == "file-not-csv")
    #expect(refusal?.reason.english.contains(word) == true)
    #expect(refusal?.fix != nil)
  }

  @Test("HTML in UTF-16 is refused too")
  func wideMarkup() throws {
    #expect(read(try encoded("<html><table>", "UTF-16LE")).refusal?.reason.english.contains("HTML") == true)
  }

  @Test(
    "text that only begins oddly is CSV",
    arguments: ["[2026-11] 회원 목록\na,b\n1,2\n", "{a},b\n1,2\n", "<b>,c\n1,2\n", "PK,b\n1,2\n"])
  func accepted(_ text: String) {
    #expect(read(text).rows == [["1", "2"]])
  }
}
