import CommonValues
import GRDB
public import ShopModel

/// Everything that one finished login leaves behind.
public struct LoginRecord: Sendable {
  /// What Kakao said about the user.
  public var user: KakaoUserRecord
  /// What the user agreed to.
  public var evidence: [ConsentEvidence] = []
  /// Whether the evidence names every consent item that holds, so that one that is not in it was withdrawn.
  public var scopesAreComplete = false
  /// How the user stands to the shop's channels.
  public var relations: [ChannelRelation] = []
  /// What waits for the back end.
  public var handoff: StoredHandoff?
  /// The session that begins.
  public var session: StoredSession?
  /// A session of this browser that ends with it.
  public var endedSession: [UInt8]?
  /// Whether nothing at all is kept unless the user is a member: a silent login of a stranger is none.
  public var membersOnly = false
  /// How long a signup may take, in milliseconds.
  public var signupMilliseconds: Int64 = 86_400_000

  /// A record without anything but the user.
  public init(user: KakaoUserRecord) { self.user = user }
}

extension Store {
  /// Keeps a login in one transaction: all of it, or on any error nothing.
  ///
  /// A member whom the shop's own records name for the user is linked; a user who is nobody yet is watched as a signup.
  /// - Returns: who the user is to the shop.
  public func recordLogin(
    _ login: LoginRecord, in shop: ShopID, rules: OrderRules = OrderRules()
  ) throws(StoreError) -> KnownMember {
    defer { advanceIdentityVersion() }
    return try write { database in
      let (user, now) = (login.user.kakaoUserID, login.user.lastLoginAt)
      var row = try ShopRow.make(database, shop)
      var known = try Store.knownMember(user, database, row)
      if login.membersOnly, known.memberID == nil { return known }
      var events = login.relations.map { ShopEvent.channelRelation($0) }
      if case .stated(let member) = known {
        let at = try Store.timeForLink(user, member, now, database, row)
        events.append(.accountLinked(memberID: member, kakaoUserID: user, at: at))
      }
      _ = try self.apply(events, in: shop, sourceTime: now, rules: rules)
      row = try ShopRow.make(database, shop)
      known = try Store.knownMember(user, database, row)
      try Store.save(login.user, database, row)
      try Store.record(login.evidence, user, database, row)
      if login.scopesAreComplete {
        try Store.recordWithdrawn(keeping: login.evidence, user, at: now, database, row)
      }
      if known.memberID == nil {
        try Store.watchSignup(
          user, at: now, until: now.adding(milliseconds: login.signupMilliseconds), database, row)
      } else {
        _ = try Store.delete("pending_signups", ofKakaoUser: user, database, row)
      }
      if let handoff = login.handoff { try Store.insert(handoff, database, row) }
      if let ended = login.endedSession { _ = try Store.endSession(ended, database, row) }
      if let session = login.session { try Store.insert(session, database, row) }
      return known
    }
  }
}
