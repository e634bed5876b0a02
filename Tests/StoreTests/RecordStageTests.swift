import CommonValues
import Foundation
import NaruTestSupport
import Testing

@testable import Store

@Suite("Staging")
struct RecordStageTests {
  @Test(
    "several writers with spilled runs come back as groups in order of key, each in order of line", arguments: 0..<8)
  func sortedGroups(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let stage = try RecordStage(directory: FileManager.default.temporaryDirectory.path, runSize: 2048)
    var writers = (0..<3).map { _ in RecordStage.Writer(stage) }
    var expected: [String: [(line: Int64, size: Int)]] = [:]
    for line in 0..<Int64(400) {
      let key =
        String(repeating: "k", count: Int.random(in: 0...9, using: &random))
        + "\(Int.random(in: 0..<60, using: &random))"
      // Now and then a record that is larger than a run and than a read buffer.
      let size =
        line % 97 == 5 ? Int.random(in: 20_000...40_000, using: &random) : Int.random(in: 0...90, using: &random)
      let fields = [UInt8](repeating: UInt8(line & 0xFF), count: size)
      try fields.withUnsafeBufferPointer { fields in
        try Array(key.utf8).withUnsafeBufferPointer { key in
          let writer = Int.random(in: 0..<3, using: &random)
          try writers[writer].append(key: key, sourceTime: line * 3, contentHash: ~line, line: line, fields: fields)
        }
      }
      expected[key, default: []].append((line, size))
    }
    for index in writers.indices { try writers[index].finish() }
    #expect(stage.count == 400)
    var keys: [String] = []
    var groups = try RecordGroups(stage)
    while try groups.next({ group in
      let key = String(decoding: group[0].key, as: UTF8.self)
      keys.append(key)
      let wanted = expected[key] ?? []
      #expect(group.count == wanted.count)
      for index in 0..<min(group.count, wanted.count) {
        let record = group[index]
        #expect(record.line == wanted[index].line && record.fields.count == wanted[index].size)
        #expect(record.sourceTime == record.line * 3 && record.contentHash == ~record.line)
        #expect(record.fields.allSatisfy { $0 == UInt8(record.line & 0xFF) })
      }
    }) {}
    #expect(keys == expected.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
  }

  @Test("an empty stage has no groups")
  func empty() throws {
    let stage = try RecordStage(directory: FileManager.default.temporaryDirectory.path)
    var writer = RecordStage.Writer(stage)
    try writer.finish()
    var groups = try RecordGroups(stage)
    #expect(try groups.next { _ in } == false)
    #expect(try groups.next { _ in } == false)
  }

  @Test("a key that is too long for a record is refused")
  func longKey() throws {
    let stage = try RecordStage(directory: FileManager.default.temporaryDirectory.path)
    var writer = RecordStage.Writer(stage)
    let key = [UInt8](repeating: 0x61, count: 65_536)
    #expect(throws: StoreError.self) {
      try key.withUnsafeBufferPointer {
        try writer.append(key: $0, sourceTime: 0, contentHash: 0, line: 1, fields: ByteSlice(start: nil, count: 0))
      }
    }
  }

  @Test("a folder that is not there is an error that says so")
  func noFolder() {
    #expect(throws: StoreError(.unreadable, LocalizedText(ko: "", en: ""))) {
      try RecordStage(directory: "/nowhere/at/all")
    }
  }
}
