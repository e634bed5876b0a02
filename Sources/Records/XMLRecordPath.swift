/// Which element is a record.
struct XMLRecordPath {
  /// The last names of its path.
  let names: [[UInt8]]
  /// Whether they are all names from the root.
  let isWhole: Bool
  let text: String

  init(suffix: String) {
    text = suffix
    names = suffix.split(separator: ".").map { Array($0.utf8) }
    isWhole = false
  }

  init(whole names: [String]) {
    text = names.joined(separator: ".")
    self.names = names.map { Array($0.utf8) }
    isWhole = true
  }

  /// Whether the innermost of the open elements is one.
  func matches(_ open: UnsafePointer<UnsafePointer<UInt8>>, _ depth: Int) -> Bool {
    guard depth >= names.count, !isWhole || depth == names.count else { return false }
    for (index, name) in names.reversed().enumerated() where !XMLName.equals(open[depth - 1 - index], name) {
      return false
    }
    return !names.isEmpty
  }
}
