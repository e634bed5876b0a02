import CommonValues

/// Reads one JSON value after another as records: keys become paths, and values cells.
///
/// A hard error is one behind which nobody knows where the record ends. What leaves no doubt (a key that stands twice, half a
/// surrogate pair, bytes that are no UTF-8) is blamed on the record, and reading goes on.
struct JSONRecordParser: ~Copyable {
  /// How a value ended.
  enum End {
    /// Well; the position is behind it.
    case done
    /// It is not JSON; the position is where that was seen.
    case broken
    /// The text ends within it.
    case cut
    /// It is nested too deep.
    case tooDeep
  }

  var tree: TreeBuilder
  private var nodes: TreeNodes
  private(set) var position: UnsafePointer<UInt8>
  private var end: UnsafePointer<UInt8>
  private var stop: UnsafePointer<UInt8>
  private var isLine = false
  private var depth = 0
  private var serial: UInt32 = 0
  private var lastSerial: UInt32 = 0
  private var found = JSONScanner.Findings()
  private let rowsPath: String?
  private var rowsNode = TreeNode.none
  /// Whether the nested rows of `rowsPath` were met.
  private(set) var hasRows = false
  private let scratch: UnsafeMutablePointer<UInt8>

  static let keyLimit = 4 << 10

  init(_ tree: consuming TreeBuilder, rowsPath: String?) {
    nodes = TreeNodes(limit: tree.limits.columns * 4 + 64)
    scratch = .allocate(capacity: tree.textCapacity + BlockPool.padding)
    position = UnsafePointer(scratch)
    end = position
    stop = position
    self.tree = tree
    self.rowsPath = rowsPath
    rowsNode = rowsPath == "" ? 0 : TreeNode.none
  }

  deinit { scratch.deallocate() }

  /// Reads the value that begins at `start`. After `done` the record is to be ended with ``TreeBuilder/end(raw:isTruncated:)``.
  mutating func read(from start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, line: Int, isLine: Bool) -> End {
    position = start
    self.end = end
    self.isLine = isLine
    tree.begin(line: line)
    depth = 0
    found = []
    nextSerial()
    guard start.pointee == 0x7B else {
      tree.blame(.notObject)
      let result = skip()
      blameFindings()
      return result
    }
    let result = object(0)
    blameFindings()
    return result
  }

  private mutating func blameFindings() { if let fault = found.fault { tree.blame(fault) } }

  private mutating func nextSerial() {
    lastSerial &+= 1
    serial = lastSerial
  }

  /// An error at the position, which the end of the text may explain.
  private func failure() -> End {
    // A token that the end cuts begins at most a few bytes before it, or is a string that scans up to it.
    end - position < 12 || position >= end ? (isPrefixAtEnd ? .cut : .broken) : .broken
  }

