import CommonValues
import NaruTestSupport
import Testing

@testable import Records

@Suite("XML in pieces, read ahead")
struct XMLPieceTests {
  /// Text of Hangul, ASCII and what is seldom, with bytes among it that are no character.
  private static func randomBytes(_ generator: inout SplitMix64, count: Int, junk: Bool) -> [UInt8] {
    let good = [
      "가", "힣", "a", "<b>", " ", "\n", "\t", "é", "ꀀ", "￦", "😀", "\u{10FFFF}", "\u{800}", "\u{D7FF}", "\u{E000}",
      "김하나 ",
    ]
    let bad: [[UInt8]] = [
      [0x00], [0x0B], [0x1F], [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF],
      [0xEA, 0xB0], [0xE1], [0xF0, 0x9F, 0x98],
    ]
    var bytes: [UInt8] = []
    while bytes.count < count {
      if junk, Int.random(in: 0..<40, using: &generator) == 0 {
        bytes += bad.randomElement(using: &generator) ?? []
      } else {
        bytes += Array((good.randomElement(using: &generator) ?? "").utf8)
      }
    }
    return bytes
  }

  /// The same by the definition: one character after another.
  private static func reference(_ bytes: [UInt8]) -> [UInt8] {
    let padded = bytes + [UInt8](repeating: 0, count: 8)
    return padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      var result: [UInt8] = []
      var position = 0
      while position < bytes.count {
        let length = XMLCharacters.length(at: base + position)
        result += length > 0 ? Array(bytes[position..<(position + length)]) : XMLCharacters.marker
        position += max(1, length)
      }
      return result
    }
  }

  private static func read(_ source: any ByteSource, ahead: Bool, peek: Int = 0) throws(Diagnostic) -> [UInt8] {
    let source = try XMLSource(source, encoding: .utf8, limit: .max)
    if peek > 0 { _ = try source.peek(peek) }
    let line = XMLReadAhead(source)
    var result: [UInt8] = []
    while let piece = try ahead ? line.next() : source.next() { result += piece }
    return result
  }

  @Test("what is no character is replaced, and all else stays, however the document is cut", arguments: 0..<24)
  func replaced(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed) &+ 77)
    let count = seed % 4 == 0 ? 200_000 : Int.random(in: 1...1_000, using: &generator)
    let bytes = XMLPieceTests.randomBytes(&generator, count: count, junk: seed % 3 != 0)
    let expected = XMLPieceTests.reference(bytes)
    if seed % 3 == 0 { #expect(expected == bytes) }
    for piece in [count > 10_000 ? 997 : 1, 61, Int.max] {
      for ahead in [true, false] {
        let found = try XMLPieceTests.read(MemorySource(bytes, piece: piece), ahead: ahead, peek: seed % 2 * 70_000)
        #expect(found == expected, "\(piece), \(ahead)")
      }
    }
  }

  @Test("every character of XML is one, and nothing else is")
  func characters() {
    for scalar in (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
      let value = scalar.value
      let isCharacter = value >= 0x20 ? value & 0xFFFE != 0xFFFE || value > 0xFFFF : [9, 10, 13].contains(value)
      let length = UTF8.encode(scalar).map { Array($0) + [0, 0, 0, 0] }?.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { XMLCharacters.length(at: $0) } ?? 0
      }
      if ((length ?? 0) > 0) != isCharacter { Issue.record("U+\(String(value, radix: 16))") }
    }
  }

  @Test("a document read ahead gives the pieces before a failure, then the failure, then nothing")
  func failure() throws {
    let source = FailingSource(good: 3 << 20)
    let line = XMLReadAhead(try XMLSource(source, encoding: .utf8, limit: .max))
    var count = 0
    var problem: Diagnostic?
    do throws(Diagnostic) {
      while let piece = try line.next() { count += piece.count }
    } catch {
      problem = error
    }
    #expect(problem == FileProblem.truncated("-"))
    #expect(count == 3 << 20)
    #expect(try line.next() == nil)
  }

  @Test("a reader that is given up in the middle does not disturb the next")
  func abandoned() throws {
    let text = "<l>" + (0..<40_000).map { "<member><아이디>m\($0)</아이디><메모>가나다</메모></member>" }.joined() + "</l>"
    for _ in 0..<3 {
      let reader = try XMLReader(MemorySource(text), options: RecordFileOptions(blockBytes: 4096))
      _ = try reader.nextBlock()
    }
    let outcome = readFile(text)
    #expect(outcome.first.rows.count == 40_000)
    #expect(outcome.first.records.last?["아이디"] == "m39999")
  }

  @Test("the size of a document has its limit while it is read ahead, too")
  func size() {
    let text = "<l>" + String(repeating: "<member><n>가</n></member>", count: 100_000) + "</l>"
    let limits = RecordLimits(fileBytes: 2 << 20)
    #expect(
      readFile(OrderedSource(Array(text.utf8), piece: .max), RecordFileOptions(limits: limits)).code == "file-too-large"
    )
  }
}

/// Blanks, and then a failure.
private final class FailingSource: ByteSource {
  let name = "-"
  let size: Int64? = nil
  private var left: Int

  init(good: Int) { left = good }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    guard left > 0 else { throw FileProblem.truncated(name) }
    let count = min(left, buffer.count)
    buffer.prefix(count).initializeMemory(as: UInt8.self, repeating: 0x20)
    left -= count
    return count
  }
}
