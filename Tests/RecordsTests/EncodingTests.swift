import CommonValues
import NaruTestSupport
import Testing

@testable import Records

@Suite("Encodings")
struct EncodingTests {
  static let text = "아이디,이름,메모\r\nrose01,김하나,\"똠방각하, 펲시\r\n뷁\"\r\nrose02,남궁민,힣\r\n"
  static let rows = [["rose01", "김하나", "똠방각하, 펲시\r\n뷁"], ["rose02", "남궁민", "힣"]]

  @Test("each encoding is found from the bytes", arguments: ["UTF-8", "CP949", "UTF-16LE", "UTF-16BE"])
  func sniffed(_ name: String) throws {
    let outcome = read(try encoded(EncodingTests.text, name))
    #expect(outcome.labels == ["아이디", "이름", "메모"])
    #expect(outcome.rows == EncodingTests.rows)
    #expect(outcome.lines == [2, 4])
    let reader = try CSVReader(MemorySource(try encoded(EncodingTests.text, name)))
    #expect(reader.encoding.rawValue == name)
  }

  @Test(
    "a byte-order mark is no part of the first label",
    arguments: [
      ("UTF-8", [0xEF, 0xBB, 0xBF] as [UInt8]), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
    ])
  func mark(_ name: String, _ mark: [UInt8]) throws {
    #expect(read(mark + (try encoded(EncodingTests.text, name))).labels == ["아이디", "이름", "메모"])
  }

  @Test("an encoding that is said is not questioned")
  func overridden() throws {
    let bytes = try encoded("a,b\n\u{E9},x\n", "UTF-8")
    #expect(read(bytes).rows == [["é", "x"]])
    #expect(read(bytes, CSVOptions(encoding: .cp949)).rows == [["챕", "x"]])
  }

  @Test("Korean that begins only behind the first block is still recognised")
  func late() throws {
    let ascii = "a,b\n" + String(repeating: "x,y\n", count: 60)
    let bytes = Array(ascii.utf8) + (try encoded("김,하나\n", "CP949"))
    let outcome = read(
      MemorySource(bytes), CSVOptions(limits: RecordLimits(fieldBytes: 64, recordBytes: 64), blockBytes: 16))
    #expect(outcome.rows.last == ["김", "하나"])
    #expect(outcome.bad.isEmpty)
  }

  @Test("every syllable of Hangul survives CP949")
  func syllables() throws {
    for start in stride(from: 0xAC00, to: 0xD7A4, by: 64) {
      let scalars = (start..<min(start + 64, 0xD7A4)).compactMap { Unicode.Scalar(UInt32($0)) }
      let text = String(String.UnicodeScalarView(scalars))
      let outcome = read(try encoded("a,b\n\(text),1\n", "CP949"), CSVOptions(encoding: .cp949))
      #expect(outcome.rows == [[text, "1"]])
    }
    #expect(CP949Table.shared.isAvailable)
  }

  @Test(
    "bytes that stand for nothing make their row malformed, not the file",
    arguments: [
      ([0xB1] as [UInt8], TextEncoding.cp949), ([0xFF], .cp949), ([0x80], .cp949), ([0xB1, 0x20], .cp949),
      ([0xC9, 0xA1], .cp949),
      ([0xFF], .utf8), ([0xED, 0xA0, 0x80], .utf8), ([0xC0, 0x80], .utf8), ([0xE0, 0x80, 0x80], .utf8),
      ([0xF4, 0x90, 0x80, 0x80], .utf8), ([0xEA, 0xB9], .utf8), ([0x80], .utf8), ([0xF0, 0x80, 0x80, 0x80], .utf8),
    ])
  func undecodable(_ bytes: [UInt8], _ encoding: TextEncoding) throws {
    let head = try encoded("이름,b\n가,1\n", encoding.rawValue)
    let tail = try encoded("나,2\n", encoding.rawValue)
    for filler in 0..<70 {
      let padding = [UInt8](repeating: 0x78, count: filler)
      let file = head + padding + bytes + [0x2C, 0x79, 0x0A] + tail
      let outcome = read(file, CSVOptions(encoding: encoding))
      #expect(outcome.rows == [["가", "1"], ["나", "2"]])
      #expect(outcome.codes == ["undecodable-bytes"])
      #expect(outcome.bad.first?.line == 3)
    }
  }