  /// Whether what stands at the position could go on to be JSON, were there more text.
  private var isPrefixAtEnd: Bool {
    let rest = ByteSlice(start: position, count: max(0, end - position))
    guard let first = rest.first else { return true }
    for word in ["true", "false", "null"] as [StaticString] where first == word.utf8Start.pointee {
      return rest.count < word.utf8CodeUnitCount && rest.indices.allSatisfy { rest[$0] == word.utf8Start[$0] }
    }
    if first == 0x2D || first &- 0x30 < 10 {
      return rest.allSatisfy { $0 &- 0x30 < 10 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
    }
    return false
  }

  private mutating func object(_ node: Int32) -> End {
    depth += 1
    guard depth <= tree.limits.depth else { return .tooDeep }
    position = JSONScanner.skipBlanks(position + 1)
    if position.pointee == 0x7D {
      position += 1
      depth -= 1
      return .done
    }
    while true {
      guard position.pointee == 0x22 else { return failure() }
      let child: Int32?
      switch key(node) {
      case .found(let node): child = node
      case .ignored: child = nil
      case .failed(let end): return end
      }
      position = JSONScanner.skipBlanks(position)
      guard position.pointee == 0x3A else { return failure() }
      position = JSONScanner.skipBlanks(position + 1)
      let result = if let child { value(child) } else { skip() }
      guard case .done = result else { return result }
      position = JSONScanner.skipBlanks(position)
      if position.pointee == 0x2C {
        position = JSONScanner.skipBlanks(position + 1)
      } else if position.pointee == 0x7D {
        position += 1
        depth -= 1
        return .done
      } else {
        return failure()
      }
    }
  }

  private enum Key {
    case found(Int32)
    case ignored
    case failed(End)
  }

  /// The key whose quote stands at the position.
  @inline(__always)
  private mutating func key(_ parent: Int32) -> Key {
    let start = position + 1
    var node = nodes.nodes[Int(parent)].expected
    if node == TreeNode.none { node = nodes.nodes[Int(parent)].firstChild }
    if node != TreeNode.none, matches(node, start) {
      position = start + nodes.nodes[Int(node)].keyLength + 1
    } else {
      switch slowKey(parent, start) {
      case .found(let other): node = other
      case let other: return other
      }
    }
    let index = Int(node)
    nodes.nodes[Int(parent)].expected = nodes.nodes[index].nextSibling
    if nodes.nodes[index].seen == serial { tree.blame(.duplicateKey) }
    nodes.nodes[index].seen = serial
    return .found(node)
  }

  @inline(__always)
  private func matches(_ node: Int32, _ start: UnsafePointer<UInt8>) -> Bool {
    let candidate = nodes.nodes + Int(node)
    let length = candidate.pointee.keyLength
    let key = candidate.pointee.key
    // `start` is within the text, but its end may be nearer than the key is long: the zero there matches nothing.
    var index = 0
    while index < length {
      if key[index] != start[index] { return false }
      index &+= 1
    }
    return start[length] == 0x22 && candidate.pointee.isPlain
  }

  private mutating func slowKey(_ parent: Int32, _ start: UnsafePointer<UInt8>) -> Key {
    var target = scratch
    var seen = JSONScanner.Findings()
    guard let next = JSONScanner.string(start, end: end, isLine: isLine, to: &target, &seen, stop: &stop) else {
      return .failed(stringFailure())
    }
    let key = ByteSlice(start: scratch, count: target - scratch)
    found.formUnion(seen)
    position = next
    if let node = nodes.find(parent, key) { return .found(node) }
    // What is wrong with its bytes must not become a label.
    guard seen.isEmpty, key.count <= JSONRecordParser.keyLimit else {
      tree.blame(seen.fault ?? .fieldTooLong)
      return .ignored
    }
    guard let node = nodes.add(parent, key) else {
      tree.refuseColumns()
      return .failed(.broken)
    }
    if nodes.label(node) == rowsPath { rowsNode = node }
    return .found(node)
  }

  /// Why a string could not be read.
  private func stringFailure() -> End {
    if isLine, stop.pointee == 0x0A { return .broken }
    // An escape is at most twelve bytes long.
    return end - stop < 12 ? .cut : .broken
  }

  private mutating func value(_ node: Int32) -> End {
    let byte = position.pointee
    if byte == 0x7B {
      if node == rowsNode { return row(node) }
      return object(node)
    }
    if byte == 0x5B, node == rowsNode { return rows(node) }
    let column: Int32
    let known = nodes.nodes[Int(node)].column
    if known != TreeNode.none {
      column = known
    } else {
      guard let added = addColumn(node) else { return .broken }
      column = added
    }
    return scalar(column)
  }

  private mutating func addColumn(_ node: Int32) -> Int32? {
    guard let column = tree.addColumn(nodes.label(node)) else { return nil }
    nodes.nodes[Int(node)].column = column
    return column
  }

  /// Anything but an object that is taken apart, as one cell.
  private mutating func scalar(_ column: Int32) -> End {
    let start = tree.used
    let begin = position
    var target = tree.text + start
    switch position.pointee {
    case 0x22:
      guard let next = JSONScanner.string(position + 1, end: end, isLine: isLine, to: &target, &found, stop: &stop)
      else {
        return stringFailure()
      }
      position = next
      tree.used = target - tree.text
    case 0x74 where JSONScanner.word(position, "true"): position += 4
    case 0x66 where JSONScanner.word(position, "false"): position += 5
    case 0x6E where JSONScanner.word(position, "null"):
      position += 4
      tree.add(column, from: start)
      return .done
    case 0x5B, 0x7B:
      let result = skip()
      guard case .done = result else { return result }
    default:
      guard let next = JSONScanner.number(position) else { return failure() }
      if next >= end { return .cut }
      position = next
    }
    if begin.pointee != 0x22 {
      let count = position - begin
      target.update(from: begin, count: count)
      tree.used = start &+ count
    }
    tree.add(column, from: start)
    return .done
  }

  /// The items of a nested array, each a row of its own.
  private mutating func rows(_ node: Int32) -> End {
    depth += 1
    guard depth <= tree.limits.depth else { return .tooDeep }
    hasRows = true
    position = JSONScanner.skipBlanks(position + 1)
    if position.pointee == 0x5D {
      position += 1
      depth -= 1
      return .done
    }
    while true {
      let result = row(node)
      guard case .done = result else { return result }
      position = JSONScanner.skipBlanks(position)
      if position.pointee == 0x2C {
        position = JSONScanner.skipBlanks(position + 1)
      } else if position.pointee == 0x5D {
        position += 1
        depth -= 1
        return .done
      } else {
        return failure()
      }
    }
  }

  private mutating func row(_ node: Int32) -> End {
    let outer = serial
    let outerRow = tree.row
    nextSerial()
    tree.beginRow()
    defer {
      serial = outer
      tree.row = outerRow
    }
    if position.pointee == 0x7B { return object(node) }
    let known = nodes.nodes[Int(node)].column
    guard let column = known != TreeNode.none ? known : addColumn(node) else { return .broken }
    return scalar(column)
  }

  /// Passes over one value of any kind, checking that it is JSON.
  mutating func skip() -> End {
    var closers: [UInt8] = []
    while true {
      // A value begins here.
      switch position.pointee {
      case 0x7B, 0x5B:
        guard depth + closers.count < tree.limits.depth else { return .tooDeep }
        let isObject = position.pointee == 0x7B
        let closer: UInt8 = isObject ? 0x7D : 0x5D
        position = JSONScanner.skipBlanks(position + 1)
        if position.pointee == closer {
          position += 1
        } else {
          closers.append(closer)
          if isObject, let problem = skipKey() { return problem }
          continue
        }
      case 0x22:
        if let problem = skipString() { return problem }
      case 0x74 where JSONScanner.word(position, "true"), 0x6E where JSONScanner.word(position, "null"): position += 4
      case 0x66 where JSONScanner.word(position, "false"): position += 5
      default:
        guard let next = JSONScanner.number(position) else { return failure() }
        if next >= end { return .cut }
        position = next
      }
      // A value has ended.
      while let closer = closers.last {
        position = JSONScanner.skipBlanks(position)
        if position.pointee == closer {
          position += 1
          closers.removeLast()
          continue
        }
        guard position.pointee == 0x2C else { return failure() }
        position = JSONScanner.skipBlanks(position + 1)
        if closer == 0x7D, let problem = skipKey() { return problem }
        break
      }
      if closers.isEmpty { return .done }
    }
  }

  private mutating func skipString() -> End? {
    var target = scratch
    guard let next = JSONScanner.string(position + 1, end: end, isLine: isLine, to: &target, &found, stop: &stop) else {
      return stringFailure()
    }
    position = next
    return nil
  }

  private mutating func skipKey() -> End? {
    guard position.pointee == 0x22 else { return failure() }
    if let problem = skipString() { return problem }
    position = JSONScanner.skipBlanks(position)
    guard position.pointee == 0x3A else { return failure() }
    position = JSONScanner.skipBlanks(position + 1)
    return nil
  }
}
