public import CommonValues

/// What is known of one of Kakao's error codes, in words for people.
public struct KakaoErrorEntry: Sendable, Hashable {
  /// `-402` (kapi), `KOE320` (kauth) or `KAE105` (Kakao's pages for channels and addresses).
  public let code: String
  /// The HTTP statuses it comes with, the usual one first; empty when it is not known, or the code is shown on a page.
  public let statuses: [Int]
  /// kauth's `error` value that comes with it, when known.
  public let oauthError: String?
  /// Whether status and meaning stand in Kakao's published documents without contradiction.
  public let isConfirmed: Bool
  /// What it means for a caller.
  public let retryClass: RetryClass
  /// What it means.
  public let meaning: LocalizedText
  /// What usually causes it.
  public let cause: LocalizedText
  /// Where to look: a place in the Kakao Developers console or the channel partner centre; nil when neither has a
  /// switch for it.
  public let console: LocalizedText?
  /// What to do.
  public let remedy: LocalizedText
}

/// A pair of texts, Korean first: the tables are long.
typealias Words = (ko: String, en: String)

extension KakaoErrorEntry {
  init(
    _ code: String, _ statuses: [Int], _ retryClass: RetryClass, error: String? = nil, confirmed: Bool = true,
    _ meaning: Words, cause: Words, at console: Words? = nil, fix: Words
  ) {
    self.init(
      code: code, statuses: statuses, oauthError: error, isConfirmed: confirmed, retryClass: retryClass,
      meaning: LocalizedText(meaning), cause: LocalizedText(cause), console: console.map { LocalizedText($0) },
      remedy: LocalizedText(fix))
  }
}

extension LocalizedText {
  fileprivate init(_ words: Words) { self.init(ko: words.ko, en: words.en) }
}

/// Places in the Kakao Developers console and the partner centre that several entries share.
enum ConsolePlace {
  static let keys: Words = ("Kakao Developers > [앱] > [플랫폼 키]", "Kakao Developers > [App] > [Platform key]")
  static let login: Words = ("Kakao Developers > [카카오 로그인]", "Kakao Developers > [Kakao Login]")
  static let consent: Words = (
    "Kakao Developers > [카카오 로그인] > [동의항목]", "Kakao Developers > [Kakao Login] > [Consent items]"
  )
  static let signup: Words = (
    "Kakao Developers > [카카오 로그인] > [간편가입]", "Kakao Developers > [Kakao Login] > [Simple signup]"
  )
  static let app: Words = ("Kakao Developers > [앱]", "Kakao Developers > [App]")
  static let members: Words = ("Kakao Developers > [앱] > [멤버]", "Kakao Developers > [App] > [Members]")
  static let features: Words = (
    "Kakao Developers > [앱] > [추가 기능 신청]", "Kakao Developers > [App] > [Additional features]"
  )
  static let channel: Words = ("Kakao Developers > [카카오톡 채널]", "Kakao Developers > [KakaoTalk Channel]")
  static let quota: Words = ("Kakao Developers > [앱] > [쿼터]", "Kakao Developers > [App] > [Quota]")
  static let files: Words = (
    "카카오톡 채널 파트너센터의 고객 파일 목록", "the list of customer files in the KakaoTalk Channel partner centre"
  )
  static let partnerCentre: Words = ("카카오톡 채널 파트너센터", "the KakaoTalk Channel partner centre")
}
