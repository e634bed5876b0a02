/// What is asked of the values of one place, and how they are read.
public struct SourceRule: Sendable, Hashable {
  /// How a time is written.
  public enum TimeFormat: String, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// As text in any of the usual forms, also `yyyyMMddHHmmss`.
    case text
    /// Seconds since 1970-01-01T00:00:00Z; 0 is blank.
    case unixSeconds = "unix_seconds"
    /// Milliseconds since then; 0 is blank.
    case unixMilliseconds = "unix_milliseconds"
  }

  /// Where the clock stood by which a time without an offset was written.
  public enum Zone: String, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    case seoul
    case utc
  }

  /// Something that must hold for the place to be looked at.
  public struct Condition: Sendable, Hashable {
    /// The column, as labels. Without one in the file its value is none of the words.
    public var labels: [String]
    /// The words; one that begins or ends with `*` stands for every value that ends or begins so.
    public var words: [String]
    /// Whether the value must be none of the words.
    public var isNegated = false
  }

  /// How a time is written.
  public var format = TimeFormat.text
  /// Where its clock stood.
  public var zone = Zone.seoul
  /// What a value must begin with; it is taken off. A value that does not counts as blank.
  public var prefix = ""
  /// What a value must end with; it is taken off. A value that does not counts as blank.
  public var suffix = ""
  /// Whether what is left must be digits; else it counts as blank.
  public var digitsOnly = false
  /// What must hold besides.
  public var condition: Condition?

  /// Whether nothing is asked.
  var isPlain: Bool { self == SourceRule() }
  /// Whether nothing is asked but how a time is read.
  var cuts: Bool { !prefix.isEmpty || !suffix.isEmpty || digitsOnly }
}