  @Test(
    "a character that the end of the file cuts makes the last row malformed", arguments: ["UTF-8", "CP949", "UTF-16LE"])
  func cut(_ name: String) throws {
    let whole = try encoded("이름,b\n가,1\n나,다", name)
    let outcome = read(Array(whole.dropLast()), CSVOptions(encoding: TextEncoding(name: name)))
    #expect(outcome.rows == [["가", "1"]])
    #expect(outcome.codes == ["undecodable-bytes"])
    #expect(outcome.bad.first?.isTruncated == true)
  }

  @Test("a lone surrogate makes its row malformed", arguments: [[0x00, 0xD8] as [UInt8], [0x00, 0xDC]])
  func surrogate(_ unit: [UInt8]) throws {
    let file = (try encoded("a,b\n1,", "UTF-16LE")) + unit + (try encoded("x\n3,4\n", "UTF-16LE"))
    let outcome = read(file)
    #expect(outcome.rows == [["3", "4"]])
    #expect(outcome.codes == ["undecodable-bytes"])
  }

  @Test("UTF-16 is read the same in pieces of every size", arguments: 1...9)
  func pieces(_ piece: Int) throws {
    let bytes = try encoded(EncodingTests.text + "x,😀,z\r\n", "UTF-16BE")
    let outcome = read(MemorySource(bytes, piece: piece), CSVOptions(blockBytes: piece))
    #expect(outcome.rows == EncodingTests.rows + [["x", "😀", "z"]])
  }

  @Test(
    "encodings go by their usual names",
    arguments: [
      ("utf-8", TextEncoding.utf8), ("UTF8", .utf8), ("EUC-KR", .cp949), ("euckr", .cp949), ("MS949", .cp949),
      ("uhc", .cp949), ("ks_c_5601-1987", .cp949), ("utf-16", .utf16LE), ("UTF-16BE", .utf16BE),
    ])
  func names(_ name: String, _ encoding: TextEncoding) {
    #expect(TextEncoding(name: name) == encoding)
    #expect(TextEncoding(name: "latin-9") == nil)
  }

  @Test("our UTF-8 check agrees with the standard library's", arguments: 0..<2_000)
  func validity(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let alphabet: [UInt8] = [
      0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5,
    ]
    let bytes = (0..<5).map { _ in alphabet.randomElement(using: &generator) ?? 0x7F }
    let outcome = read(Array("a,b\n".utf8) + bytes + Array(",1\n".utf8), CSVOptions(encoding: .utf8))
    #expect(outcome.bad.isEmpty == (String(validating: bytes, as: UTF8.self) != nil))
  }

  @Test("long Korean cells with doubled quotes are decoded whole, however often they are asked for")
  func longCells() throws {
    let long = String(repeating: "가나\"다 ", count: 3_000)
    let written = "\"" + long.replacing("\"", with: "\"\"") + "\""
    let text = "이름,메모,b\n짧다,\(written),\(written)\n나,\"다\",라\n"
    let reader = try CSVReader(MemorySource(try encoded(text, "CP949")))
    var rows: [[String]] = []
    try reader.forEach { record in
      #expect(record.string(2) == record.string(2))
      rows.append(record.strings)
    } malformed: { _ in
    }
    #expect(rows == [["짧다", long, long], ["나", "다", "라"]])
  }

  @Test("a cell of every length is recognised as Korean wherever its one syllable stands", arguments: 2...20)
  func everyPlace(_ length: Int) throws {
    for place in 0...(length - 2) {
      let cell = String(repeating: "x", count: place) + "힣" + String(repeating: "y", count: length - 2 - place)
      let outcome = read(try encoded("a,b\n\(cell),가\n", "CP949"), CSVOptions(encoding: .cp949))
      #expect(outcome.rows == [[cell, "가"]])
    }
  }

  @Test(
    "a row of any length that is all Korean has room to be decoded",
    arguments: [1, 100, 700, 1_000, 1_023, 2_000, 5_000])
  func room(_ count: Int) throws {
    let cell = String(repeating: "뷁", count: count)
    #expect(read(try encoded("이름,b\n\(cell),\(cell)\n", "CP949")).rows == [[cell, cell]])
  }

  @Test("a malformed Korean row can be shown as text")
  func rawText() throws {
    let reader = try CSVReader(MemorySource(try encoded("이름,b\n김하나\n나,다\n", "CP949")))
    var texts: [String] = []
    try reader.forEach { _ in
    } malformed: {
      texts.append($0.text)
    }
    #expect(texts == ["김하나"])
  }
}
