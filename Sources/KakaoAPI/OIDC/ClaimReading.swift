internal import CommonValues

extension KeyedDecodingContainer {
  /// JWT's NumericDate: seconds since 1970, possibly with a fraction.
  func numericDate(_ key: Key) -> Timestamp? {
    if let seconds = try? decode(Int64.self, forKey: key) { return Timestamp(seconds: seconds) }
    guard let seconds = try? decode(Double.self, forKey: key), abs(seconds) < 1e12 else { return nil }
    return Timestamp(milliseconds: Int64(seconds * 1000))
  }

  /// One text or several: `aud` may be either.
  func oneOrMany(_ key: Key) -> [String]? {
    if let one = try? decode(String.self, forKey: key) { return [one] }
    return try? decode([String].self, forKey: key)
  }
}

extension Int64 {
  /// A Kakao id as Kakao writes it into text: decimal digits alone, without leading zeros, above nought.
  init?(kakaoID text: some StringProtocol) {
    guard let first = text.utf8.first, (0x31...0x39).contains(first),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let id = Int64(text)
    else { return nil }
    self = id
  }
}
