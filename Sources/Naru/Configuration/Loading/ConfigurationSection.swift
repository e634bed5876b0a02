import CommonValues

/// One mapping of a file, read by the keys that belong there; anything else in it is reported at once.
struct ConfigurationSection<Key: ConfigurationKey> {
  let context: FileContext
  let path: String
  let position: TextPosition
  private var values: [String: ConfigurationValue] = [:]

  /// Nil, with a finding, when the value is no mapping.
  init?(_ value: ConfigurationValue, keys: Key.Type = Key.self) {
    guard case .mapping(let pairs) = value.node.content else {
      value.report(
        .wrongType(expected: LocalizedText(ko: "묶음(키: 값)", en: "a mapping (key: value)"), found: value.node.kind))
      return nil
    }
    context = value.context
    path = value.path
    position = value.node.position
    let known = Key.allCases.map(\.rawValue)
    for (key, node) in pairs {
      let child = ConfigurationValue(context: context, path: value.childPath(key.name), node: node, key: key.position)
      if known.contains(key.name) {
        values[key.name] = child
      } else {
        let suggestion = EditDistance.suggestion(for: key.name, among: known)
        child.report(.unknownKey(suggestion: suggestion, known: known), at: key.position)
      }
    }
  }

  /// The value of a key; nil when the key is absent. A key with nothing behind it counts as absent.
  subscript(key: Key) -> ConfigurationValue? {
    guard let value = values[key.rawValue], case .empty = value.node.content else { return values[key.rawValue] }
    return nil
  }

  /// Whether the key stands there, with or without a value.
  func has(_ key: Key) -> Bool { values[key.rawValue] != nil }

  /// The value of a key that must be there.
  func required(_ key: Key, ko: String, en: String) -> ConfigurationValue? {
    if let value = self[key] { return value }
    let place = values[key.rawValue]?.key ?? position
    context.report(.missingKey(key.rawValue, ko: ko, en: en), at: place, key: path(of: key))
    return nil
  }

  func path(of key: Key) -> String { path.isEmpty ? key.rawValue : path + "." + key.rawValue }
}

/// One file while it is read.
struct FileContext {
  let file: String
  /// Where its relative paths start.
  let folder: String
  let findings: FindingCollector
  let secrets: SecretPolicy

  func report(_ problem: ConfigurationProblem, at position: TextPosition?, key: String?) {
    findings.add(problem, file: file, position: position, key: key)
  }

  /// A path of the file, absolute or from the file's folder.
  func resolve(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    return folder.isEmpty || folder == "." ? path : folder + "/" + path
  }
}
