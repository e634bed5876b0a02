import CommonValues
import Records

extension ManifestReader {
  /// Reads a field: a list of labels, or a section.
  mutating func field(_ node: ManifestNode, _ name: String, _ shape: FieldShape) -> FieldMapping {
    if case .list = node.content {
      let mapping = FieldMapping(labels(node, name))
      checkLabels(mapping, node.place)
      return mapping
    }
    guard let map = section(node, name, shape.keys) else { return FieldMapping([]) }
    var mapping = FieldMapping([])
    if let labels = map["labels"] {
      let time = map["time"].map { self.labels($0, "time") } ?? []
      mapping.sources.append(FieldMapping.Source(labels: self.labels(labels, "labels"), time: time))
    } else if let time = map["time"] {
      fault(.missingKey("labels"), time.place)
    }
    if let first = map["first"] { mapping.sources += sources(first, shape) }
    mapping.repeats = map["repeats"].map { boolean($0, "repeats") } ?? false
    mapping.isRequired = map["required"].map { boolean($0, "required") } ?? false
    mapping.blank = words(map["blank"], "blank")
    mapping.words = map["map"].map { translations($0, name, shape) } ?? []
    mapping.constant = map["constant"].flatMap { text($0, "constant") }
    for (key, isAllowed) in [("time", shape.takesTime), ("constant", shape.takesConstant), ("map", shape.takesWords)] {
      if !isAllowed, let value = map[key] { fault(.notForField(key, field: name), value.place) }
    }
    if mapping.sources.isEmpty, mapping.constant == nil, !shape.mayLackLabels {
      fault(.missingKey("labels"), node.place)
    }
    checkLabels(mapping, node.place)
    return mapping
  }

  private mutating func sources(_ node: ManifestNode, _ shape: FieldShape) -> [FieldMapping.Source] {
    guard case .list(let children) = shaped(node, "first", .list) else { return [] }
    return children.compactMap { child in
      if case .list = child.content { return FieldMapping.Source(labels: labels(child, "first")) }
      guard let map = section(child, "first", ["labels", "time"]) else { return nil }
      guard let found = map["labels"] else {
        fault(.missingKey("labels"), child.place)
        return nil
      }
      if !shape.takesTime, let time = map["time"] { fault(.notForField("time", field: "first"), time.place) }
      let time = map["time"].map { labels($0, "time") } ?? []
      return FieldMapping.Source(labels: labels(found, "labels"), time: time)
    }
  }

  private mutating func translations(
    _ node: ManifestNode, _ name: String, _ shape: FieldShape
  ) -> [FieldMapping.Words] {
    guard case .map(let pairs) = shaped(node, "map", .map) else { return [] }
    return pairs.compactMap { key, value in
      if let allowed = shape.meanings, !allowed.contains(key.name) {
        fault(.unknownWord(key.name, suggestion: Spelling.nearest(key.name, in: allowed), allowed: allowed), key.place)
        return nil
      }
      return FieldMapping.Words(meaning: key.name, words: words(value, key.name))
    }
  }

  /// The same label twice in one field is a slip: the second would never be found.
  private mutating func checkLabels(_ mapping: FieldMapping, _ place: ManifestPlace) {
    var seen: Set<String> = []
    for label in mapping.sources.flatMap(\.labels) where !seen.insert(LabelNormaliser.normalise(label)).inserted {
      fault(.repeatedLabel(label), place)
    }
  }
}

/// Plain shapes.
extension ManifestReader {
  /// The keys and values of a section, with a fault for each key that is not among `keys`.
  mutating func section(_ node: ManifestNode, _ name: String, _ keys: [String]) -> [String: ManifestNode]? {
    guard case .map(let pairs) = shaped(node, name, .map) else { return nil }
    var map: [String: ManifestNode] = [:]
    for (key, value) in pairs {
      if keys.contains(key.name) {
        map[key.name] = value
      } else {
        fault(.unknownKey(key.name, suggestion: Spelling.nearest(key.name, in: keys)), key.place)
      }
    }
    return map
  }

  mutating func required(_ map: [String: ManifestNode], _ key: String, _ node: ManifestNode) -> ManifestNode? {
    if map[key] == nil { fault(.missingKey(key), node.place) }
    return map[key]
  }

  mutating func text(_ node: ManifestNode, _ name: String) -> String? {
    guard case .text(let text) = shaped(node, name, .text) else { return nil }
    return text
  }

  mutating func boolean(_ node: ManifestNode, _ name: String) -> Bool {
    if case .text(let text) = node.content, text == "true" || text == "false" { return text == "true" }
    fault(.wrongShape(name, wanted: .boolean), node.place)
    return false
  }

  mutating func localized(_ node: ManifestNode) -> LocalizedText? {
    guard let map = section(node, "name", ["ko", "en"]) else { return nil }
    let korean = required(map, "ko", node).flatMap { text($0, "ko") }
    let english = required(map, "en", node).flatMap { text($0, "en") }
    guard let korean, let english else { return nil }
    return LocalizedText(ko: korean, en: english)
  }

  /// A list of words, also an empty one.
  mutating func words(_ node: ManifestNode?, _ name: String) -> [String] {
    guard let node, case .list(let children) = shaped(node, name, .list) else { return [] }
    return children.compactMap { text($0, name) }
  }

  mutating func labels(_ node: ManifestNode, _ name: String) -> [String] {
    guard case .list(let children) = node.content, !children.isEmpty else {
      fault(.wrongShape(name, wanted: .labels), node.place)
      return []
    }
    return children.compactMap { text($0, name) }
  }

  /// The content when it has the shape, else a fault and nothing.
  mutating func shaped(_ node: ManifestNode, _ name: String, _ shape: ManifestFault.Shape) -> ManifestNode.Content {
    switch (node.content, shape) {
    case (.text, .text), (.list, .list), (.map, .map): return node.content
    default:
      fault(.wrongShape(name, wanted: shape), node.place)
      return .nothing
    }
  }
}
