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
      mapping.sources.append(source(map, self.labels(labels, "labels"), shape))
    } else if let first = (["time"] + FieldShape.ruleKeys).lazy.compactMap({ map[$0] }).first {
      fault(.missingKey("labels"), first.place)
    }
    if let first = map["first"] { mapping.sources += sources(first, shape) }
    mapping.repeats = map["repeats"].map { boolean($0, "repeats") } ?? false
    mapping.isRequired = map["required"].map { boolean($0, "required") } ?? false
    mapping.blank = words(map["blank"], "blank")
    mapping.words = map["map"].map { translations($0, name, shape) } ?? []
    if let others = map["others"] {
      mapping.leavesOutOthers = word(others, "others", ["keep", "blank"]) == "blank"
    }
    mapping.constant = map["constant"].flatMap { text($0, "constant") }
    mapping.separator = map["separator"].flatMap { separator($0, "separator") }
    let rules = [
      ("constant", shape.takesConstant), ("map", shape.takesWords), ("separator", shape.takesSeparator),
      ("others", shape.takesWords && shape.meanings == nil),
    ]
    for (key, isAllowed) in rules {
      if !isAllowed, let value = map[key] { fault(.notForField(key, field: name), value.place) }
    }
    if mapping.sources.isEmpty, mapping.constant == nil, !shape.mayLackLabels {
      fault(.missingKey("labels"), node.place)
    }
    checkLabels(mapping, node.place)
    return mapping
  }

  /// What stands between values; never blank.
  mutating func separator(_ node: ManifestNode, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    guard !text.isEmpty, text.utf8.count <= 8 else {
      fault(.wrongShape(name, wanted: .separator), node.place)
      return nil
    }
    return text
  }

  private mutating func sources(_ node: ManifestNode, _ shape: FieldShape) -> [FieldMapping.Source] {
    guard case .list(let children) = shaped(node, "first", .list) else { return [] }
    return children.compactMap { child in
      if case .list = child.content { return FieldMapping.Source(labels: labels(child, "first")) }
      guard let map = section(child, "first", FieldShape.sourceKeys) else { return nil }
      guard let found = map["labels"] else {
        fault(.missingKey("labels"), child.place)
        return nil
      }
      return source(map, labels(found, "labels"), shape)
    }
  }

  /// A place with what is asked of its values.
  private mutating func source(
    _ map: [String: ManifestNode], _ labels: [String], _ shape: FieldShape
  ) -> FieldMapping.Source {
    var source = FieldMapping.Source(labels: labels, time: map["time"].map { self.labels($0, "time") } ?? [])
    readTimeRule(map, &source.rule)
    source.rule.prefix = map["prefix"].flatMap { text($0, "prefix") } ?? ""
    source.rule.suffix = map["suffix"].flatMap { text($0, "suffix") } ?? ""
    source.rule.digitsOnly = map["only"].flatMap { word($0, "only", ["digits"]) } != nil
    source.rule.condition = map["when"].flatMap { condition($0) }
    let cuts = ["prefix", "suffix", "only"].map { ($0, !shape.takesTime) }
    for (key, isAllowed) in [("time", shape.takesTime), ("format", shape.takesTime), ("zone", shape.takesTime)] + cuts {
      if !isAllowed, let value = map[key] { fault(.notForField(key, field: "labels"), value.place) }
    }
    return source
  }

  /// Reads `format` and `zone`.
  mutating func readTimeRule(_ map: [String: ManifestNode], _ rule: inout SourceRule) {
    if let format = map["format"] {
      let words = SourceRule.TimeFormat.allCases.map(\.rawValue)
      rule.format = word(format, "format", words).flatMap(SourceRule.TimeFormat.init(rawValue:)) ?? rule.format
    }
    if let zone = map["zone"] {
      let words = SourceRule.Zone.allCases.map(\.rawValue)
      rule.zone = word(zone, "zone", words).flatMap(SourceRule.Zone.init(rawValue:)) ?? rule.zone
    }
  }

  /// A condition on a value: `{ labels: […], is: […] }` or `is_not`.
  mutating func condition(_ node: ManifestNode) -> SourceRule.Condition? {
    guard let map = section(node, "when", ["labels", "is", "is_not"]) else { return nil }
    guard let labels = required(map, "labels", node).map({ self.labels($0, "labels") }) else { return nil }
    if let both = map["is_not"], map["is"] != nil { fault(.notForField("is_not", field: "is"), both.place) }
    if map["is"] == nil, map["is_not"] == nil { fault(.missingKey("is"), node.place) }
    let isNegated = map["is_not"] != nil
    let words = self.words(map["is"] ?? map["is_not"], isNegated ? "is_not" : "is")
    return SourceRule.Condition(labels: labels, words: words, isNegated: isNegated)
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

  /// The same label twice in one field is a slip: the second would never be found. Under another rule it may well be.
  private mutating func checkLabels(_ mapping: FieldMapping, _ place: ManifestPlace) {
    var seen: Set<FieldMapping.Source> = []
    for source in mapping.sources {
      for label in source.labels {
        var key = FieldMapping.Source(labels: [readsPaths ? label : LabelNormaliser.normalise(label)])
        key.rule = source.rule
        if !seen.insert(key).inserted { fault(.repeatedLabel(label), place) }
      }
    }
  }
}

/// Plain shapes.
extension ManifestReader {
  /// The keys and values of a section, with a fault for each key that is not among `keys`.
  mutating func section(_ node: ManifestNode, _ name: String, _ keys: [String]) -> [String: ManifestNode]? {
    guard case .map(let pairs) = shaped(node, name, .map) else { return nil }
    sections[readsPaths && name != "webhook" ? "webhook." + name : name, default: []].formUnion(keys)
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

  /// One of a list of words.
  mutating func word(_ node: ManifestNode, _ name: String, _ allowed: [String]) -> String? {
    guard let text = text(node, name) else { return nil }
    if allowed.contains(text) { return text }
    fault(.unknownWord(text, suggestion: Spelling.nearest(text, in: allowed), allowed: allowed), node.place)
    return nil
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
    return children.compactMap { readsPaths ? path($0, name) : text($0, name) }
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
