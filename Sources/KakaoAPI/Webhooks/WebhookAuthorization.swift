public import CommonValues

/// The check of `Authorization: KakaoAK …`, by which the unlink and the channel webhook prove that Kakao sends them.
///
/// Kakao sends the app's primary admin key, which need not be the key that calls are made with. While the primary key is
/// changed in the console, both the new and the old one are accepted.
public struct WebhookAuthorization: Sendable {
  private let keys: [Secret<String>]

  /// - Parameter keys: the current primary admin key, then former ones. An empty one is never matched.
  public init(keys: [Secret<String>]) { self.keys = keys }

  /// Which key the header carries: 0 for the current one, more for a former one, nil for none.
  ///
  /// Every key is compared in full, so that the time tells nothing about them.
  ///
  /// - Parameter headers: the values of all `Authorization` headers; there has to be exactly one.
  public func keyIndex(in headers: [String]) -> Int? {
    guard headers.count == 1, headers[0].utf8.count <= WebhookLimits.authorization else { return nil }
    let words = headers[0].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2, words[0].lowercased() == "kakaoak" else { return nil }
    let candidate = String(words[1])
    var found: Int?
    for (index, key) in keys.enumerated().reversed() where key.matches(candidate) { found = index }
    return found
  }
}
