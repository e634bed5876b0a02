/// One column of a customer file.
public struct Column: Sendable, Hashable {
  /// The types that Kakao's schema knows.
  public enum Kind: String, Sendable, Hashable {
    case string
    case number
  }

  /// The column's name at Kakao.
  public let name: String
  /// What fills it.
  public let source: ColumnSource
  /// The type in the schema: as the config says, else by the source.
  public let kind: Kind

  /// A column; without `kind` it has its source's natural one.
  public init(name: String, source: ColumnSource, kind: Kind? = nil) {
    self.name = name
    self.source = source
    self.kind = kind ?? source.naturalKind
  }
}
