import Records

/// Reads a file of any format into records, on one thread, and touches every cell.
///
/// Prints on one line: the file's bytes, the seconds of the whole pass, the records, the malformed rows, and the cells that are there.
@main
enum RecordsTokenise {
  static func main() throws {
    guard let path = CommandLine.arguments.dropFirst().first else {
      print("usage: records-tokenise FILE")
      return
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let source = try FileSource(path: path)
    let file = try RecordFile.open(source)
    let parser = RecordBlockParser()
    var cells = 0
    while let reader = try file.nextReader() {
      while let block = try reader.nextBlock() {
        parser.parse(
          block,
          record: { record in
            for column in 0..<record.count where !record.isAbsent(column) { cells &+= 1 }
          }, malformed: { _ in })
      }
    }
    let whole = clock.now - begin
    print(source.size ?? 0, whole.inSeconds, parser.recordCount, parser.malformedCount, cells)
  }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
