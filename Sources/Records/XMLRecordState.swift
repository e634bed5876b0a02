import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a document of records stands.
struct XMLRecordState: ~Copyable {
  /// An element of the record that is open.
  private struct Open {
    var node: Int32 = 0
    var textStart = 0
    var hasChildren = false
  }

  var tree: TreeBuilder
  /// How many records have begun.
  private(set) var count = 0
  private var nodes: TreeNodes
  private let path: XMLRecordPath
  private let rowsPath: String?
  private var rowsNode = TreeNode.none
  private var rowDepth = 0
  private var recordDepth = 0
  /// The depth of the element that was opened last.
  private var innermost = 0
  private var serial: UInt32 = 0
  private var recordSerial: UInt32 = 0
  private var lastSerial: UInt32 = 0
  /// By depth: the names of the elements that are open, and what they are within the record.
  private let names: UnsafeMutablePointer<UnsafePointer<UInt8>>
  private let open: UnsafeMutablePointer<Open>

  init(_ path: XMLRecordPath, file: String, options: RecordFileOptions) {
    self.path = path
    let limits = options.limits
    rowsPath = options.rowsPath
    nodes = TreeNodes(limit: limits.columns * 4 + 64)
    tree = TreeBuilder(
      file: file, limits: limits, blockBytes: options.blockBytes, textCapacity: limits.recordBytes + 64)
    names = .allocate(capacity: limits.depth + 1)
    open = .allocate(capacity: limits.depth + 2)
    open.initialize(repeating: Open(), count: limits.depth + 2)
  }

  deinit {
    names.deallocate()
    open.deallocate()
  }

  var isOutside: Bool { recordDepth == 0 }

  /// Whether an element that begins outside of records is one.
  mutating func opens(_ name: UnsafePointer<UInt8>, _ depth: Int) -> Bool {
    names[depth - 1] = name
    return path.matches(names, depth)
  }

  mutating func begin(_ depth: Int, line: Int) {
    recordDepth = depth
    count += 1
    tree.begin(line: line)
    lastSerial &+= 1
    serial = lastSerial
    recordSerial = serial
    rowDepth = 0
    innermost = depth
    open[depth] = Open(node: 0, textStart: 0, hasChildren: false)
  }

  mutating func start(_ name: UnsafePointer<UInt8>, _ depth: Int) {
    settleText(depth - 1)
    open[depth - 1].hasChildren = true
    let node = child(open[depth - 1].node, name, isAttribute: false)
    if node == rowsNode, node != TreeNode.none, rowDepth == 0 {
      rowDepth = depth
      tree.beginRow()
      lastSerial &+= 1
      serial = lastSerial
    }
    innermost = depth
    open[depth] = Open(node: node, textStart: tree.used, hasChildren: false)
  }

  mutating func take(_ attributes: XMLAttributes) {
    guard attributes.count > 0 else { return }
    let depth = innermost
    for index in 0..<attributes.count {
      guard let name = attributes.name(index) else { continue }
      let node = child(open[depth].node, name, isAttribute: true)
      let value = attributes.value(index)
      let start = tree.used
      if let base = value.baseAddress { append(base, value.count) }
      add(node, from: start)
    }
    open[depth].textStart = tree.used
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    if memchr(bytes, 0xF4, count) != nil, XMLCharacters.hasMarker(ByteSlice(start: bytes, count: count)) {
      tree.blame(.undecodable)
    }
    tree.append(bytes, count)
  }

  /// Ends an element. True when it was the record.
  mutating func end(_ depth: Int) -> Bool {
    let node = open[depth].node
    if open[depth].hasChildren {
      settleText(depth)
    } else if depth > recordDepth || hasText(depth) {
      add(node, from: open[depth].textStart)
    }
    if depth == recordDepth {
      recordDepth = 0
      tree.end(raw: nil)
      return true
    }
    if depth == rowDepth {
      rowDepth = 0
      tree.row = 0
      serial = recordSerial
    }
    open[depth - 1].textStart = tree.used
    return false
  }
}

extension XMLRecordState {
  /// Text beside child elements: kept when it says something.
  private mutating func settleText(_ depth: Int) {
    let start = open[depth].textStart
    guard tree.used > start else { return }
    if hasText(depth) {
      add(open[depth].node, from: start)
    } else {
      tree.used = start
    }
  }

  private func hasText(_ depth: Int) -> Bool {
    let start = open[depth].textStart
    for index in start..<max(start, tree.used) where tree.text[index] > 0x20 { return true }
    return false
  }

  private mutating func add(_ node: Int32, from start: Int) {
    guard node != TreeNode.none, !tree.isRefused else { return }
    if nodes.nodes[Int(node)].column == TreeNode.none {
      guard let column = tree.addColumn(node == 0 ? "#text" : nodes.label(node)) else { return }
      nodes.nodes[Int(node)].column = column
    }
    if nodes.nodes[Int(node)].seen == serial { tree.hasRepeats = true }
    nodes.nodes[Int(node)].seen = serial
    tree.add(nodes.nodes[Int(node)].column, from: start)
  }

  @inline(__always)
  private mutating func child(_ parent: Int32, _ name: UnsafePointer<UInt8>, isAttribute: Bool) -> Int32 {
    guard parent != TreeNode.none else { return TreeNode.none }
    var node = nodes.nodes[Int(parent)].expected
    if node == TreeNode.none { node = nodes.nodes[Int(parent)].firstChild }
    if node == TreeNode.none || nodes.nodes[Int(node)].identity != name
      || nodes.nodes[Int(node)].isAttribute != isAttribute
    {
      node = find(parent, name, isAttribute)
      guard node != TreeNode.none else { return node }
    }
    nodes.nodes[Int(parent)].expected = nodes.nodes[Int(node)].nextSibling
    return node
  }

  private mutating func find(_ parent: Int32, _ name: UnsafePointer<UInt8>, _ isAttribute: Bool) -> Int32 {
    var candidate = nodes.nodes[Int(parent)].firstChild
    for _ in 0..<8 where candidate != TreeNode.none {
      let node = nodes.nodes + Int(candidate)
      if node.pointee.identity == name, node.pointee.isAttribute == isAttribute { return candidate }
      candidate = node.pointee.nextSibling
    }
    let key = XMLName.bytes(name)
    if let known = nodes.find(parent, key, isAttribute: isAttribute) { return known }
    guard let node = nodes.add(parent, key, isAttribute: isAttribute) else {
      tree.refuseColumns()
      return TreeNode.none
    }
    nodes.nodes[Int(node)].identity = name
    if nodes.label(node) == rowsPath { rowsNode = node }
    return node
  }
}
