import CommonValues

/// What stands around the records of a JSON document: walks through it, token by token, until the records begin, and again behind them.
struct JSONOutline {
  /// What was met.
  enum Found {
    /// The array of the records; the text goes on behind its `[`.
    case array
    /// The object that is a record; the text goes on with it.
    case object
    /// The end of the file, in order.
    case end
    /// Nothing yet: more text is needed.
    case more
  }

  private struct Frame {
    let isObject: Bool
    /// The path of the value in it that is at hand.
    var path: String
    let parentPath: String
  }

  private enum Expectation { case value, firstKey, key, colon, bracket, firstItem, separator }

  private let file: String
  private let depth: Int
  /// Where the records are; nil: the only array of objects.
  private let path: String?
  private var frames: [Frame] = []
  private var expected = Expectation.value
  /// Where the records were found.
  private var foundPath: String?

  init(file: String, depth: Int, path: String?) {
    self.file = file
    self.depth = depth
    self.path = path
  }

  /// The value that the caller has read himself has ended.
  mutating func leaveValue() { expected = .separator }

  /// Walks on. Returns what was met, and how many bytes of the text are done with.
  mutating func scan(_ text: ByteSlice, isWhole: Bool, line: Int) throws(Diagnostic) -> (Found, Int) {
    guard let base = text.baseAddress else { return (try ended(), 0) }
    let end = base + text.count
    var p = base
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + BlockPool.padding)
    defer { scratch.deallocate() }
    while true {
      p = JSONScanner.skipBlanks(p)
      if p >= end { return isWhole ? (try ended(), text.count) : (.more, text.count) }
      func broken() -> Diagnostic { FileProblem.badJSON(file, line: line + JSONScanner.lines(base, p)) }
      switch expected {
      case .separator:
        guard let frame = frames.last else {
          // Another document behind the first.
          guard p.pointee == 0x7B || p.pointee == 0x5B else { throw broken() }
          expected = .value
          continue
        }
        if p.pointee == 0x2C {
          expected = frame.isObject ? .key : .value
        } else if p.pointee == (frame.isObject ? 0x7D : 0x5D) {
          frames.removeLast()
        } else {
          throw broken()
        }
        p += 1
      case .firstKey, .key:
        if p.pointee == 0x7D, case .firstKey = expected {
          frames.removeLast()
          expected = .separator
          p += 1
          continue
        }
        guard p.pointee == 0x22 else { throw broken() }
        switch string(p, end, scratch) {
        case .cut:
          if isWhole { throw FileProblem.truncated(file) }
          return (.more, p - base)
        case .broken: throw broken()
        case .read(let next, let key):
          p = next
          if let index = frames.indices.last {
            let parent = frames[index].parentPath
            frames[index].path = parent.isEmpty ? key : parent + "." + key
          }
          expected = .colon
        }
      case .colon:
        guard p.pointee == 0x3A else { throw broken() }
        p += 1
        expected = .value
      case .bracket:
        let here = frames.last?.path ?? ""
        if try isRecords(here, p.pointee) { return (.array, p - base) }
        try enter(isObject: false, here, line: line + JSONScanner.lines(base, p))
        expected = .firstItem
      case .firstItem, .value:
        if p.pointee == 0x5D, case .firstItem = expected {
          frames.removeLast()
          expected = .separator
          p += 1
          continue
        }
        let here = frames.last?.path ?? ""
        switch p.pointee {
        case 0x7B:
          if path == here, !frames.contains(where: { !$0.isObject }) {
            foundPath = here
            return (.object, p - base)
          }
          try enter(isObject: true, here, line: line + JSONScanner.lines(base, p))
          expected = .firstKey
          p += 1
        case 0x5B:
          p += 1
          expected = .bracket
        case 0x22:
          switch string(p, end, scratch) {
          case .cut:
            if isWhole { throw FileProblem.truncated(file) }
            return (.more, p - base)
          case .broken: throw broken()
          case .read(let next, _): p = next
          }
          expected = .separator
        default:
          // Within eight bytes of the end a word may be cut; numbers are longer, and end with what is no part of them.
          var next: UnsafePointer<UInt8>?
          if JSONScanner.word(p, "true") || JSONScanner.word(p, "null") {
            next = p + 4
          } else if JSONScanner.word(p, "false") {
            next = p + 5
          } else {
            next = JSONScanner.number(p)
          }
          guard let next, next < end || isWhole else {
            if end - p < 8, !isWhole || next == nil {
              if isWhole { throw FileProblem.truncated(file) }
              return (.more, p - base)
            }
            if next != nil { return (.more, p - base) }
            throw broken()
          }
          p = next
          expected = .separator
        }
      }
    }
  }

  private func ended() throws(Diagnostic) -> Found {
    guard frames.isEmpty, case .separator = expected else { throw FileProblem.truncated(file) }
    guard foundPath != nil else { throw FileProblem.noRecords(file, path: path) }
    return .end
  }

  private mutating func enter(isObject: Bool, _ path: String, line: Int) throws(Diagnostic) {
    guard frames.count < depth else { throw FileProblem.tooDeep(file, line: line, limit: depth) }
    frames.append(Frame(isObject: isObject, path: path, parentPath: path))
  }

  /// Whether an array at a path is the one with the records.
  private mutating func isRecords(_ here: String, _ next: UInt8) throws(Diagnostic) -> Bool {
    // Of an array within an array the path says nothing.
    guard !frames.contains(where: { !$0.isObject }) else { return false }
    if let path {
      guard path == here else { return false }
    } else {
      // A document that is an array has its records there, whatever they are.
      guard next == 0x7B || frames.isEmpty else { return false }
      if let foundPath, foundPath != here { throw FileProblem.unclearRecords(file, foundPath, here) }
    }
    foundPath = here
    return true
  }

  private enum Read {
    case read(UnsafePointer<UInt8>, String)
    case cut, broken
  }

  private func string(
    _ p: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ scratch: UnsafeMutablePointer<UInt8>
  ) -> Read {
    var target = scratch
    var found = JSONScanner.Findings()
    var stop = p
    guard let next = JSONScanner.string(p + 1, end: end, isLine: false, to: &target, &found, stop: &stop) else {
      return end - stop < 12 ? .cut : .broken
    }
    guard expected == .value || expected == .firstItem || target - scratch <= JSONRecordParser.keyLimit else {
      return .broken
    }
    return .read(
      next,
      String(
        decoding: ByteSlice(start: scratch, count: min(target - scratch, JSONRecordParser.keyLimit)), as: UTF8.self))
  }
}
