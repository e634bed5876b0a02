import CommonValues
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a stage back in order of key, then line, through one small buffer per run.
struct RecordMerge: ~Copyable {
  /// One sorted run with the part of it that is in memory.
  private struct Source {
    var buffer: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var filled: Int
    var position = 0
    /// What is left in the file; no file when the run was kept in memory.
    var fileOffset: Int
    var fileRest: Int
    var prefix: UInt64 = 0
  }

  private let stage: RecordStage
  private var sources: [Source] = []
  /// Indices into `sources`, a binary heap by the record that each stands at.
  private var heap: [Int] = []
  private var started = false

  /// A walk over everything staged; the writers must have finished.
  init(_ stage: RecordStage) throws(StoreError) {
    self.stage = stage
    let (runs, memory) = stage.state.withLock { state in
      defer { state.memory = [] }
      return (state.runs, state.memory)
    }
    let size = max(16 << 10, min(256 << 10, (8 << 20) / max(runs.count, 1))) & ~7
    for bytes in memory {
      let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
      bytes.withUnsafeBufferPointer { buffer.initialize(from: $0.baseAddress!, count: bytes.count) }
      sources.append(Source(buffer: buffer, capacity: bytes.count, filled: bytes.count, fileOffset: 0, fileRest: 0))
    }
    for run in runs {
      let capacity = min(size, run.length)
      sources.append(
        Source(
          buffer: .allocate(capacity: capacity), capacity: capacity, filled: 0, fileOffset: run.offset,
          fileRest: run.length))
    }
    for index in sources.indices {
      guard try fill(index) else { continue }
      heap.append(index)
    }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  deinit {
    for source in sources { source.buffer.deallocate() }
  }

  /// The next record; valid until the next call.
  mutating func next() throws(StoreError) -> StagedRecord? {
    if started, let first = heap.first {
      sources[first].position += length(first)
      if try fill(first) {
        sink(0)
      } else {
        heap[0] = heap[heap.count - 1]
        heap.removeLast()
        if !heap.isEmpty { sink(0) }
      }
    }
    started = true
    guard let first = heap.first else { return nil }
    return record(first)
  }

  /// The record that ``next()`` returned last; nil at the end.
  var current: StagedRecord? {
    guard let first = heap.first else { return nil }
    return record(first)
  }

  private func record(_ index: Int) -> StagedRecord {
    StagedRecord(at: sources[index].buffer + sources[index].position)
  }

  private func length(_ index: Int) -> Int {
    Int(UnsafeRawPointer(sources[index].buffer + sources[index].position).load(as: UInt32.self))
  }

  /// Makes sure that a whole record stands at the source's position; false at its end.
  private mutating func fill(_ index: Int) throws(StoreError) -> Bool {
    var available = sources[index].filled - sources[index].position
    if available < 4 || available < length(index) {
      guard sources[index].fileRest > 0 || available > 0 else { return false }
      memmove(sources[index].buffer, sources[index].buffer + sources[index].position, available)
      sources[index].position = 0
      sources[index].filled = available
      try read(index)
      available = sources[index].filled
      if available >= 4, available < length(index) {
        let needed = length(index)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: needed)
        larger.initialize(from: sources[index].buffer, count: available)
        sources[index].buffer.deallocate()
        sources[index].buffer = larger
        sources[index].capacity = needed
        try read(index)
      }
      guard sources[index].filled >= StagedRecord.headerSize, sources[index].filled >= length(index) else {
        throw StoreError(sqlite: 10)
      }
    }
    sources[index].prefix = StagedRecord.prefix(of: record(index).key)
    return true
  }

  private mutating func read(_ index: Int) throws(StoreError) {
    while sources[index].fileRest > 0, sources[index].filled < sources[index].capacity {
      let wanted = min(sources[index].capacity - sources[index].filled, sources[index].fileRest)
      let count = pread(
        stage.file.descriptor, sources[index].buffer + sources[index].filled, wanted, off_t(sources[index].fileOffset))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw StoreError(sqlite: 10) }
      sources[index].filled += count
      sources[index].fileOffset += count
      sources[index].fileRest -= count
    }
  }

  private func precedes(_ first: Int, _ second: Int) -> Bool {
    if sources[first].prefix != sources[second].prefix { return sources[first].prefix < sources[second].prefix }
    return RecordStage.precedes(record(first), record(second))
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      guard precedes(heap[child], heap[parent]) else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
