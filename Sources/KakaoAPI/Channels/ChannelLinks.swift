/// Kakao's own pages of a channel, which a browser is sent to. They need no login and no key.
///
/// Codes that these pages show (`KAE…`) are in ``KakaoErrorTable``. No call of a server's makes a user add a channel.
public struct ChannelLinks: Sendable, Hashable {
  /// The channel public id, `_…`.
  public let publicID: String

  /// The pages of a channel; nil for what is no channel public id: `_`, then 1 to 63 letters and digits.
  public init?(publicID: String) {
    let rest = publicID.utf8.dropFirst()
    let isPlain = rest.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: false
      }
    }
    guard publicID.utf8.first == 0x5F, (1...63).contains(rest.count), isPlain else { return nil }
    self.publicID = publicID
  }

  /// The channel's home.
  public var home: String { "https://pf.kakao.com/" + publicID }
  /// Where a person adds the channel.
  public var add: String { home + "/friend" }
  /// Where a person writes to the channel.
  public var chat: String { home + "/chat" }
}
