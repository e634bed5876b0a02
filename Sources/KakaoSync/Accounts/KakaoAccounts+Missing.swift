import CommonValues
import KakaoAPI
import Store

extension KakaoAccounts {
  /// What asking about users who were not in Kakao's list has come to.
  public struct MissingCounts: Sendable, Hashable {
    /// Who is not joined to the app any more; their links have ended.
    public var unlinked = 0
    /// Who is joined all the same.
    public var stillLinked = 0

    /// None.
    public init() {}
  }

  /// Asks Kakao about users who were not in its list of the app's users, and ends the link of each who is not joined any more, as its
  /// unlink webhook would have.
  ///
  /// Nobody is ended for not having been listed: each is asked about by itself, after those that Kakao answers for together were let go.
  /// A link that is made meanwhile stays. Calling it again is safe.
  /// - Parameter users: at most as many as ``KakaoAPIClient/usersPerCall`` says.
  /// - Throws: ``KakaoError``, ``StoreError``, or a `Diagnostic` without an admin key.
  public func endMissing(_ users: [Int64]) async throws -> MissingCounts {
    guard let api else { throw Diagnostic.noAdminKey }
    var counts = MissingCounts()
    guard !users.isEmpty else { return counts }
    let time = now()
    let answered = Set(try await api.users(users).map(\.id))
    counts.stillLinked = users.count { answered.contains($0) }
    for user in users where !answered.contains(user) {
      guard try await !isLinked(user, api) else {
        counts.stillLinked += 1
        continue
      }
      try? await tokens?.drop(user)
      let shop = shop
      _ = try await store.perform {
        try $0.unlinkKakaoUser(user, in: shop, at: time, reason: .unlinkedByKakao)
      }
      counts.unlinked += 1
    }
    return counts
  }
}

/// Finds out of our users who is missing in Kakao's list, page by page; both are in ascending order.
public enum UserListComparison {
  /// Our users who are in a page's range and not in the page.
  ///
  /// - Parameters:
  ///   - known: ours after the last page's end, up to this one's, in order.
  ///   - listed: the page.
  public static func missing(known: [Int64], listed: [Int64]) -> [Int64] {
    let listed = Set(listed)
    return known.filter { !listed.contains($0) }
  }

  /// Whether a page goes on where the last one ended: only then does it mean anything that somebody is not in it.
  public static func isInOrder(_ page: [Int64], after last: Int64?) -> Bool {
    var last = last
    for id in page {
      if let last, id <= last { return false }
      last = id
    }
    return true
  }

  /// Whether so many may be missing without somebody's yes: a list that was cut, or another app's, would end everybody.
  ///
  /// - Parameters:
  ///   - listed: how many Kakao listed; none at all is never believed.
  ///   - percent: of the known; a handful always passes.
  public static func isPlausible(missing: Int, known: Int, listed: Int, percent: Double = 5, handful: Int = 5) -> Bool {
    if missing == 0 { return true }
    if listed == 0 { return false }
    return missing <= handful || Double(missing) <= Double(known) * percent / 100
  }
}
