/// One sentence for a person, in Korean and in English.
public struct SandboxText: Sendable, Hashable {
  /// The sentence in Korean.
  public var ko: String
  /// The sentence in English.
  public var en: String

  /// Makes a text of its two spellings.
  public init(ko: String, en: String) {
    self.ko = ko
    self.en = en
  }
}
