/// An age band: `20~29`, `90~`. An open set.
///
/// Sources differ on the lowest (`1~9` and `0~9`), and one writes `20-29`, which is kept as `20~29`.
public struct KakaoAgeRange: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// Kakao's text, with `~` between the ages.
  public let rawValue: String

  /// Any band.
  public init(rawValue: String) { self.rawValue = String(rawValue.map { $0 == "-" ? "~" : $0 }) }

  public var description: String { rawValue }

  /// The youngest and the oldest age, in full years; no oldest one for an open band, nil when the text is no band.
  public var ages: (youngest: Int, oldest: Int?)? {
    let parts = rawValue.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 2, let youngest = KakaoAgeRange.age(parts[0]) else { return nil }
    if parts[1].isEmpty { return (youngest, nil) }
    guard let oldest = KakaoAgeRange.age(parts[1]), oldest >= youngest else { return nil }
    return (youngest, oldest)
  }

  private static func age(_ text: Substring) -> Int? {
    (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(text) : nil
  }
}
