public import CommonValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the records of one file wait until the whole file is known to be good, in runs sorted by key.
///
/// Several threads fill it at once, each through a ``Writer`` of its own. What does not fit into a few megabytes per writer goes to a
/// file without a name beside the store, so memory stays flat and nothing is left behind, however the process ends.
public final class RecordStage: Sendable {
  /// Bytes that a writer collects before it sorts them and writes them out.
  let runSize: Int

  struct Run {
    var offset: Int
    var length: Int
  }

  struct State {
    var runs: [Run] = []
    var memory: [[UInt8]] = []
    var records = 0
  }

  let file: StageFile
  /// Whether what a writer has left at its end goes to the file as well, because other stages want the memory.
  private let keepsNothing: Bool
  let state = Mutex(State())

  /// A stage whose file lies in `directory`.
  public convenience init(directory: String) throws(StoreError) {
    try self.init(directory: directory, runSize: 3 << 20)
  }

  init(directory: String, runSize: Int) throws(StoreError) {
    self.runSize = runSize
    file = try StageFile(directory: directory)
    keepsNothing = false
  }

  /// A further stage in the file of another one. It holds no memory of its own once its writers have finished.
  public init(sharing other: RecordStage) {
    runSize = other.runSize
    file = other.file
    keepsNothing = true
  }

  /// How many records were staged.
  public var count: Int { state.withLock { $0.records } }

  /// Reserves room in the file and writes a sorted run there.
  func spill(_ bytes: [UInt8], records: Int) throws(StoreError) {
    let offset = try file.append(bytes)
    state.withLock { state in
      state.records += records
      state.runs.append(Run(offset: offset, length: bytes.count))
    }
  }

  func keep(_ bytes: [UInt8], records: Int) throws(StoreError) {
    if keepsNothing, !bytes.isEmpty { return try spill(bytes, records: records) }
    state.withLock { state in
      state.records += records
      if !bytes.isEmpty { state.memory.append(bytes) }
    }
  }
}

extension RecordStage {
  /// One thread's way into the stage. Call ``finish()`` when its last record is in.
  public struct Writer {
    private struct Entry {
      var prefix: UInt64
      var offset: Int
    }

    private let stage: RecordStage
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    /// A writer into `stage`.
    public init(_ stage: RecordStage) {
      self.stage = stage
      bytes.reserveCapacity(stage.runSize + (1 << 16))
      entries.reserveCapacity(stage.runSize / 96)
    }

    /// Adds one record. `sourceTime` in milliseconds; `contentHash` over the fields; a key of more than 65,535 bytes is refused.
    public mutating func append(
      key: ByteSlice, sourceTime: Int64, contentHash: Int64, line: Int64, fields: ByteSlice
    ) throws(StoreError) {
      guard key.count <= UInt16.max else {
        throw StoreError(
          .failed, LocalizedText(ko: "식별자가 65,535바이트보다 깁니다.", en: "An id is longer than 65,535 bytes."))
      }
      let total = StagedRecord.headerSize + key.count + fields.count
      let padded = (total + 7) & ~7
      if bytes.count + padded > stage.runSize, !entries.isEmpty { try spill() }
      entries.append(Entry(prefix: StagedRecord.prefix(of: key), offset: bytes.count))
      withUnsafeBytes(of: UInt32(padded)) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: UInt16(key.count)) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: UInt16(padded - total)) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: (sourceTime, contentHash, line)) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: key)
      bytes.append(contentsOf: fields)
      for _ in total..<padded { bytes.append(0) }
    }

    /// Hands over what is left.
    public mutating func finish() throws(StoreError) {
      try stage.keep(sorted(), records: entries.count)
      entries = []
      bytes = []
    }

    private mutating func spill() throws(StoreError) {
      try stage.spill(sorted(), records: entries.count)
      entries.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: true)
    }

    /// The records in order of key, then line.
    private mutating func sorted() -> [UInt8] {
      bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return [] }
        entries.sort { first, second in
          if first.prefix != second.prefix { return first.prefix < second.prefix }
          return RecordStage.precedes(StagedRecord(at: base + first.offset), StagedRecord(at: base + second.offset))
        }
        return [UInt8](unsafeUninitializedCapacity: buffer.count) { target, count in
          for entry in entries {
            let length = Int(UnsafeRawPointer(base + entry.offset).load(as: UInt32.self))
            memcpy(target.baseAddress! + count, base + entry.offset, length)
            count += length
          }
        }
      }
    }
  }

  /// Order of key, then of line.
  @inline(__always)
  static func precedes(_ first: StagedRecord, _ second: StagedRecord) -> Bool {
    let order = first.key.compared(to: second.key)
    return order != 0 ? order < 0 : first.line < second.line
  }
}
