/// Every error code of Kakao that Naru knows, in plain words.
///
/// Sources: Kakao's published error-code page and SDKs; where an entry is not ``KakaoErrorEntry/isConfirmed``, sources
/// differ or only the SDK's list of codes has it.
public enum KakaoErrorTable {
  /// All entries: kapi, then kauth, then Kakao's pages for channels and addresses.
  public static let all: [KakaoErrorEntry] = general + user + talk + customerFiles + auth + authBusiness + channelPages

  private static let byCode = Dictionary(all.map { ($0.code, $0) }) { first, _ in first }

  /// The code of a customer file whose name is taken or not allowed.
  static let fileNameTaken = -817

  /// The code of a user who is not linked to the app.
  static let notLinked = -101

  /// The code of a quota that is used up.
  static let quotaUsedUp = -10

  /// The entry for a code as Kakao writes it, in any case; nil for one that is not known.
  ///
  /// A number without sign or letters (`402`) is taken when it can only mean one code.
  public static func entry(for code: String) -> KakaoErrorEntry? {
    let found = matches(code)
    return found.count == 1 ? found[0] : nil
  }

  /// Every entry that `code` can mean: one, none, or several for a bare number such as `101` (`-101` and `KOE101`).
  public static func matches(_ code: String) -> [KakaoErrorEntry] {
    let characters = code.filter { !$0.isWhitespace }.uppercased()
    if let exact = byCode[characters] { return [exact] }
    guard !characters.isEmpty, characters.allSatisfy({ $0.isASCII && $0.isNumber }) else { return [] }
    return ["-", "KOE", "KAE"].compactMap { byCode[$0 + characters] }
  }
}
