import CommonValues
import Dispatch
import Records
import ShopAdapters
import ShopModel
import Synchronization

/// Reads a file of any format and maps its records with the adapter `shop-export`, as an import does, and stores nothing.
///
/// Prints on one line: the file's bytes, the seconds, the records that were mapped, and those that were not.
@main
enum MapRecords {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let path = arguments.first else {
      print("usage: map-records FILE [THREADS]")
      return
    }
    let threads = arguments.count > 1 ? max(1, Int(arguments[1]) ?? 1) : 2
    guard let adapter = try AdapterRegistry.builtIn()["shop-export"] as? any ExportMapping else { return }
    let clock = ContinuousClock()
    let begin = clock.now
    var options = RecordFileOptions()
    options.headerScore = { adapter.knownLabels(in: $0) }
    let file = try RecordFile.open(try FileSource(path: path), options: options)
    let total = Mutex((mapped: 0, refused: 0))
    while let reader = try file.nextReader() {
      let blocks = Blocks(reader)
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        let counts = map(blocks, adapter, path)
        total.withLock { $0 = ($0.mapped + counts.mapped, $0.refused + counts.refused) }
      }
      if let problem = blocks.problem { throw problem }
    }
    let (seconds, attoseconds) = (clock.now - begin).components
    let counts = total.withLock { $0 }
    print(file.bytesRead, Double(seconds) + Double(attoseconds) / 1e18, counts.mapped, counts.refused)
  }

  private static func map(
    _ blocks: Blocks, _ adapter: any ExportMapping, _ path: String
  ) -> (mapped: Int, refused: Int) {
    let parser = RecordBlockParser()
    var writer = FieldRecordWriter(capacity: 4096)
    var (mapped, refused) = (0, 0)
    var format: RecordFormat?
    var mapper: RecordMapper?
    while let block = blocks.next() {
      if block.format !== format {
        format = block.format
        var options = ExportOptions(
          file: path, sourceTime: Timestamp(seconds: 1_790_000_000), shape: block.format.shape)
        options.mixesKinds = true
        mapper = try? adapter.mapping(for: block.format.header, options).makeMapper()
      }
      guard let mapper else { return (mapped, refused + 1) }
      parser.parse(block) { record in
        writer.bytes.removeAll(keepingCapacity: true)
        if case .mapped = mapper.map(record, into: &writer) { mapped += 1 } else { refused += 1 }
      } malformed: { _ in
        refused += 1
      }
    }
    return (mapped, refused)
  }
}

/// Hands out blocks. Sendable although the reader is not: it is touched only while `state` is locked.
private final class Blocks: @unchecked Sendable {
  private let reader: any RecordReader
  private let state = Mutex<(isAtEnd: Bool, problem: Diagnostic?)>((false, nil))

  init(_ reader: any RecordReader) { self.reader = reader }

  var problem: Diagnostic? { state.withLock { $0.problem } }

  func next() -> RecordBlock? {
    state.withLock { state in
      guard !state.isAtEnd else { return nil }
      do throws(Diagnostic) {
        if let block = try reader.nextBlock() { return block }
      } catch {
        state.problem = error
      }
      state.isAtEnd = true
      return nil
    }
  }
}
