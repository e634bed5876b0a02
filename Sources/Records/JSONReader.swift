public import CommonValues

/// JSON as shops export it: an array of objects, JSON Lines, objects one behind the other, or one object that holds the array.
///
/// - A value becomes a cell as it stands in the file: numbers keep every digit, `true` and `false` are those words, `null` is blank,
///   strings are without their escapes. An object within the record becomes columns (`buyer.name`); an array is kept as its JSON text,
///   unless it is ``RecordFileOptions/rowsPath``.
/// - A record is malformed, and the next one read all the same, when a key stands twice in an object, half a surrogate pair, a NUL or
///   another bare control character stands in a string, or bytes are no UTF-8. Within an array that is kept as text keys are not compared.
/// - What is no JSON makes its line malformed in JSON Lines, the last line, when cut, with ``MalformedRecord/isTruncated``; anything else
///   is refused, since where the next record begins is not certain.
///
/// Memory is a few blocks and the longest record.
public final class JSONReader: RecordReader {
  /// How the records stand in the file.
  enum Framing {
    /// One object a line.
    case lines
    /// Objects behind one another.
    case sequence
    /// The items of an array.
    case array
    /// One object within the document, which is a record.
    case single
  }

  public private(set) var format: RecordFormat
  public var bytesRead: Int64 { input.bytesRead }
  public var byteCount: Int64? { input.size }

  private let file: String
  private let input: TextInput
  private let blockBytes: Int
  private var parser: JSONRecordParser
  private var outline: JSONOutline
  private var framing: Framing?
  private var line = 1
  /// What stood last in the array.
  private enum Last { case bracket, item, comma }
  private var last = Last.bracket
  private var isDone = false
  private var first: RecordBlock?

  /// Opens a file, finds where its records are, and reads the first of them.
  public init(_ source: any ByteSource, options: RecordFileOptions = RecordFileOptions()) throws(Diagnostic) {
    let limits = options.limits
    file = source.name
    blockBytes = options.blockBytes
    input = try TextInput(source, encoding: options.encoding, limits: limits, blockBytes: blockBytes)
    let tree = TreeBuilder(file: file, limits: limits, blockBytes: blockBytes, textCapacity: input.room)
    parser = JSONRecordParser(tree, rowsPath: options.rowsPath)
    let start = JSONStart(input.text, isWhole: input.isAtEnd, file: file, options: options)
    framing = start.framing
    outline = JSONOutline(file: file, depth: limits.depth, path: start.recordPath)
    format = RecordFormat(file: file, header: RecordHeader(paths: []), shape: .tree, limits: limits)
    first = try readBlock()
    format = first?.format ?? parser.tree.format()
  }

  public func nextBlock() throws(Diagnostic) -> RecordBlock? {
    let block: RecordBlock?
    if let first {
      block = first
      self.first = nil
    } else {
      block = try readBlock()
    }
    if let block { format = block.format }
    return block
  }

  private func readBlock() throws(Diagnostic) -> RecordBlock? {
    while !isDone, !parser.tree.isFull {
      switch framing {
      case nil: try search()
      case .lines: try readLine()
      case .sequence, .single: try readRecord()
      case .array: try readItem()
      }
    }
    return parser.tree.take()
  }

  // MARK: Framing

  /// Goes on through what is around the records until some begin, or the file ends.
  private func search() throws(Diagnostic) {
    while true {
      let text = input.text
      guard let base = text.baseAddress else { return }
      let (found, used) = try outline.scan(text, isWhole: input.isAtEnd, line: line)
      line += JSONScanner.lines(base, base + used)
      input.drop(used)
      switch found {
      case .array:
        framing = .array
        last = .bracket
        return
      case .object:
        framing = .single
        return
      case .end:
        isDone = true
        return
      case .more:
        let before = input.text.count
        guard before < input.room - 16, !input.isAtEnd else {
          throw input.isAtEnd ? FileProblem.truncated(file) : FileProblem.badJSON(file, line: line)
        }
        try input.fill(max(blockBytes, before))
      }
    }
  }

