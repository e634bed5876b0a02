import CommonValues

/// Adapters in another language.
extension ManifestReader {
  /// A program within the adapter's folder and its arguments.
  mutating func command(_ node: ManifestNode) -> [String]? {
    guard case .list(let children) = node.content, let first = children.first else {
      fault(.wrongShape("command", wanted: .labels), node.place)
      return nil
    }
    let words = children.compactMap { text($0, "command") }
    guard words.count == children.count else { return nil }
    guard AdapterFolder.isConfined(words[0]), words.allSatisfy({ !$0.utf8.contains(0) }) else {
      fault(.wrongShape("command", wanted: .command), first.place)
      return nil
    }
    return words
  }

  mutating func limits(_ node: ManifestNode) -> ProcessLimits {
    var limits = ProcessLimits()
    guard let map = section(node, "limits", ["start_seconds", "idle_seconds", "memory_mib", "restarts"]) else {
      return limits
    }
    if let value = map["start_seconds"].flatMap({ number($0, "start_seconds") }) { limits.start = .seconds(value) }
    if let value = map["idle_seconds"].flatMap({ number($0, "idle_seconds") }) { limits.idle = .seconds(value) }
    if let value = map["memory_mib"].flatMap({ number($0, "memory_mib") }) { limits.memoryMiB = value }
    if let value = map["restarts"].flatMap({ number($0, "restarts", least: 0) }) { limits.restarts = value }
    return limits
  }

  /// A whole number.
  mutating func number(_ node: ManifestNode, _ name: String, least: Int = 1) -> Int? {
    if case .text(let text) = node.content, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text), (least...1_000_000).contains(number)
    {
      return number
    }
    fault(.wrongShape(name, wanted: .number), node.place)
    return nil
  }
}
