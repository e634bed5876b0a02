import CommonValues

/// A path that records of JSON or XML were seen to have: one key or element below another.
struct TreeNode {
  static let none: Int32 = -1

  /// Its column; `none` until a value stands there.
  var column = TreeNode.none
  let parent: Int32
  var firstChild = TreeNode.none
  var lastChild = TreeNode.none
  var nextSibling = TreeNode.none
  /// The child that is likely to come next: records of one file mostly have the same order.
  var expected = TreeNode.none
  /// The parser's own copy of the name, by which XML knows it.
  var identity: UnsafePointer<UInt8>?
  /// In which record (or item of one) it was met last.
  var seen: UInt32 = 0
  /// Whether the key has no byte that JSON would escape, so that it may be compared as it stands in the file.
  let isPlain: Bool
  let isAttribute: Bool
  /// The key's bytes.
  let key: UnsafePointer<UInt8>
  let keyLength: Int
}

/// All paths of a file, from the record down. Node 0 is the record itself.
struct TreeNodes: ~Copyable {
  /// A key below a node.
  private struct Place: Hashable {
    let parent: Int32
    let isAttribute: Bool
    let key: UnsafePointer<UInt8>
    let length: Int

    static func == (lhs: Place, rhs: Place) -> Bool {
      guard lhs.parent == rhs.parent, lhs.length == rhs.length, lhs.isAttribute == rhs.isAttribute else { return false }
      return ByteSlice(start: lhs.key, count: lhs.length)
        .elementsEqual(ByteSlice(start: rhs.key, count: rhs.length))
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(parent)
      hasher.combine(bytes: UnsafeRawBufferPointer(start: key, count: length))
    }
  }

  private(set) var nodes: UnsafeMutablePointer<TreeNode>
  private(set) var count = 1
  private var capacity = 64
  private let limit: Int
  private var places: [Place: Int32] = [:]
  private var labels: [String] = [""]

  /// Nodes, of which there may be at most `limit`.
  init(limit: Int) {
    self.limit = limit
    nodes = .allocate(capacity: capacity)
    let key = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    key.pointee = 0
    nodes.initialize(
      to: TreeNode(parent: TreeNode.none, isPlain: false, isAttribute: false, key: UnsafePointer(key), keyLength: 0))
  }

  deinit {
    for index in 0..<count { nodes[index].key.deallocate() }
    nodes.deallocate()
  }

  /// The path of a node, joined by `.`.
  func label(_ node: Int32) -> String { labels[Int(node)] }

  /// The child by its key; nil when there was none yet.
  func find(_ parent: Int32, _ key: ByteSlice, isAttribute: Bool = false) -> Int32? {
    guard let base = key.baseAddress else {
      // An empty key.
      return places[Place(parent: parent, isAttribute: isAttribute, key: nodes[0].key, length: 0)]
    }
    return places[Place(parent: parent, isAttribute: isAttribute, key: base, length: key.count)]
  }

  /// A new child, which must not exist yet; nil when there are too many.
  mutating func add(_ parent: Int32, _ key: ByteSlice, isAttribute: Bool = false) -> Int32? {
    guard count < limit else { return nil }
    if count == capacity { grow() }
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: key.count + 16)
    if let base = key.baseAddress { copy.update(from: base, count: key.count) }
    let isPlain = !key.contains { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 }
    let node = Int32(truncatingIfNeeded: count)
    (nodes + count).initialize(
      to: TreeNode(
        parent: parent, isPlain: isPlain, isAttribute: isAttribute, key: UnsafePointer(copy), keyLength: key.count))
    count += 1
    if nodes[Int(parent)].lastChild == TreeNode.none {
      nodes[Int(parent)].firstChild = node
    } else {
      nodes[Int(nodes[Int(parent)].lastChild)].nextSibling = node
    }
    nodes[Int(parent)].lastChild = node
    places[Place(parent: parent, isAttribute: isAttribute, key: UnsafePointer(copy), length: key.count)] = node
    let name = (isAttribute ? "@" : "") + String(decoding: key, as: UTF8.self)
    labels.append(parent == 0 ? name : labels[Int(parent)] + "." + name)
    return node
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<TreeNode>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }
}
