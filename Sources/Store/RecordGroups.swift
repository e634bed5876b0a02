import CommonValues

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a stage back as groups of records that share one key, each group copied together in the order of the file.
struct RecordGroups: ~Copyable {
  private var merge: RecordMerge
  private var buffer: [UInt8] = []
  private var offsets: [Int] = []
  private var ahead: Bool

  init(_ stage: RecordStage) throws(StoreError) {
    merge = try RecordMerge(stage)
    ahead = false
    buffer.reserveCapacity(4096)
  }

  /// Hands `body` the records of the next key, at least one; false when there is none left.
  mutating func next(_ body: (borrowing RecordGroup) throws -> Void) throws -> Bool {
    let first: StagedRecord?
    if ahead { first = merge.current } else { first = try merge.next() }
    guard let first else { return false }
    buffer.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    append(first)
    while true {
      guard let following = try merge.next() else {
        ahead = true
        break
      }
      guard hasKey(following) else {
        ahead = true
        break
      }
      append(following)
    }
    try buffer.withUnsafeBufferPointer { bytes in
      try offsets.withUnsafeBufferPointer { offsets in try body(RecordGroup(bytes: bytes, offsets: offsets)) }
    }
    return true
  }

  private func hasKey(_ record: StagedRecord) -> Bool {
    buffer.withUnsafeBufferPointer { StagedRecord(at: $0.baseAddress!).key.compared(to: record.key) == 0 }
  }

  private mutating func append(_ record: StagedRecord) {
    offsets.append(buffer.count)
    buffer.append(contentsOf: record.storage)
  }
}

/// The records of one key.
public struct RecordGroup: ~Copyable {
  let bytes: ByteSlice
  let offsets: UnsafeBufferPointer<Int>

  /// How many there are; at least one.
  public var count: Int { offsets.count }

  /// One of them, in the order of the file.
  public subscript(_ index: Int) -> StagedRecord {
    StagedRecord(at: UnsafePointer(bytes.baseAddress! + offsets[index]))
  }
}
