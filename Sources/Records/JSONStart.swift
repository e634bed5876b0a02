import CommonValues

/// How the records stand in a JSON file, from its beginning.
struct JSONStart {
  /// Nil: they are within a document, which ``JSONOutline`` walks through.
  let framing: JSONReader.Framing?
  /// Where in the document; nil: the only array of objects.
  let recordPath: String?

  init(_ text: ByteSlice, isWhole: Bool, file: String, options: RecordFileOptions) {
    guard let base = text.baseAddress else {
      framing = nil
      recordPath = options.recordPath
      return
    }
    let start = JSONScanner.skipBlanks(base)
    let end = base + text.count
    guard start.pointee == 0x7B, options.recordPath == nil || options.recordPath == "" else {
      framing = nil
      recordPath = options.recordPath
      return
    }
    let probe = JSONProbe(start, end, options: options)
    if JSONStart.isLines(probe, start, end) {
      framing = .lines
      recordPath = ""
    } else if probe.isComplete, probe.next.pointee == 0x7B {
      framing = .sequence
      recordPath = ""
    } else if options.recordPath == ""
      || (probe.isComplete && isWhole && JSONStart.isRecord(probe, start, end, options))
    {
      framing = nil
      recordPath = ""
    } else {
      framing = nil
      recordPath = options.recordPath
    }
  }

  /// Whether there is one object a line. The first may be broken: then the next two tell.
  private static func isLines(
    _ probe: JSONProbe, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> Bool {
    if probe.isComplete, JSONScanner.lines(start, probe.position) == 0, probe.next < end {
      // Behind the first object its line ends, or something stands that does not belong there.
      return JSONScanner.lines(probe.position, probe.next) > 0 || probe.next.pointee != 0x7B
    }
    guard !probe.isComplete else { return false }
    var line = start
    for _ in 0..<2 {
      while line < end, line.pointee != 0x0A { line += 1 }
      line = JSONScanner.skipBlanks(line)
      guard line < end else { return false }
      let other = JSONProbe(line, end, options: RecordFileOptions())
      guard other.isComplete, JSONScanner.lines(line, other.position) == 0,
        other.next >= end || JSONScanner.lines(other.position, other.next) > 0
      else { return false }
    }
    return true
  }

  /// Whether a document that is one object is a record itself, and not around the records.
  private static func isRecord(
    _ probe: JSONProbe, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ options: RecordFileOptions
  ) -> Bool {
    if probe.hasRows { return true }
    var outline = JSONOutline(file: "", depth: options.limits.depth, path: nil)
    let text = ByteSlice(start: start, count: end - start)
    guard let (found, used) = try? outline.scan(text, isWhole: true, line: 1), case .array = found else { return true }
    guard let score = options.headerScore else { return false }
    let item = JSONProbe(JSONScanner.skipBlanks(start + used), end, options: options)
    return score(probe.labels) > score(item.labels)
  }
}

/// One value, read only to see what it is like.
private struct JSONProbe {
  let isComplete: Bool
  let isCut: Bool
  /// Where reading ended.
  let position: UnsafePointer<UInt8>
  /// What stands behind it, blanks aside.
  let next: UnsafePointer<UInt8>
  let labels: [String]
  let hasRows: Bool

  init(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, options: RecordFileOptions) {
    let tree = TreeBuilder(file: "", limits: options.limits, blockBytes: 1, textCapacity: end - start + 256)
    var parser = JSONRecordParser(tree, rowsPath: options.rowsPath)
    let result = parser.read(from: start, end: end, line: 1, isLine: false)
    isComplete = if case .done = result { true } else { false }
    isCut = if case .cut = result { true } else { false }
    position = parser.position
    next = JSONScanner.skipBlanks(parser.position)
    labels = parser.tree.currentLabels
    hasRows = parser.hasRows
  }
}