  /// One line, with an object or nothing.
  private func readLine() throws(Diagnostic) {
    skipBlanks()
    guard let base = input.text.baseAddress, !input.text.isEmpty else { return try more() }
    let end = base + input.text.count
    let result = parser.read(from: base, end: end, line: line, isLine: true)
    if parser.tree.isRefused, let refusal = parser.tree.refusal { throw refusal }
    var position = parser.position
    if case .done = result {
      while position.pointee == 0x20 || position.pointee == 0x09 || position.pointee == 0x0D { position += 1 }
      if position.pointee == 0x0A || (position >= end && input.isAtEnd), JSONScanner.lines(base, position) == 0 {
        let length = parser.position - base
        if length > parser.tree.limits.recordBytes { parser.tree.blameLength() }
        parser.tree.end(raw: ByteSlice(start: base, count: length))
        return input.drop(length)
      }
    }
    // Not good; or the text at hand ends before the line does.
    guard let feed = input.text.firstIndex(of: 0x0A) else {
      if input.isAtEnd {
        let isCut = if case .cut = result { true } else { false }
        parser.tree.refuse(isCut ? .truncated : fault(result), line: line, raw: input.text, isTruncated: isCut)
        return input.drop(input.text.count)
      }
      if input.text.count > parser.tree.limits.recordBytes { return try passLine() }
      return try more()
    }
    let isLong = feed > parser.tree.limits.recordBytes
    parser.tree.refuse(
      isLong ? .recordTooLong : fault(result), line: line, raw: ByteSlice(rebasing: input.text[0..<feed]))
    input.drop(feed)
  }

  private func fault(_ end: JSONRecordParser.End) -> RowFault {
    if case .tooDeep = end { return .tooDeep }
    return .badJSON
  }

  /// Passes over a line that is longer than a record may be.
  private func passLine() throws(Diagnostic) {
    let raw = Array(input.text.prefix(MalformedRecord.rawLimit))
    var isTruncated = false
    while true {
      if let feed = input.text.firstIndex(of: 0x0A) {
        input.drop(feed)
        break
      }
      input.drop(input.text.count)
      if input.isAtEnd {
        isTruncated = true
        break
      }
      try input.fill(blockBytes)
    }
    raw.withUnsafeBufferPointer {
      parser.tree.refuse(.recordTooLong, line: line, raw: $0, isTruncated: isTruncated)
    }
  }

  /// One object after another, or the one that is all.
  private func readRecord() throws(Diagnostic) {
    if case .sequence? = framing {
      skipBlanks()
      if input.text.isEmpty { return try more() }
    }
    guard try readValue() else { return }
    if case .single? = framing {
      framing = nil
      outline.leaveValue()
    }
  }

  /// One item of the array, or its end.
  private func readItem() throws(Diagnostic) {
    skipBlanks()
    guard let byte = input.text.first else { return try more() }
    switch (byte, last) {
    case (0x5D, .bracket), (0x5D, .item):
      input.drop(1)
      framing = nil
      outline.leaveValue()
    case (0x2C, .item):
      input.drop(1)
      last = .comma
    case (0x5D, .comma), (_, .item): throw FileProblem.badJSON(file, line: line)
    default: if try readValue() { last = .item }
    }
  }

  /// The value that the text begins with. False when more text is needed first.
  private func readValue() throws(Diagnostic) -> Bool {
    guard let base = input.text.baseAddress else { return false }
    let result = parser.read(from: base, end: base + input.text.count, line: line, isLine: false)
    if parser.tree.isRefused, let refusal = parser.tree.refusal { throw refusal }
    let length = parser.position - base
    let limits = parser.tree.limits
    switch result {
    case .done:
      if length > limits.recordBytes { parser.tree.blameLength() }
      parser.tree.end(raw: ByteSlice(start: base, count: length))
      line += JSONScanner.lines(base, base + length)
      input.drop(length)
      return true
    case .cut:
      if input.text.count > limits.recordBytes { return try passValue() }
      try more()
      return false
    case .broken: throw FileProblem.badJSON(file, line: line + JSONScanner.lines(base, base + max(0, length)))
    case .tooDeep: throw FileProblem.tooDeep(file, line: line, limit: limits.depth)
    }
  }

  /// Passes over a value that is longer than a record may be, keeping its beginning.
  private func passValue() throws(Diagnostic) -> Bool {
    parser.tree.refuse(.recordTooLong, line: line, raw: input.text)
    var skipper = JSONSkipper(depthLimit: parser.tree.limits.depth)
    while true {
      guard let base = input.text.baseAddress else { return false }
      let used = skipper.scan(input.text)
      line += JSONScanner.lines(base, base + used)
      input.drop(used)
      if skipper.isTooDeep { throw FileProblem.tooDeep(file, line: line, limit: parser.tree.limits.depth) }
      if skipper.isDone { return true }
      if input.isAtEnd { throw FileProblem.truncated(file) }
      try input.fill(blockBytes)
    }
  }

  private func skipBlanks() {
    guard let base = input.text.baseAddress else { return }
    let next = JSONScanner.skipBlanks(base)
    guard next > base else { return }
    line += JSONScanner.lines(base, next)
    input.drop(next - base)
  }

  /// Reads on; at the end of the file says what that means.
  private func more() throws(Diagnostic) {
    if !input.isAtEnd { return try input.fill(max(blockBytes, input.text.count)) }
    switch framing {
    case .lines?, .sequence?:
      if input.text.isEmpty {
        isDone = true
        return
      }
      fallthrough
    default: throw FileProblem.truncated(file)
    }
  }
}
