import CommonValues
import KakaoAPI
import ShopModel
import Store

/// What Kakao said about a person in one callback, each call for itself.
struct Gathered: Sendable {
  var user: Result<KakaoUser, LoginFault>
  /// Nil when there was no ID token.
  var idTokenUser: Result<Int64, LoginFault>?
  var terms: Result<ServiceTerms, LoginFault>
  /// Nil when they are not asked for.
  var addresses: Result<ShippingAddresses, LoginFault>?
  /// Nil when the shop has no channel.
  var channels: Result<UserChannels, LoginFault>?
  /// Nil when the answer with the tokens said it already.
  var scopes: Result<[String], LoginFault>?
  /// What the answer with the tokens said.
  var grantedScopes: [String]?

  /// What is right of it, or the page that refuses the login: without the user there is no login, the rest may be missing.
  func checked() -> Result<LoginFindings, LoginFault> {
    let user: KakaoUser
    switch self.user {
    case .success(let found): user = found
    case .failure(let fault): return .failure(fault)
    }
    switch idTokenUser {
    case nil: break
    case .failure(let fault)?: return .failure(fault)
    case .success(let id)?:
      guard id == user.id else { return .failure(.otherUser) }
    }
    var findings = LoginFindings(user: user)
    func take<Value, Kept>(
      _ result: Result<Value, LoginFault>?, _ name: String, _ part: (Value) -> Kept
    ) -> Kept? {
      switch result {
      case nil: return nil
      case .success(let value)?: return part(value)
      case .failure(let fault)?:
        // Without consent there is nothing to wait for.
        if !fault.isMissingConsent { findings.incomplete.append(name) }
        return nil
      }
    }
    func belongs(_ id: Int64?) -> Bool { id == nil || id == user.id }
    findings.terms = take(terms, "service_terms") { belongs($0.userID) ? $0.terms : [] }
    findings.addresses = take(addresses, "shipping_addresses") { belongs($0.userID) ? $0 : nil }.flatMap(\.self)
      .flatMap { $0.needsAgreement == true ? nil : $0.addresses }
    findings.channels = take(channels, "channels") { belongs($0.userID) ? $0.channels : [] }
    findings.scopes = grantedScopes ?? take(scopes, "scopes") { $0 }
    return .success(findings)
  }
}

/// What is right of what Kakao said.
struct LoginFindings: Sendable {
  let user: KakaoUser
  var terms: [ServiceTerm]?
  var addresses: [ShippingAddress]?
  var channels: [UserChannel]?
  var scopes: [String]?
  var incomplete: [String] = []

  init(user: KakaoUser) { self.user = user }

  /// Required terms that the person has not agreed to, among those that the shop's configuration names, if it names any.
  func missingTerms(_ configured: [String]) -> [String] {
    (terms ?? []).filter {
      $0.isRequired == true && $0.isAgreed != true && (configured.isEmpty || configured.contains($0.tag))
    }.map(\.tag)
  }

  func evidence(at now: Timestamp) -> [ConsentEvidence] {
    let terms = (terms ?? []).map {
      ConsentEvidence(
        .term, tag: $0.tag, required: $0.isRequired, agreed: $0.isAgreed == true, agreedAt: $0.agreedAt, seenAt: now)
    }
    return terms + (scopes ?? []).map { ConsentEvidence(.scope, tag: $0, agreed: true, seenAt: now) }
  }

  func relations(at now: Timestamp) -> [ChannelRelation] {
    (channels ?? []).compactMap { channel in
      guard let relation = channel.relation, !channel.publicID.isEmpty else { return nil }
      return ChannelRelation(
        kakaoUserID: user.id, channel: channel.publicID, state: .init(rawValue: relation.rawValue),
        updatedAt: channel.changed ?? now)
    }
  }

  func content(returnTo: String) -> HandoffContent {
    HandoffContent(
      kakaoUserID: user.id, connectedAt: user.connectedAt, isSynched: user.synchedAt != nil, returnTo: returnTo,
      profile: HandoffProfile(user), ci: user.account?.ci, scopes: scopes,
      serviceTerms: terms?.map {
        HandoffTerm(tag: $0.tag, required: $0.isRequired, agreed: $0.isAgreed == true, agreedAt: $0.agreedAt)
      },
      shippingAddresses: addresses?.map(HandoffAddress.init),
      channels: channels?.compactMap { channel in
        channel.relation.map {
          HandoffChannel(
            channelPublicID: channel.publicID, relation: $0.rawValue, updatedAt: channel.updated)
        }
      }, incomplete: incomplete)
  }
}

extension HandoffAddress {
  fileprivate init(_ address: ShippingAddress) {
    self.init(
      id: String(address.id), name: address.name, isDefault: address.isDefault, type: address.form?.rawValue,
      baseAddress: address.baseAddress, detailAddress: address.detailAddress, receiverName: address.receiverName,
      receiverPhoneNumber1: address.receiverPhoneNumber1?.e164 ?? address.receiverPhoneNumber1Text,
      receiverPhoneNumber2: address.receiverPhoneNumber2?.e164 ?? address.receiverPhoneNumber2Text,
      zoneNumber: address.zoneNumber, zipCode: address.zipCode, updatedAt: address.updatedAt)
  }
}
