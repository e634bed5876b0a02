import CommonValues
import Foundation
import Records
import Testing

@Suite("Files")
struct FileSourceTests {
  /// Runs `body` with a folder of its own.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("records-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func refusal(_ path: String, _ limits: RecordLimits = RecordLimits()) -> Diagnostic? {
    do throws(Diagnostic) {
      _ = try FileSource(path: path, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test("what can not be read is refused, each with its own code, path and fix")
  func refused() throws {
    try inFolder { folder in
      let empty = folder + "/empty.csv"
      try Data().write(to: URL(fileURLWithPath: empty))
      let large = folder + "/large.csv"
      try Data(count: 100).write(to: URL(fileURLWithPath: large))
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let cases = [
        (folder + "/none.csv", "file-missing"), (empty + "/x", "file-missing"), (folder, "file-is-directory"),
        (empty, "file-empty"), (pipe, "file-not-regular"), ("/dev/null", "file-not-regular"),
      ]
      for (path, code) in cases {
        let found = refusal(path)
        #expect(found?.code == code)
        #expect(found?.place.file == path)
        #expect(found?.fix != nil)
      }
      #expect(refusal(large, RecordLimits(fileBytes: 99))?.code == "file-too-large")
      #expect(refusal(large, RecordLimits(fileBytes: 100)) == nil)
    }
  }

  @Test("a file without permission is refused", .enabled(if: geteuid() != 0, "root may read everything"))
  func unreadable() throws {
    try inFolder { folder in
      let path = folder + "/secret.csv"
      try Data("a,b\n".utf8).write(to: URL(fileURLWithPath: path))
      #expect(chmod(path, 0) == 0)
      #expect(refusal(path)?.code == "file-unreadable")
    }
  }

  @Test("a file is read whole, and its size and time are known")
  func reads() throws {
    try inFolder { folder in
      let path = folder + "/회원.csv"
      let text = "a,b\n" + String(repeating: "1,2\n", count: 1_000)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let source = try FileSource(path: path)
      #expect(source.size == Int64(text.utf8.count))
      #expect((source.modifiedAt ?? 0) > 1_600_000_000)
      let reader = try CSVReader(source)
      let rows = StringRecords(reader)
      var count = 0
      while let row = try rows.next() {
        #expect(row["A"] == "1" && row["b"] == "2" && row["c"] == nil)
        count += 1
      }
      #expect(count == 1_000)
      #expect(reader.bytesRead == reader.byteCount)
    }
  }

  @Test("a source without bytes is an empty file", arguments: [[] as [UInt8], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE]])
  func empty(_ bytes: [UInt8]) {
    #expect(read(bytes).refusal?.code == "file-empty")
  }

  @Test("a source that turns out larger than the limit is refused while it is read")
  func grows() {
    let source = EndlessSource(first: "a,b\n", then: "1,2\n", total: 1 << 40)
    let outcome = read(source, CSVOptions(limits: RecordLimits(fileBytes: 3 << 20)))
    #expect(outcome.refusal?.code == "file-too-large")
    #expect(source.given < 6 << 20)
  }
}
