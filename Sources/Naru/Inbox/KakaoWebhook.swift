import CommonValues
import KakaoAPI
import ShopModel
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Kakao's three webhooks, as the inbox names them.
enum KakaoWebhook: String, Sendable, CaseIterable {
  case unlink = "kakao.unlink"
  case channel = "kakao.channel"
  case account = "kakao.account"

  /// Deliveries about one user are worked on in their order, whichever webhook brought them.
  static func subject(_ user: Int64?) -> String { user.map { "kakao-user:\($0)" } ?? "kakao" }
}

/// What is kept of an account event beside its token, so that working on it needs no key of Kakao's any more.
struct StoredAccountEvent: Codable, Sendable, Hashable {
  var kind: String
  var user: Int64?
  var scopes: [String]
  var time: Timestamp

  init(_ event: AccountEvent, receivedAt: Timestamp) {
    kind = event.kind.rawValue
    user = event.userID
    scopes = event.scopes
    time = event.time(receivedAt: receivedAt)
  }

  init?(head: [UInt8]) {
    guard let stored = try? JSONDecoder().decode(StoredAccountEvent.self, from: Data(head)) else { return nil }
    self = stored
  }

  var head: [UInt8] { (try? JSONEncoder().encode(self)).map { Array($0) } ?? [] }
}
