import ShopModel
public import Store

extension KakaoLogin {
  /// Gives the shop's back end what waits under a hand-off code, once.
  ///
  /// Whether the caller may have it, by that shop's token, is for whoever calls this to check before.
  /// - Returns: nil for a code that is none, expired, redeemed, or another shop's.
  /// - Throws: ``StoreError`` when the store can not be read or written; the code is then as it was.
  public func redeem(_ code: String) async throws(StoreError) -> Handoff? {
    guard let code = HandoffCode(code) else { return nil }
    let (shop, time, settings) = (settings.shop, now(), settings)
    return try await work { store -> Handoff? in
      guard let stored = try store.redeemHandoff(code.hash, of: shop, now: time),
        let content = code.open(stored.payload)
      else { return nil }
      let member = try store.knownMember(ofKakaoUser: content.kakaoUserID, in: shop).memberID
      var match: HandoffMatch?
      if member == nil, let key = content.memberKey(settings.match),
        let found = try store.onlyMember(with: key, in: shop)
      {
        match = HandoffMatch(memberID: found, by: settings.match.name)
      }
      return content.handoff(member: member, match: match)
    }.get()
  }
}
