import Records

/// Splits a CSV file into records and cells, on one thread, and does nothing with them.
///
/// Prints on one line: the file's bytes, the seconds of tokenising alone, the seconds of the whole pass with reading and finding
/// the blocks, and the records.
@main
enum CSVTokenise {
  static func main() throws {
    guard let path = CommandLine.arguments.dropFirst().first else {
      print("usage: csv-tokenise FILE")
      return
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let reader = try CSVReader(try FileSource(path: path))
    let parser = RecordBlockParser()
    var tokenising = Duration.zero
    var cells = 0
    while let block = try reader.nextBlock() {
      tokenising += clock.measure { parser.parse(block, record: { cells &+= $0.count }, malformed: { _ in }) }
    }
    let whole = clock.now - begin
    // The cells are counted so that nothing can be left out, and checked for the same reason.
    guard cells >= parser.recordCount else { return }
    print(reader.bytesRead, tokenising.inSeconds, whole.inSeconds, parser.recordCount)
  }
}

extension Duration {
  fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
