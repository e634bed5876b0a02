import CommonValues
import Foundation
import NaruTestSupport
import Testing

@testable import Records

#if os(Linux)
  @Suite("Memory of every format")
  struct FormatMemoryTests {
    static let kinds = ["json", "lines", "xml", "html"]

    @Test("does not grow with the file, and a hostile one costs little", arguments: kinds)
    func flat(_ kind: String) async throws {
      let note = FileManager.default.temporaryDirectory.path + "/naru-note-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: note) }
      await #expect(processExitsWith: .success) { [kind = kind as String, note = note as String] in
        guard FormatMemoryTests.rows(FormatMemoryTests.source(kind, 2 << 20)) > 1_000 else { exit(1) }
        let before = PeakMemory.bytes ?? 0
        guard FormatMemoryTests.rows(FormatMemoryTests.source(kind, 20 << 20)) > 20_000 else { exit(1) }
        try "\((PeakMemory.bytes ?? 0) - before)".write(toFile: note, atomically: true, encoding: .utf8)
      }
      let grown = try #require(Int(String(contentsOfFile: note, encoding: .utf8)))
      #expect(grown < 12 << 20, "\(kind)")
    }

    @Test("of what is refused stays under 64 MiB")
    func hostile() async throws {
      let note = FileManager.default.temporaryDirectory.path + "/naru-note-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: note) }
      await #expect(processExitsWith: .success) { [note = note as String] in
        let before = PeakMemory.bytes ?? 0
        let sources = [
          EndlessSource(first: "<l><member a=\"", then: "aaaaaaaa", total: 1 << 30),
          EndlessSource(first: "<l>", then: "<a>", total: 1 << 30),
          EndlessSource(first: "[{\"a\":", then: "[", total: 1 << 30),
          EndlessSource(first: "[{\"a\":", then: "{\"a\":", total: 1 << 30),
          EndlessSource(first: "<table><tr><td>", then: "<div>", total: 1 << 30),
          EndlessSource(first: "<l><!--", then: "--", total: 1 << 30),
        ]
        for source in sources {
          guard readFile(source).refusal != nil, source.given < 64 << 20 else { exit(1) }
        }
        try "\((PeakMemory.bytes ?? 0) - before)".write(toFile: note, atomically: true, encoding: .utf8)
      }
      let grown = try #require(Int(String(contentsOfFile: note, encoding: .utf8)))
      #expect(grown < 64 << 20)
    }

    /// Reads all rows and keeps none.
    static func rows(_ source: any ByteSource) -> Int {
      let parser = RecordBlockParser()
      do throws(Diagnostic) {
        let file = try RecordFile.open(source, options: RecordFileOptions(blockBytes: 1 << 18))
        while let reader = try file.nextReader() {
          while let block = try reader.nextBlock() { parser.parse(block, record: { _ in }, malformed: { _ in }) }
        }
      } catch {
        return -1
      }
      return parser.recordCount
    }

    /// A file of about so many bytes, made while it is read.
    static func source(_ kind: String, _ size: Int) -> any ByteSource {
      let pad = String(repeating: "가나다", count: 20)
      let (head, row, tail) =
        switch kind {
        case "json": ("[{\"id\":0}", ",{\"id\":1,\"name\":\"\(pad)\",\"o\":{\"x\":[1,2]}}", "]")
        case "lines": ("{\"id\":0}\n", "{\"id\":1,\"name\":\"\(pad)\",\"o\":{\"x\":[1,2]}}\n", "{}")
        case "xml": ("<l>", "<member no='1'><id>1</id><name>\(pad)</name></member>", "</l>")
        default: ("<table><tr><td>id<td>name</tr>", "<tr><td>1</td><td>\(pad)</td></tr>", "</table>")
        }
      return RepeatedSource(head, row, tail, count: size / row.utf8.count)
    }
  }

  /// A beginning, a row again and again, and an end.
  final class RepeatedSource: ByteSource {
    let name = "generated"
    let size: Int64? = nil
    private var rest: [UInt8]
    private let row: [UInt8]
    private let tail: [UInt8]
    private var left: Int

    init(_ head: String, _ row: String, _ tail: String, count: Int) {
      rest = Array(head.utf8)
      self.row = Array(row.utf8)
      self.tail = Array(tail.utf8)
      left = count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
      while rest.count < buffer.count, left >= 0 {
        rest += left == 0 ? tail : row
        left -= 1
      }
      let count = min(buffer.count, rest.count)
      buffer.copyBytes(from: rest[..<count])
      rest.removeFirst(count)
      return count
    }
  }
#endif
