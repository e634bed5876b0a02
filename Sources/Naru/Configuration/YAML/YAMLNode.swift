/// Where something stands in a configuration file, both counted from 1; columns count Unicode scalars.
struct TextPosition: Sendable, Hashable {
  var line: Int
  var column: Int

  static let start = TextPosition(line: 1, column: 1)
}

/// A YAML document as the loader reads it: scalars as text, with the place of each.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    /// The text, and whether it stood without quotes; a plain `null`, `~` or nothing is ``empty`` instead.
    case scalar(String, plain: Bool)
    case empty
    case sequence([YAMLNode])
    case mapping([(key: YAMLKey, value: YAMLNode)])
  }

  var content: Content
  var position: TextPosition

  /// What a person would call it.
  var kind: YAMLKind {
    switch content {
    case .scalar: .text
    case .empty: .nothing
    case .sequence: .list
    case .mapping: .section
    }
  }
}

/// A key of a mapping and where it stands.
struct YAMLKey: Sendable, Hashable {
  var name: String
  var position: TextPosition
}

/// The kinds of value that messages distinguish.
enum YAMLKind: Sendable, Hashable {
  case text, nothing, list, section
}
