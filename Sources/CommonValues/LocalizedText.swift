/// One sentence for people, written out in both languages that Naru speaks.
///
/// It holds no personal data and no secret: it may go to logs and pages as it is.
public struct LocalizedText: Sendable, Hashable, Codable {
  /// The Korean sentence.
  public let korean: String
  /// The English sentence.
  public let english: String

  /// A sentence in both languages.
  public init(ko korean: String, en english: String) {
    self.korean = korean
    self.english = english
  }

  private enum CodingKeys: String, CodingKey {
    case korean = "ko"
    case english = "en"
  }

  /// The sentence in one language.
  public func text(in language: Language) -> String {
    switch language {
    case .korean: korean
    case .english: english
    }
  }
}
