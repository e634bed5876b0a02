import CommonValues
internal import Crypto
import KakaoAPI
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What waits under a hand-off code. Who the user is to the shop is looked up when it is redeemed.
struct HandoffContent: Sendable, Hashable, Codable {
  var kakaoUserID: Int64
  var connectedAt: Timestamp?
  var isSynched: Bool
  var returnTo: String
  var profile: HandoffProfile
  var ci: String?
  var scopes: [String]?
  var serviceTerms: [HandoffTerm]?
  var shippingAddresses: [HandoffAddress]?
  var channels: [HandoffChannel]?
  var incomplete: [String]

  /// What a member from before may be found by.
  func memberKey(_ match: LoginSettings.Match) -> MemberKey? {
    switch match {
    case .never: nil
    case .verifiedPhone: profile.phone.flatMap { PhoneNumber($0) }.map { .phone($0) }
    case .verifiedEmail: profile.emailVerified == true ? profile.email.map { .email($0) } : nil
    case .ci(let attribute): ci.map { .attribute(name: attribute, value: $0) }
    }
  }

  func handoff(member: String?, match: HandoffMatch?) -> Handoff {
    Handoff(
      kakaoUserID: kakaoUserID, memberID: member, connectedAt: connectedAt, isSynched: isSynched, returnTo: returnTo,
      profile: profile, scopes: scopes, serviceTerms: serviceTerms, shippingAddresses: shippingAddresses,
      channels: channels, match: match, incomplete: incomplete)
  }
}

/// A one-use code. The store has its hash, and the content sealed with a key that only the code gives: whoever reads the database
/// learns neither.
struct HandoffCode: Sendable {
  let text: String
  private let bytes: [UInt8]

  /// A new code of 256 random bits.
  init(_ random: LoginRandom) {
    bytes = random.bytes(32)
    text = URLSafeText.encode(bytes)
  }

  /// A code that somebody brings; nil when it can be none.
  init?(_ text: String) {
    guard text.utf8.count == 43, let bytes = URLSafeText.decode(text), bytes.count == 32 else { return nil }
    self.bytes = bytes
    self.text = text
  }

  var hash: [UInt8] { labelledHash("naru handoff", bytes) }

  func seal(_ content: HandoffContent) throws -> [UInt8] {
    // A key is used once, so that its nonce need not be random.
    let box = try AES.GCM.seal(
      JSONEncoder().encode(content), using: key, nonce: AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 12)))
    return Array(box.ciphertext) + Array(box.tag)
  }

  func open(_ sealed: [UInt8]) -> HandoffContent? {
    guard sealed.count > 16, let nonce = try? AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 12)),
      let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed.dropLast(16), tag: sealed.suffix(16)),
      let bytes = try? AES.GCM.open(box, using: key)
    else { return nil }
    return try? JSONDecoder().decode(HandoffContent.self, from: bytes)
  }

  private var key: SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: bytes), info: Array("naru handoff content".utf8), outputByteCount: 32)
  }
}
